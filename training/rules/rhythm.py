"""When a cohort can meet: phases, days of the week, half-days, closed days.

Worked tables: docs/rules/calendar.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from records.rules.french import DAYS, clock, day_and_month, duration, long_date
from training.enums import PhaseKind
from training.rules.holidays import public_holiday
from training.rules.session import people_text

# No clock change falls between these hours, so that a half-day has the minutes that its clock says.
EARLIEST, LATEST = time(6), time(22)
SHORTEST_HALF = 60
LONGEST_PHASE = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Phase:
    """A part of the time of a cohort; `weekdays` from 1 (Monday) to 7, `hours` of each half-day.

    A phase without a day of the week has no session: everybody is at their practice.
    """

    kind: PhaseKind
    starts_on: date
    ends_on: date
    weekdays: frozenset[int]
    hours: tuple[tuple[time, time], ...]

    @property
    def minutes_a_day(self) -> int:
        return sum(minutes_of(end) - minutes_of(start) for start, end in self.hours)

    @property
    def text(self) -> str:
        """« Lundi et mardi, 9 h à 12 h 30 et 13 h 30 à 17 h : 7 h par jour. »"""
        if not self.weekdays:
            return "Sans séance."
        days = people_text(DAYS[number - 1] for number in sorted(self.weekdays)).capitalize()
        halves = people_text(f"{_said(start)} à {_said(end)}" for start, end in self.hours)
        return f"{days}, {halves} : {duration(self.minutes_a_day)} par jour."


@dataclass(frozen=True)
class Closed:
    """Days on which nothing is planned, both ends included."""

    starts_on: date
    ends_on: date
    label: str


@dataclass(frozen=True, order=True)
class Half:
    """A half-day on which a session can stand; `start` and `end` in minutes from midnight."""

    day: date
    start: int
    end: int
    kind: PhaseKind

    @property
    def minutes(self) -> int:
        return self.end - self.start


def _said(at: time) -> str:
    return clock(datetime.combine(date.min, at))


def minutes_of(at: time) -> int:
    return at.hour * 60 + at.minute


def clock_of(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def closed_because(day: date, closed: Iterable[Closed]) -> str:
    """Why nothing is held on a day: a public holiday or a closed period; empty on an open day."""
    if name := public_holiday(day):
        return f"jour férié ({name})"
    return next((one.label for one in closed if one.starts_on <= day <= one.ends_on), "")


def half_days(phases: Iterable[Phase], closed: Sequence[Closed], since: date) -> list[Half]:
    """Every half-day of the phases from a day on, closed days left out, in order."""
    found = []
    for phase in phases:
        for offset in range((phase.ends_on - phase.starts_on).days + 1):
            day = phase.starts_on + timedelta(days=offset)
            if day < since or day.isoweekday() not in phase.weekdays or closed_because(day, closed):
                continue
            found += [Half(day, minutes_of(a), minutes_of(b), phase.kind) for a, b in phase.hours]
    return sorted(found)


def phase_problem(phase: Phase, bounds: tuple[date, date], others: Iterable[Phase]) -> str:
    """Why a phase cannot stand in its cohort, in French; empty if it can."""
    if phase.ends_on < phase.starts_on:
        return "La fin de la phase précède son début."
    if phase.ends_on - phase.starts_on > LONGEST_PHASE:
        return "Une phase dure trois ans au plus : vérifiez les dates."
    if phase.starts_on < bounds[0] or phase.ends_on > bounds[1]:
        first, last = long_date(bounds[0]), long_date(bounds[1])
        return f"La phase sort de la promotion, qui va du {first} au {last}."
    for other in others:
        if phase.starts_on <= other.ends_on and other.starts_on <= phase.ends_on:
            dates = f"du {day_and_month(other.starts_on)} au {long_date(other.ends_on)}"
            return f"Ces dates croisent une autre phase : {other.kind.label}, {dates}."
    return _hours_problem(phase)


def _hours_problem(phase: Phase) -> str:
    if phase.weekdays and not phase.hours:
        return "Donnez les heures du matin, de l’après-midi, ou des deux."
    if phase.hours and not phase.weekdays:
        return "Cochez les jours de séance, ou laissez les heures vides."
    if any(end <= start for start, end in phase.hours):
        return "La fin d’une demi-journée doit venir après son début."
    if any(start < EARLIEST or end > LATEST for start, end in phase.hours):
        return "Une demi-journée se tient entre 6 h et 22 h."
    if any(minutes_of(end) - minutes_of(start) < SHORTEST_HALF for start, end in phase.hours):
        return "Une demi-journée dure une heure au moins."
    ordered = sorted(phase.hours)
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        return "L’après-midi commence avant la fin du matin."
    return ""
