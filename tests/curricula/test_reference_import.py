"""From a file to a draft: preview, confirmation, and all that must write nothing."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models.signals import post_save

from curricula.enums import ImportState, VersionState
from curricula.models import (
    Block,
    Competency,
    ImportLine,
    Qualification,
    ReferenceImport,
    TaskLink,
)
from curricula.queries.formats import WRITERS
from curricula.queries.imports import REFUSED, job_key
from curricula.queries.packages import package_of
from curricula.rules.case_format import link_identifier
from curricula.rules.package import BlockRow, CompetencyRow
from curricula.rules.references import without_identifiers
from curricula.services.imports import (
    BeingWritten,
    NotShown,
    PreviewStale,
    RowsRefused,
    UnknownKind,
    abandon_import,
    confirm_import,
    prepare_import,
    work_on_import,
)
from curricula.services.references import create_draft, publish
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from records.enums import JobState
from records.models import Job
from records.services import run_job, sweep
from records.services.jobs import RUNNING_IS_STALE_AFTER
from tests.factories import membership_factory
from tests.factories.packages import package_factory


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """What a queue does after the transaction, done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def hand_in(lead, now, at_once):
    def go(package=None, kind="xlsx", content=None, form_key="a", actor=lead, at=now):
        content = WRITERS[kind].write(package or package_factory()) if content is None else content
        with at_once():
            waiting = prepare_import(
                actor=actor, kind=kind, file_name=f"essai.{kind}", content=content,
                form_key=form_key, now=at,
            )  # fmt: skip
        waiting.refresh_from_db()
        return waiting

    return go


@pytest.fixture
def confirm(lead, now, at_once):
    def go(waiting, seen=None, actor=lead):
        waiting.refresh_from_db()
        seen = waiting.seen if seen is None else seen
        with at_once():
            confirm_import(actor=actor, waiting=waiting, seen=seen, now=now)
        waiting.refresh_from_db()
        return waiting

    return go


def written() -> int:
    """How many versions of the imported reference there are."""
    return Qualification.objects.filter(code="essai").count()


def refused_lines(waiting) -> list[ImportLine]:
    return list(waiting.lines.filter(verdict=REFUSED))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_file_becomes_a_draft_once(hand_in, confirm, kind):
    waiting = hand_in(kind=kind)
    assert written() == 0
    [draft] = {confirm(waiting, seen="rien").draft for _ in range(2)}
    assert without_identifiers(package_of(draft)) == package_factory()
    assert draft.state == VersionState.DRAFT
    assert (waiting.state, bytes(waiting.content)) == (ImportState.WRITTEN, b"")
    assert not ImportLine.objects.exists()
    assert AuditEvent.objects.filter(verb="curricula.import.committed").count() == 1


def test_the_same_form_twice_keeps_the_file_once(hand_in):
    assert hand_in() == hand_in()
    assert ReferenceImport.objects.count() == 1


def test_everything_is_new_when_nothing_is_there(hand_in):
    assert hand_in().counts == {"à créer": 14}


def test_a_new_version_is_compared_with_the_last_published(lead, hand_in, now):
    draft = create_draft(actor=lead, package=package_factory(), now=now)
    publish(actor=lead, qualification=draft, revision=0, now=now)
    known = package_factory(version="2")
    first = known.blocks[0]
    other = replace(first.competencies[0], text="Autre énoncé")
    block = replace(first, competencies=(other, CompetencyRow("C009", "Neuve", source="Ligne 9")))
    waiting = hand_in(replace(known, blocks=(block, known.blocks[1])))
    # The head says another version; C003 and its criterion are gone.
    assert waiting.counts == {
        "à créer": 1, "à modifier": 2, "absente du fichier": 2, "inchangée": 10,
    }  # fmt: skip
    changed = waiting.lines.filter(fields="énoncé")
    assert [(line.name, line.place) for line in changed] == [("compétence B1 C001", "ligne 14")]


def test_a_published_version_is_refused(lead, hand_in, confirm, now):
    draft = create_draft(actor=lead, package=package_factory(), now=now)
    publish(actor=lead, qualification=draft, revision=0, now=now)
    waiting = hand_in(package_factory(2))
    [line] = refused_lines(waiting)
    assert (line.name, "ne change plus" in line.reasons[0]) == ("référentiel", True)
    with pytest.raises(RowsRefused):
        confirm(waiting)
    assert Competency.objects.count() == 4


def test_a_draft_is_replaced_if_it_is_the_one_that_was_seen(lead, hand_in, confirm, now):
    create_draft(actor=lead, package=package_factory(), now=now)
    waiting = hand_in(package_factory(2))
    assert waiting.replaces
    create_draft(actor=lead, package=package_factory(3), now=now)
    waiting = confirm(waiting)
    assert (waiting.state, waiting.reason) == (ImportState.SHOWN, PreviewStale.message)
    assert Competency.objects.count() == 3
    assert confirm(waiting).state == ImportState.WRITTEN
    assert Competency.objects.count() == 2


def test_one_refused_row_keeps_the_whole_file_out(hand_in, confirm):
    twice = BlockRow("B9", "Bloc", "", (CompetencyRow("C1", "Une"), CompetencyRow("C1", "Deux")))
    known = package_factory()
    waiting = hand_in(replace(known, blocks=(*known.blocks, twice)))
    lines = list(waiting.lines.all()[:2])
    assert lines == sorted(lines, key=lambda line: line.place)
    assert [line.verdict for line in lines] == [REFUSED] * 2
    assert [line.text for line in lines] == ["Une", "Deux"]
    assert len({line.place for line in lines}) == 2
    assert "un code ne sert qu’une fois" in lines[0].reasons[0]
    with pytest.raises(RowsRefused):
        confirm(waiting)
    assert written() == 0
    waiting.refresh_from_db()
    assert waiting.committed_at is None


def test_a_row_of_the_file_is_one_line_of_the_preview_with_all_its_reasons(hand_in):
    table = "Genre;Activité;Tâche;Facultative;Énoncé\n"
    table += "code;;;;essai\nversion;;;;1\ntitre;;;;Essai\nactivité;A1;;;Une\n"
    table += "tâche;A9;T1;peut-être;Deux\n"
    waiting = hand_in(kind="csv", content=table.encode())
    [line] = refused_lines(waiting)
    assert line.place == "ligne 6"
    assert line.reasons == [
        "« A9 » n’est pas dans le fichier (activité).",
        "Facultative s’écrit « oui » ou « non ».",
    ]
    assert waiting.counts[REFUSED] == 1


def test_what_is_said_of_one_row_is_not_said_of_another_with_its_code(hand_in):
    table = "Genre;Bloc;Compétence;Niveau;Énoncé\n"
    table += "code;;;;essai\nversion;;;;1\ntitre;;;;Essai\nbloc;B1;;;Bloc\n"
    table += "compétence;B1;C1;;Une\ncompétence;B1;C1;3;Deux\n"
    lines = refused_lines(hand_in(kind="csv", content=table.encode()))
    twice = "Écrit 2 fois : un code ne sert qu’une fois."
    filled = "La colonne « Niveau » reste vide pour : compétence."
    assert [(line.place, line.reasons) for line in lines] == [
        ("ligne 6", [twice]), ("ligne 7", [filled, twice])
    ]  # fmt: skip


def test_missions_must_exist_and_be_established(loaded, hand_in):
    known = package_factory()
    block = known.blocks[0]
    rows = [replace(block.competencies[0], missions=codes) for codes in [("T01",), ("T23", "T99")]]
    for row in rows:
        changed = replace(block, competencies=(row, *block.competencies[1:]))
        waiting = hand_in(
            replace(known, blocks=(changed, known.blocks[1])), form_key=str(row.missions)
        )
    [line] = refused_lines(waiting)
    assert line.reasons == [
        "La mission T23 n’est pas établie : elle ne nourrit aucune compétence.",
        "La mission T99 est inconnue.",
    ]
    assert refused_lines(ReferenceImport.objects.last()) == []


def test_what_cannot_be_read_is_emptied_and_says_why(hand_in, confirm):
    waiting = hand_in(content=b"rien")
    assert (waiting.state, bytes(waiting.content)) == (ImportState.UNREADABLE, b"")
    assert "pas un classeur" in waiting.reason
    with pytest.raises(NotShown):
        confirm(waiting)


def test_a_kind_that_nobody_reads_is_not_even_kept(hand_in):
    with pytest.raises(UnknownKind):
        hand_in(kind="exe", content=b"x")
    assert not ReferenceImport.objects.exists()


def test_only_the_person_who_handed_it_in_confirms(lead, hand_in, confirm):
    waiting = hand_in()
    colleague = membership_factory(Role.LEAD, lead.organisation)
    for actor in (colleague, membership_factory(Role.TRAINER, lead.organisation)):
        with pytest.raises(NotAllowed):
            confirm(waiting, actor=actor)
    with pytest.raises(NotAllowed):
        hand_in(actor=membership_factory(Role.TRAINER), form_key="b")
    assert written() == 0


def test_a_draft_that_is_gone_does_not_come_back(hand_in, confirm):
    waiting = confirm(hand_in())
    waiting.draft.delete()
    assert confirm(waiting, seen="rien").draft is None
    assert written() == 0


def test_files_that_nobody_confirmed_are_forgotten(hand_in, confirm, now):
    hand_in()
    kept = hand_in(form_key="b")
    confirm(kept)
    hand_in(form_key="c", at=now + timedelta(days=8))
    assert set(ImportLine.objects.values_list("waiting__form_key", flat=True)) == {"c"}
    left = ReferenceImport.objects.values_list("form_key", flat=True)
    assert set(left) == {"b", "c"}


# --- Two tabs, two workers, a worker that dies ----------------------------------------------------


def test_two_tabs_write_one_draft_and_each_job_is_done_once(hand_in, lead, now):
    waiting = hand_in()
    for _ in range(2):
        confirm_import(actor=lead, waiting=waiting, seen="rien", now=now)
    waiting.refresh_from_db()
    [job] = Job.objects.filter(key=job_key(waiting))
    # The queue delivers twice, then a worker comes late with the same payload.
    assert [run_job(key=job.key, work=work_on_import, now=now) for _ in range(2)] == [True, False]
    work_on_import(job.payload, now)
    assert written() == 1
    assert AuditEvent.objects.filter(verb="curricula.import.committed").count() == 1


def test_a_job_that_comes_late_does_not_touch_another_preview(hand_in, confirm, lead, now):
    create_draft(actor=lead, package=package_factory(), now=now)
    waiting = hand_in(package_factory(2))
    create_draft(actor=lead, package=package_factory(3), now=now)
    stale = confirm(waiting)
    work_on_import({"import": stale.pk, "attempt": stale.attempt - 1}, now)
    stale.refresh_from_db()
    assert stale.state == ImportState.SHOWN


def test_a_confirmation_that_saw_another_preview_is_refused(hand_in, confirm):
    with pytest.raises(PreviewStale):
        confirm(hand_in(), seen="7.7")
    assert written() == 0


class WorkerKilled(BaseException):
    """What no handler of errors takes for an error."""


@contextmanager
def killed_while_writing():
    """The worker dies with the first row of a reference in its open transaction."""

    def strike(**_):
        raise WorkerKilled

    post_save.connect(strike, sender=Qualification)
    try:
        with pytest.raises(WorkerKilled):
            yield
    finally:
        post_save.disconnect(strike, sender=Qualification)


def test_a_worker_that_dies_half_way_leaves_nothing_and_the_job_is_done_again(hand_in, lead, now):
    waiting = hand_in()
    confirm_import(actor=lead, waiting=waiting, seen="rien", now=now)
    waiting.refresh_from_db()
    with killed_while_writing():
        run_job(key=job_key(waiting), work=work_on_import, now=now)
    assert written() == 0
    assert not Block.objects.filter(code__in=["B1", "B2"]).exists()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.step) == (ImportState.WRITING, 1)
    assert Job.objects.get(key=job_key(waiting)).state == JobState.RUNNING
    assert sweep(now=now + RUNNING_IS_STALE_AFTER + timedelta(seconds=1)) == 1
    waiting.refresh_from_db()
    assert waiting.state == ImportState.WRITTEN
    assert without_identifiers(package_of(waiting.draft)) == package_factory()


def test_a_file_is_abandoned_once_and_keeps_nothing(hand_in, lead, now, confirm):
    waiting = hand_in()
    for _ in range(2):
        abandon_import(actor=lead, waiting=waiting, now=now)
    waiting.refresh_from_db()
    assert (waiting.state, bytes(waiting.content)) == (ImportState.ABANDONED, b"")
    assert not ImportLine.objects.exists()
    assert AuditEvent.objects.filter(verb="curricula.import.abandoned").count() == 1
    with pytest.raises(NotShown):
        confirm(waiting, seen="rien")


def test_a_file_that_is_being_written_cannot_be_abandoned(hand_in, lead, now):
    waiting = hand_in()
    confirm_import(actor=lead, waiting=waiting, seen="rien", now=now)
    with pytest.raises(BeingWritten):
        abandon_import(actor=lead, waiting=waiting, now=now)
    colleague = membership_factory(Role.LEAD, lead.organisation)
    with pytest.raises(NotAllowed):
        abandon_import(actor=colleague, waiting=waiting, now=now)


def test_what_no_database_can_store_is_left_out_of_a_preview(hand_in):
    """Half of a character and NUL, as JSON can write them."""
    package = WRITERS["case"].write(package_factory()).decode()
    package = package.replace('"C001"', '"C\\ud800\\u00001"')
    waiting = hand_in(kind="case", content=package.encode())
    assert waiting.state == ImportState.SHOWN
    assert any("C1" in line.name for line in waiting.lines.all())


def test_a_link_is_found_by_the_identifier_that_the_case_service_gives_it(hand_in, confirm):
    confirm(hand_in())
    link = TaskLink.objects.get(task__activity__qualification__code="essai")
    ends = (str(link.task.identifier), str(link.competency.identifier))
    assert str(link.identifier) == link_identifier(*ends)
