"""What is not told: to whom it does not concern any more, and what does not hold any more."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.services.reminders import remind_everybody, send_digests_of_what_holds
from people.models import Membership, User
from records.enums import Channel, ReminderKind, Rhythm
from records.models import Message, Reminder
from records.services.reminders import choose_reminder
from tests.factories.training import announced_factory, cohort_factory
from training.enums import Presence, SessionState, Situation
from training.models import Enrolment
from training.queries.reminders import reminders_due
from training.rules.attendance import Mark
from training.services import (
    hold_session,
    name_make_up,
    sign_presence,
    withdraw_make_up,
    write_marks,
)

ABSENT = Mark(Presence.ABSENT)
EVE = datetime(2027, 3, 7, 11, tzinfo=UTC)
MONDAY = datetime(2027, 3, 8, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _livret_apart(world):
    """Their livret stays empty; what is told of it has its own tests."""
    for held in (world.learner, world.trainer, world.lead, world.companion):
        choose_reminder(
            user=held.user, kind=ReminderKind.LOGBOOK, channel=Channel.NONE,
            rhythm=Rhythm.AT_ONCE,
        )  # fmt: skip


def session_at(world, start, **fields):
    wanted = {"starts_at": start, "ends_at": start + timedelta(hours=3), "trainer": world.trainer}
    return announced_factory(world.cohort, world.module, **wanted | fields)


def told(world, now, kind) -> set[User]:
    return {one.user for one in reminders_due(world.body, now) if one.kind == kind}


def wants(membership, kind, rhythm):
    choose_reminder(user=membership.user, kind=kind, channel=Channel.MAIL, rhythm=rhythm)


def mails(membership) -> list[str]:
    return list(Message.objects.filter(to=membership.user.email).values_list("body", flat=True))


# --- A digest tells what holds when it leaves -----------------------------------------------------


@pytest.mark.parametrize(
    ("rhythm", "digest"),
    [(Rhythm.DAILY, EVE + timedelta(days=2)), (Rhythm.WEEKLY, MONDAY + timedelta(days=7))],
)
def test_a_session_that_was_held_is_in_no_digest(world, rhythm, digest):
    wants(world.learner, ReminderKind.SESSION, rhythm)
    session_at(world, MONDAY + timedelta(hours=2))
    remind_everybody(now=EVE)
    send_digests_of_what_holds(now=digest)
    assert mails(world.learner) == []


def test_a_session_of_tomorrow_is_in_the_digest_of_today(world):
    wants(world.learner, ReminderKind.SESSION, Rhythm.DAILY)
    session_at(world, MONDAY + timedelta(days=1))
    remind_everybody(now=MONDAY - timedelta(hours=1))
    assert [send_digests_of_what_holds(now=MONDAY), send_digests_of_what_holds(now=MONDAY)] == [
        1,
        0,
    ]
    assert "Demain : " in mails(world.learner)[0]


def test_who_is_told_once_a_week_is_told_on_monday_of_the_days_ahead(world):
    wants(world.learner, ReminderKind.SESSION, Rhythm.WEEKLY)
    for days in (1, 3, 7, 8):
        session_at(world, MONDAY + timedelta(days=days, hours=2), title=f"Dans {days} jours")
    remind_everybody(now=EVE)
    remind_everybody(now=MONDAY - timedelta(hours=1))
    assert send_digests_of_what_holds(now=MONDAY) == 1
    (body,) = mails(world.learner)
    for words in ("Demain : Dans 1", "Jeudi 11 mars 2027 : Dans 3", "Lundi 15 mars 2027 : Dans 7"):
        assert words in body
    assert "Dans 8 jours" not in body
    remind_everybody(now=MONDAY + timedelta(days=2, hours=4))
    assert len(mails(world.learner)) == 1


def test_who_is_told_at_once_is_told_on_the_eve_alone(world):
    session_at(world, MONDAY + timedelta(days=3))
    remind_everybody(now=MONDAY)
    assert mails(world.learner) == []
    remind_everybody(now=MONDAY + timedelta(days=2))
    assert "Demain : " in mails(world.learner)[0]


def test_a_session_cancelled_since_is_in_no_digest(world):
    wants(world.learner, ReminderKind.SESSION, Rhythm.DAILY)
    session = session_at(world, MONDAY + timedelta(days=1))
    remind_everybody(now=MONDAY - timedelta(hours=1))
    session.state = SessionState.CANCELLED
    session.save()
    send_digests_of_what_holds(now=MONDAY)
    assert mails(world.learner) == []


def test_what_was_signed_since_is_in_no_digest(full, now):
    remind_everybody(now=now)
    assert Reminder.objects.filter(user=full.learner.user, kind=ReminderKind.SHEET).exists()
    sign_presence(actor=full.learner, attendance=full.session.attendances.get(), now=now)
    send_digests_of_what_holds(now=now + timedelta(hours=1))
    assert mails(full.learner) == []


# --- Out of the training, or without an account ---------------------------------------------------


@pytest.mark.parametrize("situation", [Situation.SUSPENDED, Situation.LEFT])
def test_who_is_suspended_or_has_left_is_not_asked_to_sign(full, now, situation):
    later = now + timedelta(days=1)
    Enrolment.objects.update(situation=situation)
    assert told(full, later, ReminderKind.SHEET) == {full.trainer.user}
    Enrolment.objects.update(situation=Situation.ACTIVE)
    assert told(full, later, ReminderKind.SHEET) == {full.trainer.user, full.learner.user}


def test_an_account_that_is_closed_is_reminded_of_nothing(full, now):
    session_at(full, now + timedelta(days=1))
    absent(full, now)
    closed = {full.learner.user, full.trainer.user}
    User.objects.filter(pk__in=[user.pk for user in closed]).update(is_active=False)
    for days in (0, 13):
        remind_everybody(now=now + timedelta(days=days))
    assert Reminder.objects.filter(user__in=closed).count() == 0
    assert mails(full.learner) == mails(full.trainer) == []
    assert Reminder.objects.filter(user=full.lead.user, kind=ReminderKind.DEBT).exists()


def test_an_account_that_is_open_again_is_reminded_of_what_still_holds(world, now):
    session_at(world, now + timedelta(days=1))
    User.objects.update(is_active=False)
    remind_everybody(now=now)
    assert Message.objects.count() == 0
    User.objects.update(is_active=True)
    remind_everybody(now=now + timedelta(hours=1))
    assert len(mails(world.learner)) == len(mails(world.trainer)) == 1


def test_a_trainer_whose_role_is_over_is_reminded_of_nothing(full, now):
    session_at(full, now + timedelta(days=1))
    later = now + timedelta(days=1)
    assert full.trainer.user in told(full, now, ReminderKind.SESSION)
    assert full.trainer.user in told(full, later, ReminderKind.SHEET)
    Membership.objects.filter(pk=full.trainer.pk).update(until=now - timedelta(days=1))
    assert full.trainer.user not in told(full, now, ReminderKind.SESSION)
    assert full.trainer.user not in told(full, later, ReminderKind.SHEET)


# --- Hours owed -----------------------------------------------------------------------------------


def absent(world, now):
    write_marks(
        actor=world.trainer, session=world.session, marks={world.enrolment: ABSENT},
        reason="Absent en fait.", now=now,
    )  # fmt: skip


@pytest.fixture
def owing(full, now):
    absent(full, now)
    return full


def make_up(world, start, now):
    return name_make_up(
        actor=world.lead, enrolment=world.enrolment, missed=world.session,
        session=session_at(world, start), now=now,
    )  # fmt: skip


def test_hours_with_a_make_up_to_come_are_not_told(owing, now):
    later = now + timedelta(days=13)
    make_up(owing, later + timedelta(days=5), now)
    assert told(owing, later, ReminderKind.DEBT) == set()
    assert told(owing, later + timedelta(days=5), ReminderKind.DEBT) == set()
    assert owing.learner.user in told(owing, later + timedelta(days=6), ReminderKind.DEBT)


def test_hours_whose_make_up_is_cancelled_or_taken_back_are_told(owing, now):
    later = now + timedelta(days=13)
    named = [make_up(owing, later + timedelta(days=days), now) for days in (5, 6)]
    named[0].session.state = SessionState.CANCELLED
    named[0].session.save()
    assert told(owing, later, ReminderKind.DEBT) == set()
    withdraw_make_up(actor=owing.lead, make_up=named[1], now=now)
    assert told(owing, later, ReminderKind.DEBT) == {owing.learner.user, owing.lead.user}


def test_hours_whose_make_up_is_of_a_cohort_left_since_are_told(owing, now):
    later = now + timedelta(days=13)
    make_up(owing, later + timedelta(days=5), now)
    other = cohort_factory(owing.body, owing.cohort.track_version)
    Enrolment.objects.update(cohort=other)
    assert owing.learner.user in told(owing, later, ReminderKind.DEBT)


def test_only_the_hours_without_a_make_up_are_counted(owing, now):
    later = now + timedelta(days=13)
    make_up(owing, later + timedelta(days=5), now)
    second, marks = session_at(owing, now - timedelta(hours=20)), {owing.enrolment: ABSENT}
    hold_session(actor=owing.trainer, session=second, marks=marks, now=now)
    remind_everybody(now=later + timedelta(days=3))
    subjects = Reminder.objects.filter(kind=ReminderKind.DEBT).values_list("subject", flat=True)
    assert set(subjects) == {"À rattraper : 3 h"}
