"""The real track of 380 hours, two days a week, as a lead would plan it."""

from datetime import date
from time import process_time

import pytest

from curricula.models import TrackVersion
from people.enums import Role
from tests.factories import cohort_factory, membership_factory
from tests.factories.calendar import closure_factory, phase_factory, room_factory
from training.models import TrainingSession
from training.queries.planning import cohort_plan
from training.services import plan_cohort

SECONDS = 2  # of the planner, with its queries and its writing (goal of the product)


@pytest.fixture
def cohort(loaded):
    newest = TrackVersion.objects.filter(track__code="380").order_by("number").last()
    cohort = cohort_factory(track_version=newest)
    cohort.starts_on, cohort.ends_on = date(2027, 3, 8), date(2028, 1, 28)
    cohort.save()
    closure_factory(cohort)
    return cohort


def test_a_cohort_of_380_hours_is_planned_in_less_than_two_seconds(cohort, now):
    phase_factory(cohort, starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    lead = membership_factory(Role.LEAD, cohort.organisation)
    trainers, rooms = (
        [membership_factory(Role.TRAINER, cohort.organisation)],
        [room_factory(cohort)],
    )
    begun = process_time()
    plan = cohort_plan(lead, cohort, trainers, rooms, now)
    made = plan_cohort(
        actor=lead, cohort=cohort, trainers=trainers, rooms=rooms, seen=plan.mark, now=now
    )
    assert process_time() - begun < SECONDS
    sessions = list(TrainingSession.objects.filter(cohort=cohort))
    minutes = sum((s.ends_at - s.starts_at).total_seconds() // 60 for s in sessions)
    assert (len(sessions), minutes + plan.distance) == (made, 380 * 60)
    assert {session.trainer for session in sessions} == set(trainers)


def test_one_day_a_week_misses_the_hours_of_the_track(cohort, now):
    phase_factory(cohort, "1", starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    lead = membership_factory(Role.LEAD, cohort.organisation)
    plan = cohort_plan(lead, cohort, [], [], now)
    assert (plan.complete, plan.proposal.places) == (False, ())
    assert plan.proposal.lacking == sum(line.missing for line in plan.lines) > 0
