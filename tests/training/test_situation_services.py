"""One test an outcome: suspension, return, drop-out, another cohort, and what follows from each."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from people.enums import Role
from people.services import NotAllowed, StaleForm
from records.models import Message
from records.services import PatientData
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.calendar import coming_factory, missed_factory
from tests.training.calendar import tell
from tests.training.web import queries_of
from training.enums import Presence, Situation
from training.models import Enrolment, SituationChange, TrainingSession
from training.queries import hours_totals
from training.queries.debt import owed_by
from training.queries.roll_call import roll_of
from training.queries.weeks import alerts, cohort_people, standings
from training.rules.attendance import Mark
from training.services import correct_marks, hold_session, read_lesson, record_session
from training.services.attendance import NotFollowing
from training.services.reading import NotFollowed
from training.services.situation import (
    NoPlaceThere,
    NoteMissing,
    SituationRefused,
    change_situation,
)

MARCH_1 = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _enrolled(world):
    """Since the first day of the cohort."""
    Enrolment.objects.update(enrolled_at=datetime(2026, 9, 1, 8, tzinfo=UTC))
    world.enrolment.refresh_from_db()


def act(world, now, name="suspended", **changes):
    given = {
        "actor": world.lead, "enrolment": world.enrolment, "act": name, "since": MARCH_1,
        "why": "leave", "seen": 0, "now": now,
    }  # fmt: skip
    made = change_situation(**given | changes)
    world.enrolment.refresh_from_db()
    return made


def test_a_suspension_is_noted_once_with_its_reason(world, now):
    made = act(world, now, note="  Congé  parental. ")
    assert act(world, now, note="Congé parental.") == made
    assert (made.number, made.note, world.enrolment.situation) == (
        1,
        "Congé parental.",
        "suspended",
    )
    assert not world.enrolment.follows


def test_a_second_tab_is_refused(world, now):
    act(world, now)
    with pytest.raises(StaleForm):
        act(world, now, "left")
    assert world.enrolment.situation == Situation.SUSPENDED


def test_who_came_back_after_leaving_follows_again_and_all_stays(world, now):
    act(world, now)
    act(world, now, "left", seen=1, why="contract")
    act(world, now, "resumed", seen=2, why="contract", since=now.date())
    assert world.enrolment.follows
    assert [one.act for one in world.enrolment.situations.all()] == [
        "resumed", "left", "suspended"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"since": date(2027, 3, 5)}, SituationRefused),
        ({"since": date(2026, 8, 31)}, SituationRefused),
        ({"act": "resumed"}, SituationRefused),
        ({"why": "other"}, NoteMissing),
        ({"note": "Appeler 06 12 34 56 78"}, PatientData),
        ({"act": "transferred"}, NoPlaceThere),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_written(world, now, changes, refusal):
    name = changes.pop("act", "suspended")
    with pytest.raises(refusal):
        act(world, now, name, **changes)
    assert SituationChange.objects.count() == 0


def test_only_those_who_lead_the_body_note_it(world, now):
    for actor in (world.learner, world.trainer, world.employer, membership_factory(Role.LEAD)):
        with pytest.raises(NotAllowed):
            act(world, now, actor=actor)


# --- What follows ---------------------------------------------------------------------------------


def test_who_is_out_is_not_expected_and_owes_nothing(world, now, announced):
    other = enrolment_factory(world.cohort)
    Enrolment.objects.filter(pk=other.pk).update(enrolled_at=datetime(2026, 9, 1, tzinfo=UTC))
    act(world, now)
    assert [line.enrolment for line in roll_of(announced).lines] == [other]
    with pytest.raises(NotFollowing):
        hold_session(
            actor=world.trainer, session=announced, now=now,
            marks={world.enrolment: Mark(), other: Mark()},
        )  # fmt: skip
    hold_session(actor=world.trainer, session=announced, marks={other: Mark()}, now=now)
    assert owed_by([world.enrolment.pk]) == {world.enrolment.pk: 0}


def test_a_session_recorded_afterwards_notes_no_absence_of_who_was_out(world, now, session_form):
    other = enrolment_factory(world.cohort)
    act(world, now)
    session = record_session(**session_form | {"present": [other]})
    assert [mark.enrolment for mark in session.attendances.all()] == [other]


def test_sessions_before_and_after_the_suspension_are_expected(world, now, announced):
    act(world, now)
    act(world, now, "resumed", seen=1, since=date(2027, 3, 3))
    assert roll_of(announced).lines == []
    day = announced.starts_at.replace(day=3)
    TrainingSession.objects.filter(pk=announced.pk).update(
        starts_at=day, ends_at=day + timedelta(hours=1)
    )
    announced.refresh_from_db()
    assert len(roll_of(announced).lines) == 1


def test_a_mark_noted_before_may_still_be_corrected(full, now):
    act(full, now)
    made = correct_marks(
        actor=full.trainer, session=full.session, seen=1, reason="Présent en fait le matin.",
        marks={full.enrolment: Mark(Presence.PRESENT, late=10)}, now=now,
    )  # fmt: skip
    assert made[0].minutes == 200


def test_hours_stay_and_a_lesson_read_adds_none(full, now):
    before = hours_totals([full.enrolment.pk])
    act(full, now)
    with pytest.raises(NotFollowed):
        read_lesson(
            actor=full.learner, enrolment=full.enrolment, module=full.module,
            lesson=full.lessons[1], now=now,
        )  # fmt: skip
    assert hours_totals([full.enrolment.pk]) == before


def test_who_is_out_is_neither_late_nor_told_of_sessions(ready, now):
    missed_factory(ready.cohort, ready.module)
    assert len(alerts(standings(cohort_people(ready.lead, ready.cohort), now.date()))) == 1
    act(ready, now, "left", why="personal")
    assert alerts(standings(cohort_people(ready.lead, ready.cohort), now.date())) == []
    coming_factory(ready.cohort, ready.module)
    tell(ready, now)
    assert not Message.objects.filter(to=ready.enrolment.learner.email).exists()


# --- Another cohort -------------------------------------------------------------------------------


def other_cohort(world, **fields):
    given = {"organisation": world.body, "track_version": world.cohort.track_version}
    return cohort_factory(**given | fields)


def test_the_enrolment_goes_on_in_another_cohort_with_its_hours(full, now, sign_in):
    before, old = hours_totals([full.enrolment.pk]), full.cohort
    target = other_cohort(full)
    made = act(full, now, "transferred", cohort=target, why="organisation")
    assert (full.enrolment.cohort, made.from_cohort) == (target, old)
    assert hours_totals([full.enrolment.pk]) == before
    assert full.enrolment.follows
    page = sign_in(full.learner).get(f"/seances/{full.session.pk}/")
    assert page.status_code == 200
    made = correct_marks(
        actor=full.trainer, session=full.session, seen=1, reason="Arrivée tard.",
        marks={full.enrolment: Mark(Presence.PRESENT, late=10)}, now=now,
    )  # fmt: skip
    assert made[0].minutes == 200


def test_a_place_elsewhere_is_of_the_body_the_version_and_free(world, now):
    taken = other_cohort(world)
    enrolment_factory(taken, learner=world.enrolment.learner)
    for cohort in (
        taken,
        world.cohort,
        cohort_factory(),
        other_cohort(world, track_version=cohort_factory().track_version),
    ):
        with pytest.raises(NoPlaceThere):
            act(world, now, "transferred", cohort=cohort)


# --- Constraints and screens ----------------------------------------------------------------------


def test_the_database_refuses_what_the_service_does(world, now):
    made = act(world, now)
    rows = SituationChange.objects.filter(pk=made.pk)
    for change in (
        lambda: rows.update(situation="away"),
        lambda: rows.update(act="transferred"),
        lambda: rows.update(why="other", note=""),
        lambda: SituationChange.objects.create(
            enrolment=world.enrolment, number=1, act="left", situation="left", since=MARCH_1,
            why="leave", changed_by=world.lead, changed_at=now,
        ),
        lambda: Enrolment.objects.filter(pk=world.enrolment.pk).update(situation="away"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.fixture
def path(world, monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return f"/inscriptions/{world.enrolment.pk}/situation/"


def test_the_lead_notes_it_and_everybody_concerned_reads_it(world, path, sign_in):
    client = sign_in(world.lead)
    sent = {"act": "suspended", "since": "2027-03-01", "why": "other", "note": "", "seen": 0}
    page = client.post(f"{path}changer/", sent)
    assert "« Autre » demande une précision" in page.content.decode()
    sent |= {"note": "Départ à l’étranger."}
    assert client.post(f"{path}changer/", sent).url == path
    assert "Formation suspendue" in client.get(path).content.decode()
    assert "formation suspendue" in client.get(f"/promotions/{world.cohort.pk}/").content.decode()
    for who, reads in ((world.learner, True), (world.trainer, True), (world.employer, False)):
        text = sign_in(who).get(path).content.decode()
        assert ("Départ à l’étranger." in text) == reads
    assert "ne se suit pas en ce moment" in sign_in(world.learner).get("/accueil/").content.decode()


def test_the_page_costs_the_same_with_many_changes(world, path, sign_in, now):
    client = sign_in(world.lead)
    act(world, now)
    queries_of(client, path)
    before = queries_of(client, path)
    for number in range(1, 11):
        act(world, now, "resumed" if number % 2 else "suspended", seen=number)
    assert queries_of(client, path) == before
