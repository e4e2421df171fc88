"""The weekly timetable agreed with a practice. Worked tables: docs/rules/convention.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import combinations

from records.rules.french import DAYS, duration

MONDAY, SUNDAY = 1, 7


@dataclass(frozen=True)
class Slot:
    """A stretch of one ISO weekday at the practice, in the local time of the practice."""

    weekday: int
    starts: time
    ends: time

    @property
    def minutes(self) -> int:
        return _minute(self.ends) - _minute(self.starts)

    @property
    def day_name(self) -> str:
        return DAYS[self.weekday - 1]

    @property
    def words(self) -> str:
        """« 9 h à 12 h 30 »"""
        return " à ".join(_words(one) for one in (self.starts, self.ends))


def _words(clock: time) -> str:
    return f"{clock.hour} h {clock.minute:02}" if clock.minute else f"{clock.hour} h"


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def slots_overlap(one: Slot, other: Slot) -> bool:
    """Some time in common on the same weekday; one may begin when the other ends."""
    return one.weekday == other.weekday and one.starts < other.ends and other.starts < one.ends


def timetable_problem(slots: Sequence[Slot]) -> str:
    """Why a timetable cannot be agreed, in French; empty if it can."""
    if not slots:
        return "Notez au moins un créneau."
    if any(not MONDAY <= slot.weekday <= SUNDAY for slot in slots):
        return "Un créneau est un jour de la semaine, du lundi au dimanche."
    if any(slot.minutes <= 0 for slot in slots):
        return "Un créneau finit après son début, le même jour."
    if any(slots_overlap(one, other) for one, other in combinations(slots, 2)):
        return "Deux créneaux du même jour se chevauchent."
    return ""


def weekly_minutes(slots: Iterable[Slot]) -> int:
    """What a week at the practice comes to."""
    return sum(slot.minutes for slot in slots)


def beyond_timetable(noted: int, agreed: int | None) -> str:
    """Why the practice minutes of a week are refused, with the figures; empty if they are not.

    `agreed` is None without a signed agreement: nothing is refused then.
    """
    if agreed is None or noted <= agreed:
        return ""
    return f"{duration(noted)} notées, {duration(agreed)} convenues."


def at_practice(slots: Iterable[Slot], starts_at: datetime, ends_at: datetime) -> bool:
    """Somebody is expected at the practice during a session of one day; instants in local time."""
    met = Slot(starts_at.isoweekday(), starts_at.time(), ends_at.time())
    return any(slots_overlap(slot, met) for slot in slots)
