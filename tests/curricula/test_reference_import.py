"""From a file to a draft: preview, confirmation, and all that must write nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from curricula.enums import VersionState
from curricula.models import Competency, Qualification, ReferenceImport
from curricula.queries.formats import WRITERS
from curricula.queries.imports import REFUSED, preview_of
from curricula.queries.packages import package_of
from curricula.rules.package import BlockRow, CompetencyRow
from curricula.rules.references import without_identifiers
from curricula.services.imports import (
    AlreadyImported,
    FileRefused,
    PreviewStale,
    commit_import,
    prepare_import,
)
from curricula.services.references import ReferenceWrong, create_draft, publish
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from tests.factories import membership_factory
from tests.factories.packages import package_factory


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def hand_in(lead, now):
    def go(package=None, kind="xlsx", content=None, form_key="a", actor=lead, at=now):
        content = WRITERS[kind].write(package or package_factory()) if content is None else content
        return prepare_import(
            actor=actor, kind=kind, file_name=f"essai.{kind}", content=content, form_key=form_key,
            now=at,
        )  # fmt: skip

    return go


@pytest.fixture
def confirm(lead, now):
    def go(waiting, seen=None, actor=lead):
        seen = preview_of(waiting).seen if seen is None else seen
        return commit_import(actor=actor, waiting=waiting, seen=seen, now=now)

    return go


def counts(waiting) -> dict[str, int]:
    return dict(preview_of(waiting).counts)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_file_becomes_a_draft_once(hand_in, confirm, kind):
    waiting = hand_in(kind=kind)
    assert not Qualification.objects.filter(code="essai").exists()
    drafts = {confirm(waiting, seen="rien") for _ in range(2)}
    [draft] = drafts
    assert without_identifiers(package_of(draft)) == package_factory()
    assert draft.state == VersionState.DRAFT
    waiting.refresh_from_db()
    assert (bytes(waiting.content), waiting.draft) == (b"", draft)
    assert AuditEvent.objects.filter(verb="curricula.import.committed").count() == 1


def test_the_same_form_twice_keeps_the_file_once(hand_in):
    assert hand_in() == hand_in()
    assert ReferenceImport.objects.count() == 1


def test_everything_is_new_when_nothing_is_there(hand_in):
    assert counts(hand_in()) == {"à créer": 14}


def test_a_new_version_is_compared_with_the_last_published(lead, hand_in, now):
    draft = create_draft(actor=lead, package=package_factory(), now=now)
    publish(actor=lead, qualification=draft, revision=0, now=now)
    known = package_factory(version="2")
    first = known.blocks[0]
    other = replace(first.competencies[0], text="Autre énoncé")
    block = replace(first, competencies=(other, CompetencyRow("C009", "Neuve", source="Ligne 9")))
    waiting = hand_in(replace(known, blocks=(block, known.blocks[1])))
    # The head says another version; C003 and its criterion are gone.
    assert counts(waiting) == {
        "à créer": 1, "à modifier": 2, "absente du fichier": 2, "inchangée": 10,
    }  # fmt: skip
    changed = [line for line in preview_of(waiting).lines if line.fields == "énoncé"]
    assert [(line.name, line.place) for line in changed] == [("compétence B1 C001", "ligne 14")]


def test_a_published_version_is_refused(lead, hand_in, confirm, now):
    draft = create_draft(actor=lead, package=package_factory(), now=now)
    publish(actor=lead, qualification=draft, revision=0, now=now)
    waiting = hand_in(package_factory(2))
    [line] = preview_of(waiting).refused
    assert (line.name, "ne change plus" in line.reasons[0]) == ("référentiel", True)
    with pytest.raises(ReferenceWrong):
        confirm(waiting)
    assert Competency.objects.count() == 4


def test_a_draft_is_replaced_if_it_is_the_one_that_was_seen(lead, hand_in, confirm, now):
    create_draft(actor=lead, package=package_factory(), now=now)
    waiting = hand_in(package_factory(2))
    seen = preview_of(waiting).seen
    assert preview_of(waiting).replaces
    create_draft(actor=lead, package=package_factory(3), now=now)
    with pytest.raises(PreviewStale):
        confirm(waiting, seen)
    assert Competency.objects.count() == 3
    confirm(waiting)
    assert Competency.objects.count() == 2


def test_one_refused_row_keeps_the_whole_file_out(hand_in, confirm):
    twice = BlockRow("B9", "Bloc", "", (CompetencyRow("C1", "Une"), CompetencyRow("C1", "Deux")))
    known = package_factory()
    waiting = hand_in(replace(known, blocks=(*known.blocks, twice)))
    lines = preview_of(waiting).lines[:2]
    assert lines == sorted(lines, key=lambda line: line.place)
    assert [line.verdict for line in lines] == [REFUSED] * 2
    assert [line.text for line in lines] == ["Une", "Deux"]
    assert len({line.place for line in lines}) == 2
    with pytest.raises(ReferenceWrong, match="un code ne sert qu’une fois"):
        confirm(waiting)
    assert not Qualification.objects.filter(code="essai").exists()
    waiting.refresh_from_db()
    assert waiting.committed_at is None


def test_missions_must_exist_and_be_established(loaded, hand_in):
    known = package_factory()
    block = known.blocks[0]
    rows = [replace(block.competencies[0], missions=codes) for codes in [("T01",), ("T23", "T99")]]
    for row in rows:
        changed = replace(block, competencies=(row, *block.competencies[1:]))
        waiting = hand_in(
            replace(known, blocks=(changed, known.blocks[1])), form_key=str(row.missions)
        )
    [line] = preview_of(waiting).refused
    assert line.reasons == (
        "La mission T23 n’est pas établie : elle ne nourrit aucune compétence.",
        "La mission T99 est inconnue.",
    )
    assert preview_of(ReferenceImport.objects.last()).refused == []


def test_what_cannot_be_read_is_not_even_kept(hand_in):
    with pytest.raises(FileRefused, match="pas un classeur"):
        hand_in(content=b"rien")
    with pytest.raises(FileRefused, match="genre"):
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
    assert not Qualification.objects.filter(code="essai").exists()


def test_a_draft_that_is_gone_does_not_come_back(hand_in, confirm):
    waiting = hand_in()
    confirm(waiting).delete()
    with pytest.raises(AlreadyImported):
        confirm(waiting, seen="rien")


def test_files_that_nobody_confirmed_are_forgotten(hand_in, confirm, now):
    hand_in()
    kept = hand_in(form_key="b")
    confirm(kept)
    hand_in(form_key="c", at=now + timedelta(days=8))
    left = ReferenceImport.objects.values_list("form_key", flat=True)
    assert set(left) == {"b", "c"}
