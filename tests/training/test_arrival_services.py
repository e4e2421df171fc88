"""Arrivals by the code of the room. The clock is the one given to the service."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from people.services import NotAllowed
from tests.factories import cohort_factory, enrolment_factory
from tests.factories.training import announced_factory
from training.enums import Presence, SessionState
from training.models import Arrival, Attendance, HoursEntry, RoomCodeTry
from training.queries.arrival import room_screen
from training.queries.roll_call import roll_of
from training.rules.attendance import Mark
from training.rules.room_code import MOST_TRIES
from training.services import (
    CodeRefused,
    NoOpenSession,
    NotOpen,
    TooManyTries,
    hold_session,
    note_arrival,
    say_arrival,
)
from training.services.arrival import FollowsNoMore, SessionClosed
from training.services.situation import change_situation


@pytest.fixture
def start(announced):
    return announced.starts_at


def code_of(session, now) -> str:
    return room_screen(session, now).code


def test_the_code_of_the_room_notes_an_arrival_and_no_hours(world, announced, start):
    arrival, new = say_arrival(actor=world.learner, code=code_of(announced, start), now=start)
    assert (arrival.session, arrival.enrolment, new) == (announced, world.enrolment, True)
    assert (arrival.arrived_at, Attendance.objects.count()) == (start, 0)


def test_the_code_again_says_that_it_is_noted(world, announced, start):
    first, _ = say_arrival(actor=world.learner, code=code_of(announced, start), now=start)
    later = start + timedelta(minutes=5)
    again, new = say_arrival(actor=world.learner, code=code_of(announced, later), now=later)
    assert (again, new, Arrival.objects.get().arrived_at) == (first, False, start)


def test_a_code_replayed_after_its_death_is_refused(world, announced, start):
    code = code_of(announced, start)
    with pytest.raises(CodeRefused):
        say_arrival(actor=world.learner, code=code, now=start + timedelta(seconds=40))
    assert Arrival.objects.count() == 0


def test_a_code_forwarded_to_somebody_of_another_group_is_refused(world, announced, start):
    other = cohort_factory(world.body, world.cohort.track_version)
    stranger = enrolment_factory(other).learner.memberships.get()
    with pytest.raises(NoOpenSession):
        say_arrival(actor=stranger, code=code_of(announced, start), now=start)
    announced_factory(other, world.module)
    with pytest.raises(CodeRefused):
        say_arrival(actor=stranger, code=code_of(announced, start), now=start)
    assert Arrival.objects.count() == 0


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.CANCELLED])
def test_a_session_that_is_not_announced_has_no_code(world, announced, start, state):
    code = code_of(announced, start)
    type(announced).objects.update(state=state)
    with pytest.raises(NoOpenSession):
        say_arrival(actor=world.learner, code=code, now=start)
    announced.refresh_from_db()
    assert code_of(announced, start) == ""


def test_outside_the_session_there_is_no_code(world, announced, start):
    for now in (start - timedelta(seconds=1), announced.ends_at):
        assert code_of(announced, now) == ""
        with pytest.raises(NoOpenSession):
            say_arrival(actor=world.learner, code="123456", now=now)


def test_only_the_clock_of_the_server_decides(world, announced, start):
    """The same figures, typed by a phone that is an hour late, are those of an hour ago."""
    hour = timedelta(hours=1)
    with pytest.raises(CodeRefused):
        say_arrival(actor=world.learner, code=code_of(announced, start), now=start + hour)


def test_tries_are_limited_and_kept_when_refused(world, announced, start):
    for _ in range(MOST_TRIES):
        with pytest.raises(CodeRefused):
            say_arrival(actor=world.learner, code="not a code", now=start)
    with pytest.raises(TooManyTries):
        say_arrival(actor=world.learner, code=code_of(announced, start), now=start)
    assert RoomCodeTry.objects.count() == MOST_TRIES + 1
    later = start + timedelta(minutes=5)
    assert say_arrival(actor=world.learner, code=code_of(announced, later), now=later)[1]


def test_tries_are_forgotten_after_an_hour(world, announced, start):
    say_arrival(actor=world.learner, code=code_of(announced, start), now=start)
    later = start + timedelta(minutes=61)
    say_arrival(actor=world.learner, code=code_of(announced, later), now=later)
    assert RoomCodeTry.objects.get().tried_at == later


def test_who_comes_late_may_still_say_so_after_the_roll_call(world, held):
    now = held.ends_at - timedelta(minutes=1)
    assert say_arrival(actor=world.learner, code=code_of(held, now), now=now)[1]


def test_a_code_forwarded_to_an_absent_one_of_the_group_gives_no_hours(world, announced, start):
    """An arrival is noted, for no program sees the room; the roll call finds it and decides."""
    absent = enrolment_factory(world.cohort)
    code, soon = code_of(announced, start), start + timedelta(seconds=30)
    typed = say_arrival(actor=absent.learner.memberships.get(), code=code, now=soon)[0]
    assert typed.enrolment == absent
    assert not HoursEntry.objects.exists()
    line = next(line for line in roll_of(announced).lines if line.enrolment == absent)
    assert (line.by_code, line.arrived_at, line.attendance) == (True, soon, None)
    marks = {world.enrolment: Mark(), absent: Mark(Presence.ABSENT)}
    hold_session(actor=world.trainer, session=announced, marks=marks, now=announced.ends_at)
    assert HoursEntry.objects.get().enrolment == world.enrolment


def test_the_roll_call_says_who_was_seen_and_who_typed(world, announced, start):
    mate = enrolment_factory(world.cohort)
    soon = start + timedelta(minutes=3)
    say_arrival(actor=world.learner, code=code_of(announced, soon), now=soon)
    note_arrival(actor=world.trainer, session=announced, enrolment=mate, now=soon)
    found = {line.enrolment: line for line in roll_of(announced).lines}
    assert found[world.enrolment].by_code
    assert not found[mate].by_code
    late = {who: line.proposed.late for who, line in found.items()}
    assert late == {world.enrolment: 0, mate: 3}


def test_a_trainer_notes_an_arrival(world, announced, start):
    arrival, new = note_arrival(
        actor=world.trainer, session=announced, enrolment=world.enrolment, now=start
    )
    assert (arrival.noted_by, new) == (world.trainer, True)


def test_an_arrival_is_noted_during_the_session(world, announced, now):
    with pytest.raises(NotOpen):
        note_arrival(actor=world.trainer, session=announced, enrolment=world.enrolment, now=now)


def test_nobody_else_notes_an_arrival(world, announced, start):
    for actor in (world.other_trainer, world.companion, world.learner):
        with pytest.raises(NotAllowed):
            note_arrival(actor=actor, session=announced, enrolment=world.enrolment, now=start)
    with pytest.raises(NotAllowed):
        note_arrival(
            actor=world.trainer, session=announced, enrolment=enrolment_factory(), now=start
        )


@pytest.mark.parametrize("act", ["suspended", "left"])
def test_who_does_not_follow_the_training_does_not_arrive(world, announced, start, act):
    change_situation(
        actor=world.lead, enrolment=world.enrolment, act=act, since=date(2027, 3, 1), why="leave",
        seen=0, now=start,
    )  # fmt: skip
    world.enrolment.refresh_from_db()
    with pytest.raises(FollowsNoMore):
        say_arrival(actor=world.learner, code=code_of(announced, start), now=start)
    with pytest.raises(FollowsNoMore):
        note_arrival(actor=world.trainer, session=announced, enrolment=world.enrolment, now=start)
    assert Arrival.objects.count() == 0


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.CANCELLED])
def test_nobody_arrives_at_a_session_that_is_cancelled_or_not_told(world, announced, start, state):
    type(announced).objects.update(state=state)
    with pytest.raises(SessionClosed):
        note_arrival(actor=world.trainer, session=announced, enrolment=world.enrolment, now=start)
    assert Arrival.objects.count() == 0


def test_the_database_takes_one_arrival_a_person(world, announced, start):
    values = {
        "session": announced, "enrolment": world.enrolment, "arrived_at": start,
        "noted_by": world.trainer,
    }  # fmt: skip
    Arrival.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.create(**values)


def test_the_secret_of_the_site_is_not_on_the_screen(announced, start):
    assert settings.SECRET_KEY not in code_of(announced, start)
