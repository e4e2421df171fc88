"""Which half-days a trainer gives, week by week, and their absences.

Worked tables: docs/rules/calendar.md. Minutes are counted from midnight on the clock in Paris.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from records.rules.french import DAYS, long_date
from training.enums import AwayPart, DayPart
from training.rules.half_day import NOON
from training.rules.session import people_text

MONDAY, SUNDAY = 1, 7
FURTHEST = timedelta(days=3 * 366)
NOON_MINUTE = NOON.hour * 60

# A half-day of the week: its ISO weekday, from 1 (Monday) to 7, and its part.
WeekHalf = tuple[int, DayPart]


@dataclass(frozen=True)
class Period:
    """From a day on, to a last day if there is one, the same half-days; None: every day."""

    since: date
    until: date | None
    halves: frozenset[WeekHalf] | None

    @property
    def text(self) -> str:
        return week_text(self.halves)

    @property
    def dates(self) -> str:
        return dates_text(self.since, self.until)


@dataclass(frozen=True)
class GivenWeek(Period):
    """The half-days of each week that a trainer gives, both days included; no last day: no end."""

    halves: frozenset[WeekHalf]


@dataclass(frozen=True)
class Away:
    """Days on which a trainer cannot be counted on, both included, and what part of each."""

    first: date
    last: date
    part: AwayPart = AwayPart.DAY

    @property
    def text(self) -> str:
        """« le lundi 5 avril 2027, l’après-midi », « du … au …, le matin seulement »"""
        if self.first == self.last:
            part = "" if self.part == AwayPart.DAY else f", {self.part.label}"
            return f"le {long_date(self.first)}{part}"
        part = "" if self.part == AwayPart.DAY else f", {self.part.label} seulement"
        return f"{dates_text(self.first, self.last)}{part}"


@dataclass(frozen=True)
class Availability:
    """What is known of one trainer: the weeks they said, the newest first, and their absences."""

    weeks: Sequence[GivenWeek] = ()
    away: Sequence[Away] = ()


ALWAYS = Availability()


def dates_text(since: date, until: date | None) -> str:
    """« du lundi 5 avril 2027 au … », « à partir du lundi 5 avril 2027 »"""
    if until is None:
        return f"à partir du {long_date(since)}"
    return f"du {long_date(since)} au {long_date(until)}"


def touched(start: int, end: int) -> tuple[DayPart, ...]:
    """The parts of a day in which something stands; what crosses 13:00 stands in both."""
    both = ((DayPart.MORNING, start < NOON_MINUTE), (DayPart.AFTERNOON, end > NOON_MINUTE))
    return tuple(part for part, met in both if met)


def given_on(weeks: Iterable[GivenWeek], day: date) -> frozenset[WeekHalf] | None:
    """The half-days of the week that hold on a day; None when every day is given.

    `weeks`: the newest first. The newest that has begun holds, so that each replaces the earlier
    ones from its first day on, for good: after its last day every day is given.
    """
    held = next((week for week in weeks if week.since <= day), None)
    if held is None or (held.until is not None and held.until < day):
        return None
    return held.halves


def not_given(one: Availability, day: date, start: int, end: int) -> tuple[DayPart, ...]:
    """The parts of a day in which a session stands and that the trainer does not give."""
    given = given_on(one.weeks, day)
    if given is None:
        return ()
    return tuple(part for part in touched(start, end) if (day.isoweekday(), part) not in given)


def absences(one: Availability, day: date, start: int, end: int) -> tuple[AwayPart, ...]:
    """The absences that a session meets: of the day, of the morning, of the afternoon."""
    met = {AwayPart.DAY, *(AwayPart(part.value) for part in touched(start, end))}
    found = {away.part for away in one.away if away.first <= day <= away.last} & met
    return tuple(part for part in AwayPart if part in found)


def available(one: Availability, day: date, start: int, end: int) -> bool:
    """The trainer gives every half-day in which a session would stand, and is not absent."""
    return not (not_given(one, day, start, end) or absences(one, day, start, end))


def not_given_text(day: date, parts: Sequence[DayPart]) -> str:
    """« ne donne pas le lundi matin », « ne donne pas le lundi »; empty without a part."""
    if not parts:
        return ""
    half = f" {parts[0].label}" if len(parts) == 1 else ""
    return f"ne donne pas le {DAYS[day.weekday()]}{half}"


AWAY_WORDS = {
    AwayPart.DAY: "absent ce jour-là",
    AwayPart.MORNING: "absent ce matin-là",
    AwayPart.AFTERNOON: "absent cet après-midi-là",
}


def away_text(parts: Sequence[AwayPart]) -> str:
    """« absent ce jour-là », « absent ce matin-là »; empty without an absence."""
    if {AwayPart.MORNING, AwayPart.AFTERNOON} <= set(parts):
        return AWAY_WORDS[AwayPart.DAY]
    return AWAY_WORDS[parts[0]] if parts else ""


def week_text(halves: frozenset[WeekHalf] | None) -> str:
    """« lundi matin et jeudi toute la journée »; « tous les jours » when nothing was said."""
    if halves is None:
        return "tous les jours"
    said = []
    for number, name in enumerate(DAYS, start=MONDAY):
        parts = [part for part in DayPart if (number, part) in halves]
        if parts:
            whole = len(parts) == len(DayPart)
            said.append(f"{name} {'toute la journée' if whole else parts[0].label}")
    return people_text(said)


def periods(weeks: Sequence[GivenWeek], first: date) -> list[Period]:
    """What holds from a day on, period after period; the last has no end.

    `weeks`: the newest first. Two neighbours never say the same.
    """
    ends = {week.until + timedelta(days=1) for week in weeks if week.until is not None}
    starts = sorted({first} | {day for day in ends | {week.since for week in weeks} if day > first})
    found: list[Period] = []
    for day in starts:
        halves = given_on(weeks, day)
        if found and found[-1].halves == halves:
            continue
        if found:
            last = found.pop()
            found.append(Period(last.since, day - timedelta(days=1), last.halves))
        found.append(Period(day, None, halves))
    return found


def week_problem(week: GivenWeek, today: date) -> str:
    """Why a week cannot be said, in French; empty if it can."""
    if not week.halves:
        return "Cochez au moins une demi-journée. Pour des jours sans séance, notez une absence."
    if any(not MONDAY <= weekday <= SUNDAY for weekday, _ in week.halves):
        return "Une demi-journée est celle d’un jour de la semaine, du lundi au dimanche."
    if week.since < today:
        return "Une semaine type se dit à partir d’aujourd’hui : le passé reste tel qu’il a été."
    if week.until is not None and week.until < week.since:
        return "Le dernier jour précède le premier."
    if max(week.since, week.until or week.since) > today + FURTHEST:
        return "Trois ans à l’avance au plus : vérifiez les dates."
    return ""
