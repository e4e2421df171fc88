"""When somebody is reminded of what. Worked tables: docs/rules/reminders.md.

Days are of Europe/Paris. Each answer names a step: a step is told once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from training.rules.regimes import LONGEST, Delays, years_later
from training.rules.session import PARIS

DEADLINE_MONTHS = (1, 3, 6)
SHARES = (100, 90, 75, 50, 25)
UNSIGNED_WEEKS = 3
AHEAD_DAYS = 7
PAPER_AFTER = 3
PAPER_WEEKS = 3
PAPER_DAYS = PAPER_AFTER + 7 * PAPER_WEEKS
DEBT_AFTER = 14
DEBT_AGAIN = 28


def is_tomorrow(starts_at: datetime, now: datetime) -> bool:
    """The session is on the day after today in Paris, whatever the clock changes between."""
    return starts_at.astimezone(PARIS).date() == now.astimezone(PARIS).date() + timedelta(days=1)


def is_ahead(starts_at: datetime, now: datetime) -> bool:
    """The session is on one of the seven days after today in Paris.

    Who is told on Mondays alone is told of it then; the eve may be any day.
    """
    days = starts_at.astimezone(PARIS).date() - now.astimezone(PARIS).date()
    return 1 <= days.days <= AHEAD_DAYS


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 27))


def deadline_step(due: date, today: date) -> int | None:
    """6, 3 or 1 month before a deadline, the nearest that has come; None before and after.

    Who is enrolled two months before it is told of the step of three, not of six and three.
    """
    if today > due:
        return None
    return next((m for m in DEADLINE_MONTHS if today >= months_before(due, m)), None)


@dataclass(frozen=True)
class NearDeadline:
    """The last day to follow the training, or to qualify, and the step that is told of it."""

    what: Literal["follow", "qualify"]
    by: date
    step: int


def deadlines(delays: Delays, followed: bool, today: date) -> list[NearDeadline]:
    """The deadlines of a person that are told on a day; who has `followed` only has to qualify."""
    found: list[NearDeadline] = []
    if delays.follow_by and not followed and (step := deadline_step(delays.follow_by, today)):
        found.append(NearDeadline("follow", delays.follow_by, step))
    if delays.qualify_by and (step := deadline_step(delays.qualify_by, today)):
        found.append(NearDeadline("qualify", delays.qualify_by, step))
    return found


def all_accepted(accepted: int, due: int) -> bool:
    """The minutes accepted are all that is due: the training is followed."""
    return accepted >= due


def recruited_since(today: date) -> date:
    """Whoever was recruited before this day has no delay that runs, under any regime."""
    return years_later(today, -LONGEST)


def still_owed(ends_on: date, delays: Delays, today: date) -> bool:
    """Hours owed are told until the end of the cohort or of the delays, the last of them."""
    return today <= max(ends_on, delays.last)


def unsigned_step(ended_on: date, today: date) -> int | None:
    """What is not signed the day after a session is told, then twice more a week apart."""
    days = (today - ended_on).days
    step = (days - 1) // 7
    return step if days >= 1 and step < UNSIGNED_WEEKS else None


def share_step(accepted: int, due: int) -> int | None:
    """The highest of 25, 50, 75, 90 and 100 % of the minutes due that is reached."""
    if due <= 0:
        return None
    return next((share for share in SHARES if accepted * 100 >= share * due), None)


def paper_step(since: date, today: date) -> int | None:
    """A document wanted `since` a day is told three days after, then twice more a week apart."""
    days = (today - since).days - PAPER_AFTER
    step = days // 7
    return step if days >= 0 and step < PAPER_WEEKS else None


def debt_step(missed_on: date, today: date) -> int | None:
    """Hours still owed two weeks after the session missed, then every four weeks."""
    days = (today - missed_on).days - DEBT_AFTER
    return days // DEBT_AGAIN if days >= 0 else None
