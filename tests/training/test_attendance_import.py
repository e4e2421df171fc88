"""Presences noted from a table: the worked table, one test an outcome, then the screens."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from people.enums import Role
from people.services import NotAllowed
from records.queries.sheets import to_csv
from records.rules.tables import Line
from tests.factories import (
    cohort_factory,
    enrolment_factory,
    membership_factory,
    module_factory,
)
from tests.training.tables import rows
from training.enums import Presence, SessionState
from training.models import Attendance, HoursEntry, TrainingSession
from training.queries import hours_totals
from training.queries.attendance_import import presence_preview
from training.rules.attendance import Mark
from training.rules.attendance_import import HEADS, presence_table_problem, read_presences
from training.services import write_marks
from training.services.attendance_import import (
    NothingToNote,
    PresencesMoved,
    import_presences,
)

TITLES = tuple(HEADS.values())
MARCH_2 = datetime(2027, 3, 2, 8, tzinfo=UTC)


def session_on(world, day: int, state: str = SessionState.ANNOUNCED, **fields) -> TrainingSession:
    start = datetime(2027, 3, day, 8, tzinfo=UTC)
    wanted = {
        "cohort": world.cohort, "module": world.module, "title": f"Le {day} mars",
        "starts_at": start, "ends_at": start + timedelta(minutes=210), "state": state,
        "form_key": f"séance-{day}-{TrainingSession.objects.count()}",
    }  # fmt: skip
    return TrainingSession.objects.create(**wanted | fields)


@pytest.fixture
def march(full):
    """The sessions of the worked table; the first was held, with the learner present."""
    full.announced = session_on(full, 3)
    session_on(full, 20)
    session_on(full, 1, SessionState.CANCELLED)
    return full


def row(world, day="03/03/2027", clock="09:00", who="", presence="présent", late="", reason=""):
    return [day, clock, who or world.enrolment.learner.email, presence, late, "", reason]


def read(*cells):
    lines = [Line(n, tuple(line)) for n, line in enumerate((TITLES, *cells), start=1)]
    return read_presences(lines)


def take(world, now, found, **changes):
    seen = presence_preview(world.cohort, found, now).mark
    given = {"actor": world.trainer, "cohort": world.cohort, "rows": found, "seen": seen}
    return import_presences(**{**given, "now": now, **changes})


@pytest.mark.parametrize(
    ("case", "day", "clock", "who", "presence", "late", "reason", "expected"),
    rows("import.md", "Presences"),
)
def test_a_presence_is_read_as_the_table_says(
    march, now, case, day, clock, who, presence, late, reason, expected
):
    email = march.enrolment.learner.email if who == "me" else who
    (found,) = presence_preview(
        march.cohort, read([day, clock, email, presence, late, "", reason]), now
    ).lines
    assert len(found.row.problems) == bool(expected)
    assert expected in " ".join(found.row.problems)


def test_a_table_holds_a_session_and_the_hours_follow(march, now):
    other = enrolment_factory(march.cohort)
    found = read(row(march, late="20"), row(march, who=other.learner.email, presence="absent"))
    assert take(march, now, found) == 2
    march.announced.refresh_from_db()
    assert (march.announced.state, march.announced.trainer) == ("held", march.trainer)
    assert hours_totals([march.enrolment.pk])[march.enrolment.pk].accepted == 210 + 190


def test_a_correction_keeps_its_own_reason_and_new_marks_need_none(march, now):
    other = enrolment_factory(march.cohort)
    found = read(
        row(march, "02/03/2027", presence="absent", reason="Parti aussitôt."),
        row(march, "02/03/2027", who=other.learner.email),
    )
    assert take(march, now, found) == 2
    marks = {m.enrolment_id: m for m in march.session.attendances.standing()}
    corrected = marks[march.enrolment.pk]
    assert (corrected.number, corrected.reason) == (2, "Parti aussitôt.")
    assert (marks[other.pk].number, marks[other.pk].reason) == (1, "")
    assert hours_totals([march.enrolment.pk])[march.enrolment.pk].accepted == 0


def test_the_same_file_twice_adds_nothing(march, now):
    found = read(row(march))
    first = presence_preview(march.cohort, found, now).mark
    take(march, now, found)
    with pytest.raises(PresencesMoved):
        take(march, now, found, seen=first)
    with pytest.raises(NothingToNote):
        take(march, now, found)
    assert Attendance.objects.filter(session=march.announced).count() == 1


def test_a_roll_call_made_meanwhile_writes_nothing(march, now):
    found = read(row(march, "02/03/2027", presence="absent", reason="Parti."))
    seen = presence_preview(march.cohort, found, now).mark
    write_marks(
        actor=march.trainer, session=march.session, now=now, reason="Arrivée tard.",
        marks={march.enrolment: Mark(Presence.PRESENT, late=5)},
    )  # fmt: skip
    with pytest.raises(PresencesMoved):
        take(march, now, found, seen=seen)


def present_elsewhere(march, now) -> None:
    """At 10:00 of 3 March, in another cohort, the learner was there for an hour."""
    other = enrolment_factory(cohort_factory(march.cohort.organisation), learner=march.learner.user)
    start = datetime(2027, 3, 3, 9, tzinfo=UTC)
    module = module_factory(other.cohort.track_version)
    there = session_on(
        march, 3, SessionState.HELD, cohort=other.cohort, module=module, starts_at=start,
        ends_at=start + timedelta(hours=1), title="Ailleurs", trainer=march.trainer,
        recorded_at=now,
    )  # fmt: skip
    write_marks(actor=march.trainer, session=there, marks={other: Mark()}, now=now)


def test_somebody_present_elsewhere_is_a_problem_of_the_row_and_the_others_are_noted(march, now):
    present_elsewhere(march, now)
    other = enrolment_factory(march.cohort)
    found = read(row(march), row(march, who=other.learner.email))
    first, second = presence_preview(march.cohort, found, now).lines
    assert first.row.problems == (
        "Déjà présent à une autre séance aux mêmes heures : « Ailleurs », 10 h à 11 h.",
    )
    assert second.good
    assert take(march, now, found) == 1
    assert [mark.enrolment for mark in march.announced.attendances.all()] == [other]


@pytest.mark.parametrize(
    ("presence", "late", "good"),
    [("absent", "", True), ("présent", "119", False), ("présent", "120", True)],
)
def test_who_was_not_there_at_these_very_hours_is_not_twice(march, now, presence, late, good):
    present_elsewhere(march, now)
    found = read(row(march, presence=presence, late=late))
    assert [line.good for line in presence_preview(march.cohort, found, now).lines] == [good]
    if good:
        assert take(march, now, found) == 1


def test_two_rows_of_the_file_at_the_same_hours_are_told_on_the_second(march, now):
    start = datetime(2027, 3, 3, 9, tzinfo=UTC)
    twin = session_on(march, 3, starts_at=start, ends_at=start + timedelta(hours=1))
    found = read(row(march, clock="10:00"), row(march))
    preview = presence_preview(march.cohort, found, now)
    assert [line.good for line in preview.lines] == [False, True]
    assert preview.elsewhere == [2]
    assert take(march, now, found) == 1
    twin.refresh_from_db()
    assert twin.state == "announced"


def test_a_place_that_an_earlier_row_leaves_is_free(march, now):
    start = datetime(2027, 3, 2, 9, tzinfo=UTC)
    session_on(march, 2, starts_at=start, ends_at=start + timedelta(hours=1))
    gone = row(march, "02/03/2027", presence="absent", reason="Parti aussitôt.")
    taken = row(march, "02/03/2027", clock="10:00")
    assert not presence_preview(march.cohort, read(taken), now).good
    assert take(march, now, read(taken, gone)) == 2


def test_a_clash_that_came_after_the_preview_names_its_row(march, now):
    other = enrolment_factory(march.cohort)
    found = read(row(march, who=other.learner.email), row(march))
    seen = presence_preview(march.cohort, found, now).mark
    present_elsewhere(march, now)
    before = HoursEntry.objects.count()
    with pytest.raises(PresencesMoved, match=r"Déjà présent ailleurs aux mêmes heures : ligne 3\."):
        take(march, now, found, seen=seen)
    assert HoursEntry.objects.count() == before
    assert take(march, now, found) == 1


def test_two_sessions_at_one_hour_are_not_guessed(march, now):
    session_on(march, 3)
    (found,) = presence_preview(march.cohort, read(row(march)), now).lines
    assert "Plusieurs séances" in found.row.problems[0]


def test_those_who_hold_no_session_there_import_nothing(march, now):
    found = read(row(march))
    for actor in (march.learner, march.companion, march.employer, march.other_trainer):
        with pytest.raises(NotAllowed):
            take(march, now, found, actor=actor)
    assert take(march, now, found, actor=march.lead) == 1


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ([], "vide"),
        ([Line(1, ("Date", "Début"))], "il manque : Adresse électronique, Présence"),
        ([Line(1, TITLES)], "ajoutez des lignes"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(lines, word):
    assert word in presence_table_problem(lines)


def test_a_thousand_rows_with_errors_say_each_and_lose_none(march, now, django_assert_num_queries):
    """900 marks of 30 people at 30 sessions, and 100 rows with something wrong."""
    people = [march.enrolment, *(enrolment_factory(march.cohort) for _ in range(29))]
    start = datetime(2027, 1, 1, 8, tzinfo=UTC)
    for number in range(30):
        at = start + timedelta(days=number)
        session_on(march, 3, starts_at=at, ends_at=at + timedelta(minutes=210))
    days = [f"{start + timedelta(days=number):%d/%m/%Y}" for number in range(30)]
    cells = [row(march, day, who=one.learner.email) for day in days for one in people]
    wrong = [row(march, "hier"), row(march, clock="midi"), row(march, who="x@y.fr"), cells[0]] * 25
    found = read(*cells, *wrong)
    with django_assert_num_queries(5):
        preview = presence_preview(march.cohort, found, now)
    assert (len(preview.good), len(preview.wrong)) == (900, 100)
    assert all(line.row.problems for line in preview.lines[900:])
    assert take(march, now, found) == 900
    assert Attendance.objects.filter(session__title="Le 3 mars").count() == 900


# --- Screens --------------------------------------------------------------------------------------


@pytest.fixture
def path(march, monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return f"/promotions/{march.cohort.pk}/presences/importer/"


def test_a_file_is_previewed_noted_and_its_wrong_rows_come_back(march, path, sign_in):
    client = sign_in(march.trainer)
    body = to_csv(TITLES, [row(march, late="15"), row(march, "hier")])
    page = client.post(path, {"file": SimpleUploadedFile("p.csv", body)})
    text = page.content.decode()
    assert "Aperçu : 1 présence à noter" in text
    assert "15 min de retard" in text
    assert "Ligne 3" in text
    form = page.context["form"]
    sent = {"table": form["table"].value(), "seen": form["seen"].value()}
    assert "n’est pas une date" in client.post(f"{path}a-corriger/", sent).content.decode()
    calendar = f"/promotions/{march.cohort.pk}/calendrier/"
    assert client.post(f"{path}confirmer/", sent).url == calendar
    again = client.post(f"{path}confirmer/", sent)
    assert (again.status_code, Attendance.objects.filter(session=march.announced).count()) == (
        409, 1
    )  # fmt: skip
    assert client.post(f"{path}confirmer/", sent | {"table": "x"}).url == path


def test_the_preview_counts_the_sessions_that_the_file_touches(march, path, sign_in):
    other = enrolment_factory(march.cohort).learner.email
    body = to_csv(
        TITLES,
        [
            row(march), row(march, who=other), row(march, "02/03/2027", who=other),
            row(march, "02/03/2027"), row(march, "20/03/2027"),
        ],
    )  # fmt: skip
    page = sign_in(march.trainer).post(path, {"file": SimpleUploadedFile("p.csv", body)})
    preview = page.context["preview"]
    assert (len(preview.good), preview.held, preview.to_hold) == (3, 1, 1)
    assert (
        "Séances touchées : 1 déjà tenue, 1 annoncée que le fichier fait tenir."
        in page.content.decode()
    )


def test_the_preview_of_people_is_no_preview_of_presences(march, path, sign_in):
    client = sign_in(march.lead)
    heads = ("Prénom", "Nom", "Adresse électronique", "Cabinet", "Recruté le")
    body = to_csv(heads, [("A", "B", "a@exemple.fr", "Cabinet", "04/11/2026")])
    people = f"/promotions/{march.cohort.pk}/importer/"
    form = client.post(people, {"file": SimpleUploadedFile("p.csv", body)}).context["form"]
    sent = {"table": form["table"].value(), "seen": form["seen"].value()}
    assert client.post(f"{path}confirmer/", sent).url == path


def test_the_calendar_leads_there_and_the_template_has_its_columns(march, path, sign_in):
    client = sign_in(march.trainer)
    assert path in client.get(f"/promotions/{march.cohort.pk}/calendrier/").content.decode()
    assert client.get(f"{path}modele/csv/").content.decode("utf-8-sig").startswith("Date;Début")
    assert client.get(f"{path}modele/autre/").status_code == 404
    assert sign_in(membership_factory(Role.TRAINER)).get(path).status_code == 404
