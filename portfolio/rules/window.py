"""Until when a week of the livret may be written (docs/rules/livret.md, « The entry window »).

Every duration is a choice of the training body (« choix de l’organisme »): no source gives one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from portfolio.rules.weeks import SUNDAY, IsoWeek
from records.rules.french import long_date

OPEN_DAYS = 14
REOPEN_DAYS = 12 * 7
MAX_REASON = 300
ASK = "Demandez à votre responsable pédagogique de la rouvrir, avec une raison"


class Pause(NamedTuple):
    """Days on which somebody did not follow the training: from a day to that of the return."""

    since: date
    back: date


@dataclass(frozen=True)
class WindowFacts:
    """What moves the window of a week, in Europe/Paris days.

    `returned`: the last time it was sent back; `reopened`: until when, each time a lead did.
    """

    enrolled: date
    returned: date | None = None
    reopened: tuple[date, ...] = field(default=())
    pauses: tuple[Pause, ...] = field(default=())


class Window(NamedTuple):
    """The last day on which a week is written, and the last on which a lead may reopen it."""

    until: date
    limit: date

    def closed(self, today: date) -> bool:
        return today > self.until

    def reopenable(self, today: date) -> bool:
        """Closed, and not yet for good."""
        return self.until < today <= self.limit


def window_of(week: IsoWeek, facts: WindowFacts) -> Window:
    """14 days from the last of: its Sunday, the enrolment, its return, the end of a pause.

    A pause moves the window if it began while the week was open. A lead may reopen a week for 84
    days from that same day; each reopening says its own last day.
    """
    begins = max(week.day(SUNDAY), facts.enrolled)
    for pause in sorted(facts.pauses):
        if pause.since <= begins + timedelta(days=OPEN_DAYS):
            begins = max(begins, pause.back)
    begins = max(begins, facts.returned or begins)
    until = max([begins + timedelta(days=OPEN_DAYS), *facts.reopened])
    return Window(until, begins + timedelta(days=REOPEN_DAYS))


def in_first_days(week: IsoWeek, enrolled: date, today: date) -> bool:
    """Whether the 14 days that any window has run still: every fact only lengthens it."""
    return not window_of(week, WindowFacts(enrolled)).closed(today)


def reopened_until(today: date) -> date:
    """The last day of a week that a lead reopens today."""
    return today + timedelta(days=OPEN_DAYS)


def pauses_of(changes: Iterable[tuple[date, bool]]) -> tuple[Pause, ...]:
    """Ended pauses of somebody; `changes`: day and whether they follow from it on, in order."""
    found: list[Pause] = []
    away: date | None = None
    for day, follows in changes:
        if follows and away:
            found.append(Pause(away, day))
        away = None if follows else away or day
    return tuple(found)


def refusal_of(window: Window, today: date) -> str:
    """Why a week cannot be written any more, and whom to ask, in French; empty if it is open."""
    if not window.closed(today):
        return ""
    said = f"Cette semaine s’écrivait jusqu’au {long_date(window.until)}. "
    if window.reopenable(today):
        return f"{said}{ASK} : c’est possible jusqu’au {long_date(window.limit)}."
    return f"{said}Elle est fermée définitivement depuis le {_after(window.limit)}."


def _after(day: date) -> str:
    return long_date(day + timedelta(days=1))


def refusal_to_reopen(week: IsoWeek, starts_on: date, window: Window, today: date) -> str:
    """Why a lead cannot reopen a week, in French; empty if they can."""
    if week.monday > today or week.day(SUNDAY) < starts_on:
        return "Cette semaine n’est pas de ce livret, ou n’a pas commencé."
    if not window.closed(today):
        return f"Cette semaine est ouverte jusqu’au {long_date(window.until)}."
    if not window.reopenable(today):
        last = long_date(window.limit)
        return f"Cette semaine est fermée définitivement : elle se rouvrait jusqu’au {last}."
    return ""
