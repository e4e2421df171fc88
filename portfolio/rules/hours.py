"""The hours of a week of the livret, day by day (docs/rules/livret.md, « Hours »)."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portfolio.enums import DayKind
from portfolio.rules.weeks import IsoWeek
from records.rules.french import day_and_month, duration

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
WRITTEN = re.compile(r"(\d{1,3})(?:h|:|h:)([0-5]\d)?|(\d{1,4})min|(\d{1,3})(?:[.,](\d{1,2}))?")


class WrittenDay(NamedTuple):
    """A day at a practice with its minutes, or a day off without any; `practice` by primary key."""

    day: date
    kind: str
    minutes: int = 0
    practice: int | None = None

    @property
    def worked(self) -> bool:
        return self.kind == DayKind.WORKED


@dataclass(frozen=True)
class WrittenHours:
    """What a learner notes of the time of a week, in minutes."""

    days: tuple[WrittenDay, ...] = ()
    logbook: int = 0
    collective: int = 0

    @property
    def practice(self) -> int:
        """Minutes at the practices."""
        return sum(day.minutes for day in self.days)


class Term(NamedTuple):
    """The first and the last day of a contract; None where there is no limit."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first or day) <= day <= (self.last or day)


def parse_hours(text: str) -> int | None:
    """Minutes of « 7 h 30 », « 7:30 », « 45 min », « 7,5 » or « 7 » (hours); None for others."""
    found = WRITTEN.fullmatch("".join(text.casefold().split()))
    if not found:
        return None
    hours, rest, alone, whole, tenths = found.groups()
    if alone:
        return int(alone)
    if whole:
        return int(whole) * 60 + round(int(tenths or 0) * 60 / 10 ** len(tenths or ""))
    return int(hours) * 60 + int(rest or 0)


def hours_problem(hours: WrittenHours, week: IsoWeek, today: date, term: Term) -> str:
    """Why the hours of a week cannot be kept, in French; empty if they can.

    `today` is the day in Europe/Paris; `term` is that of the contract of work, if it is known.
    """
    for line in hours.days:
        if problem := _day_problem(line, week, today, term):
            return problem
    if problem := _days_problem(hours.days):
        return problem
    if min(hours.logbook, hours.collective) < 0:
        return "Une durée n’est pas négative."
    if hours.practice + hours.logbook + hours.collective > WEEK_MINUTES:
        return "Une semaine n’a que 168 heures."
    return ""


def _day_problem(line: WrittenDay, week: IsoWeek, today: date, term: Term) -> str:
    name = day_and_month(line.day).capitalize()
    if not week.monday <= line.day <= week.day(6):
        return f"{name} n’est pas dans cette semaine."
    if line.kind not in DayKind or (line.practice is not None) != line.worked:
        return f"{name} : ce choix n’existe pas."
    if not line.worked:
        return f"{name} : un jour sans travail n’a pas d’heures." if line.minutes else ""
    if not 1 <= line.minutes <= DAY_MINUTES:
        return f"{name} : notez de 1 minute à 24 heures."
    if line.day > today:
        return f"{name} n’est pas encore venu : ses heures se notent le jour même."
    if not term.holds(line.day):
        return f"{name} est hors de votre contrat de travail."
    return ""


def _days_problem(days: Iterable[WrittenDay]) -> str:
    """A day has its practices once each and 24 hours in all, or it is off."""
    places = Counter((line.day, line.practice) for line in days)
    total: Counter[date] = Counter()
    kinds: dict[date, set[bool]] = {}
    for line in days:
        total[line.day] += line.minutes
        kinds.setdefault(line.day, set()).add(line.worked)
    for day, both in kinds.items():
        name = day_and_month(day).capitalize()
        if len(both) > 1 or any(n > 1 for (other, _), n in places.items() if other == day):
            return f"{name} est noté deux fois."
        if problem := total_problem(total[day]):
            return f"{name} : {problem}"
    return ""


def total_problem(minutes: int) -> str:
    """Why a day cannot have that many minutes, in French, as the end of a sentence."""
    return "un jour n’a que 24 heures." if minutes > DAY_MINUTES else ""


def is_off(days: Iterable[WrittenDay]) -> bool:
    """Something was noted of the week, and no hour at a practice: nothing is left to describe."""
    every = list(days)
    return bool(every) and not any(line.worked for line in every)


def own_time(contract: int | None, agreed: int | None) -> int | None:
    """Minutes a week for the livret and the group: the contract without the practice.

    Document 000, lines 416 and 522: of 35 h, 20 to 30 h at the practice, the rest for the livret,
    collective and individual time. None where the contract or the agreement is not known.
    """
    return None if contract is None or agreed is None else max(0, contract - agreed)


def spent_words(noted: int, own: int | None) -> str:
    """How the minutes noted for the livret and the group stand against `own_time`, in French.

    Nothing while none are noted, or where what the contract leaves is not known.
    """
    if not noted or own is None:
        return ""
    if not own:
        return f"Noté : {duration(noted)}, quand le contrat n’en laisse pas."
    if noted > own:
        more = f"soit {duration(noted - own)} de plus que ce que laisse le contrat"
        return f"Noté : {duration(noted)}, {more} ({duration(own)})."
    return f"Noté : {duration(noted)}, sur {duration(own)} que laisse le contrat."
