from datetime import date, timedelta

import pytest

from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from tests.factories import cohort_factory, enrolment_factory, module_factory
from training.models import Attendance, HoursEntry, TrainingSession
from training.queries import hours_detail, hours_totals
from training.rules.hours import HoursTotals
from training.services import (
    AlreadyElsewhere,
    NobodyPresent,
    NotOfCohort,
    SessionRefused,
    record_session,
)


def test_session_gives_its_minutes_to_those_present(session_form, world):
    absent = enrolment_factory(world.cohort)
    session = record_session(**session_form)
    totals = hours_totals([world.enrolment.pk, absent.pk])
    assert totals == {world.enrolment.pk: HoursTotals(accepted=210), absent.pk: HoursTotals()}
    (line,) = hours_detail(world.enrolment).accepted
    assert (line.session_id, line.occurred_on, line.minutes) == (session.pk, date(2027, 3, 2), 210)
    assert AuditEvent.objects.get(verb="training.session.recorded").actor == world.trainer


def test_same_form_twice_makes_one_session(session_form):
    assert record_session(**session_form) == record_session(**session_form)
    assert (TrainingSession.objects.count(), HoursEntry.objects.count()) == (1, 1)


def test_form_of_one_cohort_is_not_replayed_in_another(session_form, world):
    record_session(**session_form)
    other = cohort_factory(world.body, world.cohort.track_version)
    with pytest.raises(StaleForm):
        record_session(**session_form | {"cohort": other})


def test_person_ticked_twice_counts_once(session_form, world):
    record_session(**session_form | {"present": [world.enrolment, world.enrolment]})
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("who", ["learner", "companion", "employer", "stranger", "other_trainer"])
def test_only_trainers_and_leads_of_the_body_record(session_form, world, who):
    with pytest.raises(NotAllowed):
        record_session(**session_form | {"actor": getattr(world, who)})


def test_lead_records_too(session_form, world):
    assert record_session(**session_form | {"actor": world.lead}).trainer == world.lead


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (timedelta(0), timedelta(hours=-4)),
        (timedelta(hours=-9), timedelta(hours=4)),
        (timedelta(days=3), timedelta(days=3)),
    ],
    ids=["ends before it starts", "longer than twelve hours", "in the future"],
)
def test_impossible_hours_are_refused(session_form, start, end):
    session_form["starts_at"] += start
    session_form["ends_at"] += end
    with pytest.raises(SessionRefused):
        record_session(**session_form)
    assert HoursEntry.objects.count() == 0


def test_session_without_anybody_is_refused(session_form):
    with pytest.raises(NobodyPresent):
        record_session(**session_form | {"present": []})


def test_person_of_another_cohort_is_refused(session_form):
    with pytest.raises(NotOfCohort):
        record_session(**session_form | {"present": [enrolment_factory()]})


def test_module_of_another_track_is_refused(session_form):
    with pytest.raises(NotOfCohort):
        record_session(**session_form | {"module": module_factory()})


def test_nobody_is_at_two_sessions_at_once(session_form, world):
    record_session(**session_form)
    other = cohort_factory(world.body, world.cohort.track_version)
    there = enrolment_factory(other, world.enrolment.learner)
    later = {
        "cohort": other,
        "present": [there],
        "form_key": "jeton-2",
        "starts_at": session_form["starts_at"] + timedelta(hours=2),
    }
    with pytest.raises(AlreadyElsewhere) as refusal:
        record_session(**session_form | later)
    assert str(world.enrolment.learner) in refusal.value.message
    assert "Le secret au quotidien" in refusal.value.message
    assert TrainingSession.objects.count() == 1


def test_a_session_may_begin_as_the_other_ends(session_form):
    record_session(**session_form)
    after = {
        "form_key": "jeton-2",
        "starts_at": session_form["ends_at"],
        "ends_at": session_form["ends_at"] + timedelta(hours=2),
    }
    record_session(**session_form | after)
    assert TrainingSession.objects.count() == 2
