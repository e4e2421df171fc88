from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from curricula.enums import BudgetCategory
from people.services import NotAllowed
from tests.factories import cohort_factory, enrolment_factory, module_factory
from tests.factories.training import announced_factory
from training.enums import Presence, SessionState
from training.models import MakeUp
from training.queries import owed_by
from training.queries.debt import debt_lines, debts_of, sessions_to_name
from training.queries.roll_call import roll_of
from training.rules.attendance import Mark
from training.services import (
    NoDebtThere,
    NotASessionForThis,
    hold_session,
    name_make_up,
    record_session,
    withdraw_make_up,
)

ABSENT = Mark(Presence.ABSENT)


@pytest.fixture
def missed(world, announced, now):
    """The learner was absent; somebody else was there."""
    other = enrolment_factory(world.cohort)
    marks = {world.enrolment: ABSENT, other: Mark()}
    return hold_session(actor=world.trainer, session=announced, marks=marks, now=now)


@pytest.fixture
def other_day(world, announced):
    """A session of two hours, the day after, announced."""
    start = announced.starts_at + timedelta(days=1)
    return announced_factory(
        world.cohort, world.module, starts_at=start, ends_at=start + timedelta(hours=2)
    )


def name(world, missed, session, now, **more):
    values = {"actor": world.trainer, "enrolment": world.enrolment, **more}
    return name_make_up(missed=missed, session=session, now=now, **values)


def named_for(world):
    return sessions_to_name(world.enrolment, debt_lines(world.enrolment))


def owed(world) -> int:
    return owed_by([world.enrolment.pk])[world.enrolment.pk]


def test_a_missed_session_opens_a_debt_that_a_named_one_repays(world, missed, other_day, now):
    assert owed(world) == 210
    name(world, missed, other_day, now)
    assert owed(world) == 210
    hold_session(
        actor=world.trainer, session=other_day, marks={world.enrolment: Mark(late=10)}, now=now
    )
    assert owed(world) == 100
    (line,) = debt_lines(world.enrolment)
    assert [one.session for one in line.make_ups] == [other_day]


def test_only_those_for_whom_it_is_named_are_expected_at_a_make_up(world, missed, other_day, now):
    other_day.make_up_only = True
    name(world, missed, other_day, now)
    expected = [line.enrolment for line in roll_of(other_day).lines if line.expected]
    assert (roll_of(other_day).make_up, expected) == (True, [world.enrolment])


def test_an_absence_from_a_make_up_opens_no_second_debt(world, missed, other_day, now):
    name(world, missed, other_day, now)
    hold_session(actor=world.trainer, session=other_day, marks={world.enrolment: ABSENT}, now=now)
    assert owed(world) == 210


def test_an_excused_absence_is_owed_all_the_same(world, announced, now):
    marks = {world.enrolment: Mark(Presence.EXCUSED)}
    hold_session(actor=world.trainer, session=announced, marks=marks, now=now)
    assert owed(world) == 210


def test_late_and_early_minutes_are_owed(world, announced, now):
    marks = {world.enrolment: Mark(late=20, early=15)}
    hold_session(actor=world.trainer, session=announced, marks=marks, now=now)
    assert owed(world) == 35


def test_training_at_work_opens_no_debt(world, now):
    work = announced_factory(world.cohort, world.module, category=BudgetCategory.WORK)
    hold_session(actor=world.trainer, session=work, marks={world.enrolment: ABSENT}, now=now)
    assert debts_of(world.enrolment) == []


def test_a_make_up_recorded_afterwards_notes_nobody_absent(world, missed, session_form, now):
    start = missed.starts_at + timedelta(days=1)
    hours = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    made = record_session(**session_form | hours | {"only_present": True, "form_key": "rattrapage"})
    assert made.attendances.count() == 1
    name(world, missed, made, now)
    assert owed(world) == 30


def test_naming_twice_names_once(world, missed, other_day, now):
    assert name(world, missed, other_day, now) == name(world, missed, other_day, now)
    assert MakeUp.objects.count() == 1


def test_what_is_not_owed_is_not_made_up(world, missed, other_day, now):
    there = world.cohort.enrolments.exclude(pk=world.enrolment.pk).get()
    with pytest.raises(NoDebtThere):
        name(world, missed, other_day, now, enrolment=there)
    with pytest.raises(NoDebtThere):
        name(world, other_day, missed, now)


def test_some_sessions_make_up_for_nothing(world, missed, now):
    elsewhere = announced_factory(cohort_factory(world.body), world.module)
    cancelled = announced_factory(world.cohort, world.module, state=SessionState.CANCELLED)
    planned = announced_factory(world.cohort, world.module, state=SessionState.PLANNED)
    for session in (elsewhere, cancelled, planned, missed):
        with pytest.raises(NotASessionForThis):
            name(world, missed, session, now)


def test_a_naming_taken_back_leaves_the_debt_and_stays_to_be_read(world, missed, other_day, now):
    made = name(world, missed, other_day, now)
    hold_session(actor=world.trainer, session=other_day, marks={world.enrolment: Mark()}, now=now)
    assert owed(world) == 90
    withdraw_make_up(actor=world.lead, make_up=made, now=now)
    withdraw_make_up(actor=world.trainer, make_up=made, now=now)
    assert (owed(world), MakeUp.objects.get().withdrawn_by) == (210, world.lead)
    assert name(world, missed, other_day, now) != made


def test_nobody_else_names_or_takes_back(world, missed, other_day, now):
    made = name(world, missed, other_day, now)
    for actor in (world.learner, world.companion, world.other_trainer, world.employer):
        with pytest.raises(NotAllowed):
            name(world, missed, other_day, now, actor=actor)
        with pytest.raises(NotAllowed):
            withdraw_make_up(actor=actor, make_up=made, now=now)


def test_sessions_to_name_are_later_and_to_come_or_attended(world, missed, other_day, now):
    earlier = missed.starts_at - timedelta(days=1)
    announced_factory(
        world.cohort, world.module, starts_at=earlier, ends_at=earlier + timedelta(hours=1)
    )
    assert named_for(world) == [other_day]
    hold_session(actor=world.trainer, session=other_day, marks={world.enrolment: ABSENT}, now=now)
    assert named_for(world) == []


def test_sessions_of_the_module_and_category_owed_come_first(world, missed, other_day, now):
    def later(days, module, **more):
        start = missed.starts_at + timedelta(days=days)
        end = start + timedelta(hours=2)
        return announced_factory(world.cohort, module, starts_at=start, ends_at=end, **more)

    elsewhere = later(2, module_factory(track_version=world.module.track_version))
    at_a_distance = later(3, world.module, category=BudgetCategory.VIRTUAL)
    same = later(4, world.module)
    assert named_for(world) == [same, other_day, at_a_distance, elsewhere]


def test_debts_of_thirty_learners_cost_as_many_queries_as_of_one(world, missed, now):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            owed_by(world.cohort.enrolments.values_list("pk", flat=True))
        return len(queries)

    one = cost()
    for number in range(29):
        start = missed.starts_at + timedelta(days=number + 2)
        session = announced_factory(
            world.cohort, world.module, starts_at=start, ends_at=start + timedelta(hours=1)
        )
        later = start + timedelta(days=1)
        marks = {enrolment_factory(world.cohort): ABSENT}
        hold_session(actor=world.trainer, session=session, marks=marks, now=later)
    assert cost() == one
    assert sum(owed_by(world.cohort.enrolments.values_list("pk", flat=True)).values()) == 1950


@pytest.fixture
def named(world, missed, other_day, now):
    return name(world, missed, other_day, now)


def test_the_database_refuses_a_session_that_makes_up_for_itself(named):
    with pytest.raises(IntegrityError), transaction.atomic():
        MakeUp.objects.update(session=named.missed_id)


def test_the_database_refuses_the_same_naming_twice(world, named, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        MakeUp.objects.create(
            enrolment=world.enrolment, missed=named.missed, session=named.session,
            named_by=world.trainer, named_at=now,
        )  # fmt: skip


def test_the_database_refuses_a_withdrawal_by_nobody(named, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        MakeUp.objects.update(withdrawn_at=now)
