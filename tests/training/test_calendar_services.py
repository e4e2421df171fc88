"""One test an outcome: sessions planned in one go, then announced."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.enums import Role
from people.services import NotAllowed
from records.models import Message
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.calendar import (
    coming_factory,
    room_factory,
)
from tests.training.calendar import plan, seen, state_of, tell
from training.enums import SessionState
from training.models import ClosedPeriod, SessionChange, TrainerAway, TrainingSession
from training.queries.calendar import planned_mark
from training.queries.planning import cohort_plan
from training.services import (
    CalendarMoved,
    InTheWay,
    NothingToAnnounce,
    NotOfTheBody,
    PlanIncomplete,
    plan_cohort,
    unplan_cohort,
)

# --- Planning -------------------------------------------------------------------------------------


def test_a_plan_reaches_the_hours_of_the_track(ready, now):
    assert plan(ready, now) == 2
    made = list(TrainingSession.objects.order_by("starts_at"))
    assert [(s.state, s.category) for s in made] == [("planned", "in_person")] * 2
    assert [timezone.localtime(s.starts_at).isoformat() for s in made] == [
        "2027-03-08T09:00:00+01:00",
        "2027-03-08T13:30:00+01:00",
    ]
    assert sum((s.ends_at - s.starts_at for s in made), timedelta()) == timedelta(hours=7)
    assert Message.objects.count() == 0


def test_a_plan_confirmed_twice_is_made_once(ready, now):
    mark = seen(ready, now)
    assert plan(ready, now, seen=mark) == plan(ready, now, seen=mark) == 2
    assert TrainingSession.objects.count() == 2


def test_a_plan_seen_before_another_session_was_added_is_refused(ready, now):
    mark = seen(ready, now)
    coming_factory(ready.cohort, ready.module, days=7)
    with pytest.raises(CalendarMoved):
        plan(ready, now, seen=mark)
    assert TrainingSession.objects.count() == 1


def test_a_rhythm_that_misses_the_hours_fills_nothing_and_says_by_how_much(ready, now):
    ready.cohort.phases.update(ends_on=date(2027, 3, 8), afternoon_start=None, afternoon_end=None)
    found = cohort_plan(ready.lead, ready.cohort, [], [], now)
    assert (found.proposal.places, found.proposal.lacking, found.proposal.capacity) == (
        (),
        210,
        210,
    )
    with pytest.raises(PlanIncomplete):
        plan(ready, now)
    assert TrainingSession.objects.count() == 0


def test_a_plan_leaves_announced_sessions_alone_and_plans_around_them(ready, now):
    told = coming_factory(
        ready.cohort, ready.module, state=SessionState.ANNOUNCED, category="in_person"
    )
    before = TrainingSession.objects.values().get(pk=told.pk)
    assert plan(ready, now) == 1
    assert TrainingSession.objects.values().get(pk=told.pk) == before
    other = TrainingSession.objects.exclude(pk=told.pk).get()
    assert timezone.localtime(other.starts_at).hour == 13


def test_a_plan_names_a_trainer_and_a_room_that_are_free(ready, now):
    elsewhere = cohort_factory(ready.body, ready.cohort.track_version)
    room = room_factory(ready.cohort)
    coming_factory(elsewhere, ready.module, ready.trainer, room=room)
    TrainerAway.objects.create(
        trainer=ready.trainer, starts_on=date(2027, 3, 9), ends_on=date(2027, 3, 9)
    )
    assert plan(
        ready, now, trainers=[ready.trainer], rooms=[room],
        seen=seen(ready, now, [ready.trainer], [room]),
    ) == 2  # fmt: skip
    made = TrainingSession.objects.filter(cohort=ready.cohort).order_by("starts_at")
    days = [timezone.localtime(session.starts_at).strftime("%d %H") for session in made]
    assert days == ["08 13", "15 09"]
    assert {(session.trainer, session.room) for session in made} == {(ready.trainer, room)}


def test_a_room_too_small_for_the_group_is_not_taken(ready, now):
    for _ in range(2):
        enrolment_factory(ready.cohort)
    found = cohort_plan(ready.lead, ready.cohort, [], [room_factory(ready.cohort, seats=2)], now)
    assert (found.complete, found.proposal.without_room > 0) == (False, True)


def test_closed_periods_and_public_holidays_are_left_out(ready, now):
    ready.cohort.phases.update(weekdays="1")
    ClosedPeriod.objects.create(
        organisation=ready.body, kind="peak", label="vaccins", starts_on=date(2027, 3, 8),
        ends_on=date(2027, 3, 26),
    )  # fmt: skip
    plan(ready, now)
    days = {timezone.localdate(s.starts_at) for s in TrainingSession.objects.all()}
    assert days == {date(2027, 4, 5)}  # 29 March is Easter Monday


def test_only_those_who_lead_the_body_plan(ready, now):
    for actor in (ready.trainer, ready.companion, ready.employer, membership_factory(Role.LEAD)):
        with pytest.raises(NotAllowed):
            plan_cohort(actor=actor, cohort=ready.cohort, trainers=[], rooms=[], seen="", now=now)


def test_trainers_and_rooms_of_others_are_refused(ready, now):
    for given in (
        {"trainers": [ready.other_trainer]},
        {"trainers": [ready.companion]},
        {"rooms": [room_factory(cohort_factory())]},
    ):
        with pytest.raises(NotOfTheBody):
            plan(ready, now, **given)


def test_a_plan_that_nobody_saw_is_taken_out_again(ready, now):
    plan(ready, now)
    told = coming_factory(ready.cohort, ready.module, days=30, state=SessionState.ANNOUNCED)
    with pytest.raises(CalendarMoved):
        unplan_cohort(actor=ready.lead, cohort=ready.cohort, seen="autre", now=now)
    mark = planned_mark(ready.cohort, now).mark
    assert unplan_cohort(actor=ready.lead, cohort=ready.cohort, seen=mark, now=now) == 2
    assert list(TrainingSession.objects.all()) == [told]
    assert plan(ready, now) == 2


# --- Announcing -----------------------------------------------------------------------------------


def test_announcing_tells_the_group_and_the_trainer_once(ready, now):
    first = coming_factory(ready.cohort, ready.module, ready.trainer)
    coming_factory(ready.cohort, ready.module, ready.trainer, days=1)
    assert tell(ready, now) == 2
    assert state_of(first) == ("announced", 2)
    people = {ready.enrolment.learner.email, ready.trainer.user.email}
    assert sorted(Message.objects.values_list("to", flat=True)) == sorted(people)
    body = Message.objects.first().body
    assert "lundi 8 mars, 9 h à 12 h 30" in body
    assert [c.act for c in SessionChange.objects.all()] == ["announced"] * 2


def test_announcing_stops_at_the_day_given(ready, now):
    first = coming_factory(ready.cohort, ready.module)
    later = coming_factory(ready.cohort, ready.module, days=1)
    assert tell(ready, now, until=date(2027, 3, 8)) == 1
    assert (state_of(first)[0], state_of(later)[0]) == ("announced", "planned")


def test_announcing_what_has_changed_since_is_refused(ready, now):
    mark = planned_mark(ready.cohort, now).mark
    coming_factory(ready.cohort, ready.module)
    with pytest.raises(CalendarMoved):
        tell(ready, now, seen=mark)
    tell(ready, now)
    with pytest.raises(NothingToAnnounce):
        tell(ready, now)


def test_a_session_whose_hour_has_passed_is_not_announced(ready, now):
    coming_factory(ready.cohort, ready.module, days=-10)
    with pytest.raises(NothingToAnnounce):
        tell(ready, now)


def test_announcing_in_spite_of_a_conflict_is_asked_for(ready, now):
    elsewhere = cohort_factory(ready.body, ready.cohort.track_version)
    coming_factory(elsewhere, ready.module, ready.trainer, title="Ailleurs")
    session = coming_factory(ready.cohort, ready.module, ready.trainer)
    with pytest.raises(InTheWay, match="Ailleurs"):
        tell(ready, now)
    assert state_of(session) == ("planned", 1)
    assert tell(ready, now, anyway=True) == 1


def test_only_those_who_lead_announce(ready, now):
    coming_factory(ready.cohort, ready.module)
    for actor in (ready.trainer, ready.learner, membership_factory(Role.LEAD)):
        with pytest.raises(NotAllowed):
            tell(ready, now, actor=actor)
