"""The real track of 380 hours, two days a week, as a lead would plan it."""

from datetime import date
from time import process_time

import pytest

from curricula.models import TrackVersion
from people.enums import Role
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.calendar import (
    closure_factory,
    given_week_factory,
    phase_factory,
    room_factory,
)
from training.enums import AgreementSide
from training.models import PracticeAgreement, TrainerAway, TrainingSession
from training.queries.availability import unkept_sessions
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


def test_a_cohort_with_ten_trainers_who_give_some_half_days_is_planned_as_fast(cohort, now):
    phase_factory(cohort, "123", starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    lead = membership_factory(Role.LEAD, cohort.organisation)
    trainers = [membership_factory(Role.TRAINER, cohort.organisation) for _ in range(10)]
    for number, trainer in enumerate(trainers):
        for version in range(3):
            morning, afternoon = str(1 + number % 3), str(1 + (number + version) % 3)
            given_week_factory(trainer, morning, afternoon)
            day = date(2027, 4 + version, 1 + number)
            TrainerAway.objects.create(trainer=trainer, starts_on=day, ends_on=day, part="morning")
    begun = process_time()
    plan = cohort_plan(lead, cohort, trainers, [], now)
    made = plan_cohort(
        actor=lead, cohort=cohort, trainers=trainers, rooms=[], seen=plan.mark, now=now
    )
    assert process_time() - begun < SECONDS
    assert made == len(plan.proposal.places) > 0
    assert all(unkept_sessions(lead, trainer, now) == [] for trainer in trainers)


@pytest.mark.parametrize(
    ("slot", "free"), [([3, "13:00", "18:00"], True), ([1, "09:00", "12:00"], False)]
)
def test_a_cohort_with_an_agreement_each_is_planned_as_fast(cohort, now, slot, free):
    phase_factory(
        cohort, "123" if free else "12", starts_on=cohort.starts_on, ends_on=cohort.ends_on
    )
    lead = membership_factory(Role.LEAD, cohort.organisation)
    for _ in range(15):
        enrolment = enrolment_factory(cohort)
        agreement = PracticeAgreement.objects.create(
            enrolment=enrolment, practice=enrolment.practice, number=1, since=cohort.starts_on,
            objective="x", reference=f"CAB-{enrolment.pk}-v1",
            slots=[slot, [4, "09:00", "12:00"], [5, "09:00", "12:00"]],
            written_by=lead, written_at=now,
        )  # fmt: skip
        for side in AgreementSide:
            agreement.signatures.create(side=side, signed_by=lead, signed_at=now)
    begun = process_time()
    plan = cohort_plan(lead, cohort, [], [], now)
    assert process_time() - begun < SECONDS
    found = plan.at_practice
    assert (plan.complete, found.agreed, found.sessions == 0) == (True, 15, free)


def test_one_day_a_week_misses_the_hours_of_the_track(cohort, now):
    phase_factory(cohort, "1", starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    lead = membership_factory(Role.LEAD, cohort.organisation)
    plan = cohort_plan(lead, cohort, [], [], now)
    assert (plan.complete, plan.proposal.places) == (False, ())
    assert plan.proposal.lacking == sum(line.missing for line in plan.lines) > 0
