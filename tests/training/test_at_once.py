"""Two people at the same instant, each on a connection of their own, as on the site."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from people.enums import Role
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.training import announced_factory
from tests.training.conftest import world_factory
from training.enums import Presence, SessionState
from training.models import Attendance, HeldInterval, HoursEntry, PresenceSignature, SheetSignature
from training.rules.attendance import Mark
from training.services import correct_marks, hold_session, sign_presence, sign_sheet
from training.services.attendance import AlreadyElsewhere
from training.services.roll_call import AlreadyCalled, MarksMoved

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite en mémoire ne sert qu’une connexion : joué sur PostgreSQL",
    ),
]


@pytest.fixture
def world(transactional_db):
    """Rows that other connections see."""
    return world_factory()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned or raised, all having begun together."""
    start = Barrier(len(acts))

    def play(act: Callable[[], Any]) -> Any:
        try:
            start.wait(10)
            return act()
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(play, acts))


@pytest.fixture
def session(world):
    return announced_factory(world.cohort, world.module)


@pytest.fixture
def colleague(world):
    return membership_factory(Role.TRAINER, world.body)


def hold(actor, session, mark, now):
    marks = dict.fromkeys(session.cohort.enrolments.all(), mark)
    return hold_session(actor=actor, session=session, marks=marks, now=now)


def test_of_two_roll_calls_one_is_made_and_the_other_told(world, session, colleague, now):
    found = at_once(
        lambda: hold(world.trainer, session, Mark(), now),
        lambda: hold(colleague, session, Mark(late=30), now),
    )
    assert sorted(type(one).__name__ for one in found) == ["AlreadyCalled", "TrainingSession"]
    refusal = next(one for one in found if isinstance(one, AlreadyCalled))
    attendance = Attendance.objects.get()
    assert str(attendance.marked_by.user) in refusal.message
    assert HoursEntry.objects.get().minutes == attendance.minutes


def test_the_same_roll_call_twice_is_made_once(world, session, colleague, now):
    found = at_once(
        *(lambda: hold(world.trainer, session, Mark(), now) for _ in range(3)),
        lambda: hold(colleague, session, Mark(), now),
    )
    assert {one.state for one in found} == {SessionState.HELD}
    assert (Attendance.objects.count(), HoursEntry.objects.count()) == (1, 1)


def test_of_two_sessions_at_the_same_hours_one_counts(world, session, colleague, now):
    """Two trainers, each before a group of their own, with the same person."""
    elsewhere = cohort_factory(world.body, world.cohort.track_version)
    enrolment_factory(elsewhere, world.enrolment.learner)
    other = announced_factory(elsewhere, world.module)
    found = at_once(
        lambda: hold(world.trainer, session, Mark(), now),
        lambda: hold(colleague, other, Mark(), now),
    )
    assert sum(isinstance(one, AlreadyElsewhere) for one in found) == 1
    assert (HeldInterval.objects.count(), HoursEntry.objects.count()) == (1, 1)


def test_two_trainers_and_the_learner_sign_at_once(world, session, colleague, now):
    hold(world.trainer, session, Mark(), now)
    mark = Attendance.objects.get()
    found = at_once(
        *(
            lambda actor=actor: sign_presence(actor=actor, attendance=mark, now=now)
            for actor in (world.learner, world.trainer, colleague)
        )
    )
    assert found == [PresenceSignature.objects.get()] * 3


def test_two_trainers_sign_the_sheet_at_once_each_once(world, session, colleague, now):
    hold(world.trainer, session, Mark(), now)
    acts = [
        lambda actor=actor: sign_sheet(actor=actor, session=session, seen=1, now=now)
        for actor in (world.trainer, colleague, world.trainer)
    ]
    found = at_once(*acts)
    signed = SheetSignature.objects.values_list("signed_by", flat=True)
    assert sorted(signed) == sorted((world.trainer.pk, colleague.pk))
    assert found[0] == found[2] != found[1]


def test_of_two_corrections_at_once_the_second_is_told_that_the_first_stands(
    world, session, colleague, now
):
    hold(world.trainer, session, Mark(), now)

    def correct(actor, mark):
        return correct_marks(
            actor=actor, session=session, marks={world.enrolment: mark}, seen=1,
            reason="Feuille relue", now=now,
        )  # fmt: skip

    found = at_once(
        lambda: correct(world.trainer, Mark(Presence.ABSENT)),
        lambda: correct(colleague, Mark(late=20)),
    )
    assert sum(isinstance(one, MarksMoved) for one in found) == 1
    assert Attendance.objects.count() == 2
