"""Deadlines and hours owed: told while a delay runs, whatever the end of the cohort."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.services.reminders import remind_everybody, send_digests_of_what_holds
from people.enums import Role
from people.models import User
from records.enums import Channel, ReminderKind, Rhythm
from records.models import Message, Reminder
from records.services.reminders import Due, choose_reminder
from tests.factories import enrolment_factory, membership_factory
from tests.training.contracts import end, share
from training.enums import Presence, Situation
from training.models import Enrolment
from training.queries.reminders import reminders_due
from training.rules.attendance import Mark
from training.services import write_marks

# The cohort of the world ends on 2 July 2027; recruited on 4 November 2025.
AFTER_THE_END = datetime(2027, 7, 10, 8, tzinfo=UTC)
LAST_DAY = datetime(2027, 11, 4, 8, tzinfo=UTC)


def due(world, now, kind=ReminderKind.DEADLINE) -> list[Due]:
    return [one for one in reminders_due(world.body, now) if one.kind == kind]


def told(world, now, kind=ReminderKind.DEADLINE) -> set[User]:
    return {one.user for one in due(world, now, kind)}


def everyone(world) -> set[User]:
    return {world.learner.user, world.employer.user, world.lead.user}


# --- Deadlines ------------------------------------------------------------------------------------


@pytest.mark.parametrize("situation", [Situation.ACTIVE, Situation.SUSPENDED])
def test_a_deadline_is_told_after_the_end_to_who_is_suspended_too(world, situation):
    Enrolment.objects.update(situation=situation)
    assert told(world, AFTER_THE_END) == told(world, LAST_DAY) == everyone(world)
    assert told(world, LAST_DAY + timedelta(days=1)) == set()


def test_who_has_left_is_told_no_deadline(world):
    Enrolment.objects.update(situation=Situation.LEFT)
    assert told(world, AFTER_THE_END) == set()


def test_the_deadline_to_follow_is_told_no_more_once_all_that_is_due_is_accepted(full):
    version = full.enrolment.track_version
    version.minutes = 211
    version.save()
    assert told(full, AFTER_THE_END) == everyone(full)
    version.minutes = 210
    version.save()
    assert told(full, AFTER_THE_END) == set()
    Enrolment.objects.update(regime="convention-2024")
    assert {one.key.split(":")[0] for one in due(full, AFTER_THE_END)} == {"qualify"}


def test_both_deadlines_are_told_each_under_its_key(world):
    Enrolment.objects.update(regime="avenant-7")
    pk, user = world.enrolment.pk, world.learner.user.pk
    months = [AFTER_THE_END, datetime(2028, 8, 10, 8, tzinfo=UTC)]
    found = [one for now in months for one in due(world, now) if one.user == world.learner.user]
    assert [one.key for one in found] == [
        f"deadline:{pk}:2027-11-04:6:{user}",
        f"qualify:{pk}:2028-11-04:3:{user}",
    ]
    assert [one.text for one in found] == [
        f"La formation de {world.enrolment.learner} est à suivre au plus tard le "
        "jeudi 4 novembre 2027 (Avenant n° 7 du 20 juin 2019, article 9-2).",
        f"La qualification de {world.enrolment.learner} est à obtenir au plus tard le "
        "samedi 4 novembre 2028 (Avenant n° 7 du 20 juin 2019, article 9-2).",
    ]


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (AFTER_THE_END, "dans 3 mois"),
        (LAST_DAY - timedelta(days=12), "dans 12 jours"),
        (LAST_DAY, "aujourd’hui"),
    ],
)
def test_the_time_left_is_said_not_the_step(world, now, left):
    subjects = {one.subject for one in due(world, now)}
    assert subjects == {f"Échéance de la formation {left} : {world.enrolment.learner}"}


def test_a_digest_says_the_time_that_is_left_when_it_leaves(world):
    choose_reminder(
        user=world.learner.user, kind=ReminderKind.DEADLINE, channel=Channel.MAIL,
        rhythm=Rhythm.WEEKLY,
    )  # fmt: skip
    monday = datetime(2027, 10, 18, 6, tzinfo=UTC)
    remind_everybody(now=monday - timedelta(days=5))
    send_digests_of_what_holds(now=monday)
    (message,) = Message.objects.filter(to=world.learner.user.email)
    row = Reminder.objects.get(user=world.learner.user, kind=ReminderKind.DEADLINE)
    assert "dans 17 jours" in message.subject
    assert "dans 17 jours" in row.subject
    assert row.told_at == monday


def test_nobody_is_told_twice_within_a_step(world):
    assert remind_everybody(now=AFTER_THE_END) == 3
    assert remind_everybody(now=AFTER_THE_END + timedelta(days=20)) == 0
    assert remind_everybody(now=datetime(2027, 8, 4, 8, tzinfo=UTC)) == 3


def test_the_practices_that_share_the_post_are_told_while_they_do(world, further, now):
    other = membership_factory(Role.EMPLOYER, further)
    post = share(world, further, now)
    assert told(world, AFTER_THE_END) == {*everyone(world), other.user}
    end(world, post, now, until=date(2027, 7, 10))
    assert other.user in told(world, AFTER_THE_END - timedelta(days=1))
    assert told(world, AFTER_THE_END) == everyone(world)


def test_gathering_deadlines_costs_the_same_with_thirty_people_who_share(world, further, now):
    membership_factory(Role.EMPLOYER, further)
    share(world, further, now)
    with CaptureQueriesContext(connection) as alone:
        assert len(due(world, AFTER_THE_END)) == 4
    for _ in range(29):
        share(world, further, now, enrolment=enrolment_factory(world.cohort))
    with CaptureQueriesContext(connection) as together:
        assert len(due(world, AFTER_THE_END)) == 4 + 29 * 3
    assert len(together) == len(alone) <= 33


# --- Hours owed -----------------------------------------------------------------------------------


@pytest.fixture
def owing(full, now):
    write_marks(
        actor=full.trainer, session=full.session, marks={full.enrolment: Mark(Presence.ABSENT)},
        reason="Absent en fait.", now=now,
    )  # fmt: skip
    return full


def test_hours_owed_are_told_after_the_end_while_a_delay_runs(owing):
    people = {owing.learner.user, owing.lead.user}
    assert told(owing, AFTER_THE_END, ReminderKind.DEBT) == people
    assert told(owing, LAST_DAY, ReminderKind.DEBT) == people
    assert told(owing, LAST_DAY + timedelta(days=1), ReminderKind.DEBT) == set()
    Enrolment.objects.update(regime="avenant-7")
    assert told(owing, LAST_DAY + timedelta(days=1), ReminderKind.DEBT) == people


@pytest.mark.parametrize("situation", [Situation.SUSPENDED, Situation.LEFT])
def test_hours_owed_are_not_told_of_who_is_suspended_or_gone(owing, situation):
    Enrolment.objects.update(situation=situation)
    assert told(owing, AFTER_THE_END, ReminderKind.DEBT) == set()


def test_shares_and_lateness_are_not_told_after_the_end(full):
    version = full.enrolment.track_version
    version.minutes = 280
    version.save()
    last = datetime(2027, 7, 2, 8, tzinfo=UTC)
    assert told(full, last, ReminderKind.THRESHOLD) == {full.learner.user, full.lead.user}
    assert told(full, last + timedelta(days=1), ReminderKind.THRESHOLD) == set()
