"""How a person is reminded, and when what waits is told. Worked table: docs/rules/reminders.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from records.enums import Channel, ReminderKind, Rhythm
from records.rules.french import PARIS

MONDAY = 1
QUIET_FROM, QUIET_TO = 20, 7  # hours of Paris, « choix de l’organisme »


@dataclass(frozen=True)
class Choice:
    """By which channel and in which rhythm a kind of reminder is told."""

    channel: Channel
    rhythm: Rhythm


# What holds until a person chooses; ours, « choix de l’organisme ».
DEFAULTS: Mapping[str, Choice] = {
    ReminderKind.SESSION: Choice(Channel.MAIL, Rhythm.AT_ONCE),
    ReminderKind.SHEET: Choice(Channel.MAIL, Rhythm.DAILY),
    ReminderKind.THRESHOLD: Choice(Channel.SITE, Rhythm.WEEKLY),
    ReminderKind.DEADLINE: Choice(Channel.MAIL, Rhythm.AT_ONCE),
    ReminderKind.DEBT: Choice(Channel.MAIL, Rhythm.WEEKLY),
    ReminderKind.PAPER: Choice(Channel.MAIL, Rhythm.DAILY),
    ReminderKind.LOGBOOK: Choice(Channel.MAIL, Rhythm.AT_ONCE),
}
# Whom each kind is about: a person chooses among those of their roles.
CONCERNED: Mapping[str, tuple[Role, ...]] = {
    ReminderKind.SESSION: (Role.LEARNER, Role.TRAINER, Role.LEAD),
    ReminderKind.SHEET: (Role.LEARNER, Role.TRAINER, Role.LEAD),
    ReminderKind.THRESHOLD: (Role.LEARNER, *LEADING_ROLES),
    ReminderKind.DEADLINE: (Role.LEARNER, Role.EMPLOYER, *LEADING_ROLES),
    ReminderKind.DEBT: (Role.LEARNER, *LEADING_ROLES),
    ReminderKind.PAPER: (Role.LEARNER, Role.TRAINER, *LEADING_ROLES),
    ReminderKind.LOGBOOK: (Role.LEARNER, Role.EMPLOYER, *STAFF_ROLES),
}


def kinds_of(roles: set[str]) -> list[ReminderKind]:
    """The kinds that concern somebody with these roles, in their order."""
    return [kind for kind in ReminderKind if roles.intersection(CONCERNED[kind])]


def told_in_digest(rhythm: str, today: date) -> bool:
    """Whether the digest of a day holds what waits in this rhythm.

    A daily one holds it every day, a weekly one on Mondays; what should have left at once and did
    not is in the next of any.
    """
    return rhythm != Rhythm.WEEKLY or today.isoweekday() == MONDAY


def is_quiet(now: datetime) -> bool:
    """Whether nothing is told at once: at night in Europe/Paris (docs/rules/care.md, 6)."""
    hour = now.astimezone(PARIS).hour
    return hour >= QUIET_FROM or hour < QUIET_TO
