"""One test an outcome: sessions to come changed and cancelled, and what stands in their way."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from records.models import Message
from records.services import PatientData
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.calendar import (
    MONDAY,
    coming_factory,
    room_factory,
)
from tests.training.calendar import form, plan, state_of
from training.enums import SessionState
from training.models import ClosedPeriod, SessionChange, TrainerAway, TrainingSession
from training.queries.calendar import cohort_conflicts
from training.queries.planning import cohort_plan
from training.services import (
    ChangeReasonMissing,
    InTheWay,
    NotOfTheBody,
    NotToCome,
    PlanRefused,
    cancel_session,
    change_session,
    record_session,
)

# --- Changing -------------------------------------------------------------------------------------


def change(world, session, now, **changes):
    given = {"reason": "Salle indisponible.", **form(session, **changes)}
    return change_session(actor=world.lead, session=session, now=now, **given)


def test_a_planned_session_moves_in_silence(ready, now):
    session = coming_factory(ready.cohort, ready.module)
    moved = change(ready, session, now, starts_at=MONDAY + timedelta(hours=1), reason="")
    assert (moved.version, Message.objects.count(), SessionChange.objects.count()) == (2, 0, 0)


def test_an_announced_session_moves_with_a_reason_that_its_people_read(ready, now):
    session = coming_factory(ready.cohort, ready.module, ready.trainer, state="announced")
    new = room_factory(ready.cohort, name="Salle bleue")
    at = MONDAY + timedelta(hours=1)
    change(ready, session, now, starts_at=at, room=new, trainer=None)
    [row] = SessionChange.objects.all()
    assert (row.act, row.number, row.reason) == ("moved", 2, "Salle indisponible.")
    message = Message.objects.get(to=ready.enrolment.learner.email)
    for text in (
        "9 h à 12 h 30",
        "10 h à 12 h 30",
        "Salle bleue",
        "à nommer",
        "Salle indisponible.",
    ):
        assert text in message.body
    assert Message.objects.count() == 2


def test_an_announced_session_does_not_move_without_a_reason(ready, now):
    session = coming_factory(ready.cohort, ready.module, state="announced")
    with pytest.raises(ChangeReasonMissing):
        change(ready, session, now, ends_at=MONDAY + timedelta(hours=1), reason=" ")
    assert state_of(session) == ("announced", 1)


def test_a_reason_with_patient_data_is_refused(ready, now):
    session = coming_factory(ready.cohort, ready.module, state="announced")
    with pytest.raises(PatientData):
        change(ready, session, now, title="Autre", reason="Appeler 06 12 34 56 78")


def test_the_same_form_twice_changes_once(ready, now):
    session = coming_factory(ready.cohort, ready.module, state="announced")
    sent = {**form(session, title="Autre titre"), "reason": "Précision."}
    for _ in range(2):
        change_session(actor=ready.lead, session=session, now=now, **sent)
    assert state_of(session) == ("announced", 2)
    assert Message.objects.filter(to=ready.enrolment.learner.email).count() == 1


def test_a_form_from_before_another_change_is_refused(ready, now):
    session = coming_factory(ready.cohort, ready.module)
    sent = form(session, title="Deuxième")
    change(ready, session, now, title="Premier")
    with pytest.raises(StaleForm):
        change_session(actor=ready.lead, session=session, now=now, **sent)
    assert TrainingSession.objects.get().title == "Premier"


WRONG_HOURS = {
    "no length": ("2027-03-08T09:00+01:00", "2027-03-08T09:00+01:00", "d’une minute au moins"),
    "backwards": ("2027-03-08T12:00+01:00", "2027-03-08T09:00+01:00", "d’une minute au moins"),
    "across midnight": ("2027-03-08T22:00+01:00", "2027-03-09T02:00+01:00", "le même jour"),
    "in the past": ("2027-03-01T09:00+01:00", "2027-03-01T12:00+01:00", "passée"),
    "too long": ("2027-03-08T06:00+01:00", "2027-03-08T21:00+01:00", "12 heures"),
    "public holiday": (
        "2027-05-06T09:00+02:00",
        "2027-05-06T12:00+02:00",
        "jour férié (Ascension)",
    ),
    "closed": ("2027-04-12T09:00+02:00", "2027-04-12T12:00+02:00", "congés (printemps)"),
}


@pytest.mark.parametrize("case", WRONG_HOURS)
def test_hours_that_cannot_be_are_refused(ready, now, case):
    ClosedPeriod.objects.create(
        organisation=ready.body, kind="holiday", label="printemps", starts_on=date(2027, 4, 10),
        ends_on=date(2027, 4, 25),
    )  # fmt: skip
    start, end, said = WRONG_HOURS[case]
    session = coming_factory(ready.cohort, ready.module)
    with pytest.raises(PlanRefused) as refusal:
        change(
            ready, session, now, starts_at=datetime.fromisoformat(start),
            ends_at=datetime.fromisoformat(end),
        )  # fmt: skip
    assert said in refusal.value.message


def test_a_leap_day_is_a_day_like_another(ready, now):
    session = coming_factory(ready.cohort, ready.module)
    leap = datetime.fromisoformat("2028-02-29T09:00+01:00")
    moved = change(ready, session, now, starts_at=leap, ends_at=leap + timedelta(hours=2))
    assert timezone.localdate(moved.starts_at) == date(2028, 2, 29)


def test_a_session_on_the_day_the_clock_changes_has_the_hours_of_its_clock(ready, now):
    session = coming_factory(ready.cohort, ready.module)
    start, end = "2027-03-28T09:00+02:00", "2027-03-28T12:00+02:00"
    moved = change(
        ready, session, now, starts_at=datetime.fromisoformat(start),
        ends_at=datetime.fromisoformat(end),
    )  # fmt: skip
    assert timezone.localtime(moved.starts_at).hour == 9


def test_moving_into_a_conflict_is_asked_for(ready, now):
    coming_factory(ready.cohort, ready.module, days=1, title="Déjà là")
    session = coming_factory(ready.cohort, ready.module)
    sent = {"starts_at": MONDAY + timedelta(days=1), "ends_at": MONDAY + timedelta(days=1, hours=1)}
    with pytest.raises(InTheWay, match="Déjà là"):
        change(ready, session, now, **sent)
    assert state_of(session) == ("planned", 1)
    assert change(ready, session, now, **sent, anyway=True).version == 2


def test_a_held_session_is_not_changed(ready, session_form, now):
    session = record_session(**{**session_form, "category": "in_person"})
    with pytest.raises(NotToCome):
        change(ready, session, now, title="Autre")
    with pytest.raises(NotToCome):
        cancel_session(actor=ready.lead, session=session, version=1, reason="Non.", now=now)


def test_a_trainer_of_another_body_is_refused(ready, now):
    session = coming_factory(ready.cohort, ready.module)
    with pytest.raises(NotOfTheBody):
        change(ready, session, now, trainer=ready.other_trainer)


def test_only_those_who_lead_change_and_cancel(ready, now):
    session = coming_factory(ready.cohort, ready.module)
    for actor in (ready.trainer, ready.learner, membership_factory(Role.LEAD)):
        with pytest.raises(NotAllowed):
            change_session(actor=actor, session=session, now=now, **form(session, title="Autre"))
        with pytest.raises(NotAllowed):
            cancel_session(actor=actor, session=session, version=1, reason="Non.", now=now)


# --- Cancelling -----------------------------------------------------------------------------------


def test_an_announced_session_is_cancelled_once_with_its_reason(ready, now):
    session = coming_factory(ready.cohort, ready.module, ready.trainer, state="announced")
    for _ in range(2):
        cancel_session(actor=ready.lead, session=session, version=1, reason="Neige.", now=now)
    assert state_of(session) == ("cancelled", 2)
    assert [(c.act, c.reason) for c in SessionChange.objects.all()] == [("cancelled", "Neige.")]
    assert Message.objects.count() == 2
    assert "Neige." in Message.objects.first().body


def test_who_is_told_of_a_cancelled_session_reads_where_and_with_whom(ready, now):
    room = room_factory(ready.cohort)
    session = coming_factory(
        ready.cohort, ready.module, ready.trainer, state="announced", room=room
    )
    cancel_session(actor=ready.lead, session=session, version=1, reason="Neige.", now=now)
    for message in Message.objects.all():
        lines = message.body.splitlines()
        assert f"Salle : {room}" in lines
        assert f"Formateur : {ready.trainer.user}" in lines


def test_a_session_without_a_room_says_none_when_it_is_cancelled(ready, now):
    session = coming_factory(ready.cohort, ready.module, state="announced")
    cancel_session(actor=ready.lead, session=session, version=1, reason="Neige.", now=now)
    body = Message.objects.get().body
    assert "Salle :" not in body
    assert "Formateur :" not in body


def test_an_announced_session_is_not_cancelled_without_a_reason_or_from_an_old_page(ready, now):
    session = coming_factory(ready.cohort, ready.module, state="announced")
    with pytest.raises(ChangeReasonMissing):
        cancel_session(actor=ready.lead, session=session, version=1, reason="", now=now)
    with pytest.raises(StaleForm):
        cancel_session(actor=ready.lead, session=session, version=3, reason="Neige.", now=now)
    assert state_of(session) == ("announced", 1)


def test_a_planned_session_is_taken_out_and_its_hours_wait_again(ready, now):
    plan(ready, now)
    session = TrainingSession.objects.first()
    cancel_session(actor=ready.lead, session=session, version=1, reason="", now=now)
    assert (TrainingSession.objects.count(), Message.objects.count()) == (1, 0)
    assert AuditEvent.objects.filter(verb="training.session.unplanned").count() == 1
    assert cohort_plan(ready.lead, ready.cohort, [], [], now).proposal.wanted == 210


# --- Conflicts ------------------------------------------------------------------------------------


def test_conflicts_are_said_in_words(ready, now):
    elsewhere = cohort_factory(ready.body, ready.cohort.track_version)
    enrolment_factory(elsewhere, learner=ready.enrolment.learner)
    room = room_factory(ready.cohort, seats=1, name="Salle 1")
    enrolment_factory(ready.cohort)
    coming_factory(elsewhere, ready.module, ready.trainer, title="Ailleurs", room=room)
    coming_factory(ready.cohort, ready.module, ready.trainer, room=room)
    TrainerAway.objects.create(
        trainer=ready.trainer, starts_on=date(2027, 3, 8), ends_on=date(2027, 3, 8)
    )
    texts = [line.text for line in cohort_conflicts(ready.cohort, now)]
    there = f"« Ailleurs » ({elsewhere})"
    assert sorted(texts) == sorted([
        f"{ready.trainer.user} : aussi à {there}",
        f"Salle 1 : déjà prise par {there}",
        f"{ready.enrolment.learner} : aussi à {there}",
        f"{ready.trainer.user} : absent ce jour-là",
        "Salle 1 : pas assez de places (2 / 1)",
    ])  # fmt: skip


def test_a_cancelled_session_is_in_nobodys_way(ready, now):
    coming_factory(ready.cohort, ready.module, ready.trainer, state=SessionState.CANCELLED)
    coming_factory(ready.cohort, ready.module, ready.trainer)
    assert cohort_conflicts(ready.cohort, now) == []


def test_a_session_of_another_training_body_is_not_told(ready, now):
    foreign = cohort_factory(track_version=ready.cohort.track_version)
    enrolment_factory(foreign, learner=ready.enrolment.learner)
    coming_factory(foreign, ready.module)
    coming_factory(ready.cohort, ready.module)
    assert cohort_conflicts(ready.cohort, now) == []


# --- What the tables refuse -----------------------------------------------------------------------


def test_a_version_of_a_session_is_noted_once(ready, now):
    session = coming_factory(ready.cohort, ready.module)
    values = {
        "session": session, "number": 2, "act": "announced", "starts_at": session.starts_at,
        "ends_at": session.ends_at, "changed_by": ready.lead, "changed_at": now,
    }  # fmt: skip
    SessionChange.objects.create(**values)
    with pytest.raises(IntegrityError, match=r"session_change_once|UNIQUE"), transaction.atomic():
        SessionChange.objects.create(**values)
    with pytest.raises(IntegrityError, match="session_change_has_a_reason"), transaction.atomic():
        SessionChange.objects.create(**{**values, "number": 3, "act": "moved"})
