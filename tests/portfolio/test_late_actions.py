"""Actions whose day has passed, in « Ce qui vous attend »."""

from datetime import timedelta

import pytest

from lms.queries.waiting import entries
from portfolio.queries.waiting import WAITING_READERS
from portfolio.services.follow_up import note_action
from tests.factories import enrolment_factory
from tests.factories.meetings import DUE, action_factory, meeting_factory
from training.enums import WaitingKind
from training.models import Enrolment
from training.queries.waiting import waiting_for, waiting_of

LATE, IN_TIME = DUE + timedelta(days=1), DUE


def told(world, now, who: str) -> int:
    """How many late actions wait of somebody."""
    actor = getattr(world, who)
    if who == "learner":
        enrolment = Enrolment.objects.select_related("cohort").get(pk=world.enrolment.pk)
        found = waiting_of(actor, enrolment, now, WAITING_READERS)
    else:
        found = waiting_for(actor, now, WAITING_READERS)
    return sum(one.count for one in found if one.kind == WaitingKind.ACTION)


def on(now, day):
    return now.replace(month=day.month, day=day.day)


@pytest.fixture
def meeting(world):
    return meeting_factory(world.companion, world.enrolment, state="diffused")


@pytest.mark.parametrize(
    ("who", "many"),
    [("learner", 1), ("companion", 1), ("lead", 1), ("trainer", 0), ("employer", 0),
     ("other_lead", 0)],
)  # fmt: skip
def test_a_late_action_waits_of_who_does_it_and_of_those_who_accompany(
    world, now, meeting, who, many
):
    action_factory(world.companion, meeting)
    assert told(world, on(now, IN_TIME), who) == 0
    assert told(world, on(now, LATE), who) == many


def test_what_is_done_waits_no_more_until_it_is_taken_up_again(world, now, meeting):
    action = action_factory(world.companion, meeting)
    late = on(now, LATE)
    for seen, (done, many) in enumerate([(True, 0), (False, 1)]):
        note_action(actor=world.learner, follow_up=action, done=done, seen=seen, now=late)
        assert told(world, late, "learner") == many


def test_a_learner_is_told_neither_of_what_others_do_nor_before_it_is_diffused(world, now, meeting):
    action_factory(world.companion, meeting, owner="support")
    action_factory(world.companion, meeting_factory(world.companion, world.enrolment))
    late = on(now, LATE)
    assert told(world, late, "learner") == 0
    assert told(world, late, "companion") == 2


def test_a_group_is_told_of_its_own(world, now):
    meeting = meeting_factory(world.companion, world.cohort, "group", state="diffused")
    action_factory(world.companion, meeting)
    late = on(now, LATE)
    assert [told(world, late, who) for who in ("learner", "companion")] == [1, 1]


def test_nothing_is_asked_of_who_is_suspended(world, now, meeting):
    action_factory(world.companion, meeting)
    Enrolment.objects.filter(pk=world.enrolment.pk).update(situation="suspended")
    assert [told(world, on(now, LATE), who) for who in ("learner", "lead")] == [0, 0]


@pytest.mark.parametrize("many", [1, 5])
def test_they_cost_no_query_more(world, now, django_assert_num_queries, many):
    for _ in range(many):
        enrolment = enrolment_factory(world.cohort)
        action_factory(world.companion, meeting_factory(world.companion, enrolment))
    late = on(now, LATE)
    with django_assert_num_queries(1):
        found = waiting_for(world.companion, late, WAITING_READERS)
    [line] = [one for one in entries(world.companion, found) if "de suivi en retard" in one.title]
    assert line.url.startswith("/rencontres/")
    assert line.note.endswith("epuis le jeudi 11 mars 2027.")
