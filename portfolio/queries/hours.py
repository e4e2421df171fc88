"""The hours of a week of the livret: what is noted, what was agreed, what is left for oneself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from people.models import Organisation
from portfolio.enums import DayKind
from portfolio.models import LogbookWeek, WeekDay
from portfolio.rules.hours import Term, WrittenHours, own_time, spent_words
from portfolio.rules.weeks import FRIDAY, SATURDAY, SUNDAY, IsoWeek
from training.models import EmploymentContract, Enrolment, SharedPost
from training.queries.agreed_week import parts_of
from training.rules.agreed_week import Part, minutes_of_week, minutes_on
from training.rules.contract import holds_on
from training.rules.holidays import public_holiday


class PlaceTotal(NamedTuple):
    """The minutes of a week at one practice, and the last day on which they were worked."""

    minutes: int
    last_day: date
    practice: Organisation | None = None


@dataclass(frozen=True)
class PlaceLine:
    """A practice on a day: minutes noted, or those agreed while nothing is noted."""

    practice: Organisation
    minutes: int


@dataclass(frozen=True)
class DayLine:
    """A day of the week, as the form of hours shows it."""

    day: date
    kind: str
    places: list[PlaceLine]
    future: bool
    holiday: str


@dataclass(frozen=True)
class WeekHours:
    """The days of a week, and the time left for the livret and the group, in minutes.

    `noted`: whether the learner has written something; if not, minutes are those agreed.
    `unbounded`: the practices whose hours no signed agreement limits.
    """

    days: list[DayLine]
    noted: bool
    own_time: int | None
    unbounded: list[Organisation]

    @property
    def proposed(self) -> bool:
        """The agreement fills the form, since nothing is noted yet."""
        return not self.noted and any(place.minutes for day in self.days for place in day.places)


def newest_contract(enrolment: Enrolment) -> EmploymentContract | None:
    """The newest version of the contract; one query."""
    return enrolment.contracts.order_by("-number").first()


def contract_term(enrolment: Enrolment) -> Term:
    contract = newest_contract(enrolment)
    return Term(contract.starts_on, contract.ends_on) if contract else Term()


def practices_by_day(enrolment: Enrolment, iso: IsoWeek) -> dict[date, list[Organisation]]:
    """Who employs on each day of a week, the main practice first; two queries."""
    posts = enrolment.shared_posts.select_related("practice").prefetch_related("ends")
    return _by_day(enrolment, list(posts), iso)


def _by_day(
    enrolment: Enrolment, posts: Iterable[SharedPost], iso: IsoWeek
) -> dict[date, list[Organisation]]:
    week = [iso.day(weekday) for weekday in range(SUNDAY + 1)]
    return {
        day: [enrolment.practice, *(p.practice for p in posts if holds_on(day, p.share))]
        for day in week
    }


def practices_of_week(enrolment: Enrolment, iso: IsoWeek) -> list[Organisation]:
    """The main practice, then each that shares the post on a day of the week; two queries."""
    return _once(practices_by_day(enrolment, iso))


def _once(by_day: Mapping[date, Iterable[Organisation]]) -> list[Organisation]:
    return list(dict.fromkeys(practice for found in by_day.values() for practice in found))


def hours_of(row: LogbookWeek) -> WrittenHours:
    """What is stored of the time of a week; one query."""
    days = tuple(day.written for day in row.days.all())
    return WrittenHours(days, row.logbook_minutes, row.collective_minutes)


def practice_totals(row: LogbookWeek, today: date) -> list[PlaceTotal]:
    """Minutes by practice, in the order of their first day; a week without days has one sum."""
    friday = min(IsoWeek(row.iso_year, row.iso_week).day(FRIDAY), today)
    found: dict[int, PlaceTotal] = {}
    for day in row.days.filter(kind=DayKind.WORKED).select_related("practice"):
        known = found.get(day.practice_id or 0)
        minutes = day.minutes + (known.minutes if known else 0)
        found[day.practice_id or 0] = PlaceTotal(minutes, day.day, day.practice)
    if not found and row.practice_minutes:
        return [PlaceTotal(row.practice_minutes, friday)]
    return list(found.values())


def week_hours(
    enrolment: Enrolment,
    iso: IsoWeek,
    stored: list[WeekDay],
    employing: Iterable[Organisation],
    today: date,
    noted: bool,
) -> WeekHours:
    """Everything that the form of the hours of a week shows; at most four queries.

    `stored`: the days as they are noted, with their practice; `employing`: the practices of the
    week, the main one first; `noted`: whether the learner has written hours, with days or, before
    there were days, as one sum.
    """
    practices = {practice.pk: practice for practice in employing}
    practices |= {day.practice.pk: day.practice for day in stored if day.practice}
    parts = {part.practice: part for part in parts_of([enrolment.pk]).get(enrolment.pk, [])}
    days = []
    for weekday in range(SUNDAY + 1):
        day = iso.day(weekday)
        agreed = {pk: minutes_on(part, day) or 0 for pk, part in parts.items()}
        if weekday <= SATURDAY or any(agreed.values()) or any(one.day == day for one in stored):
            days.append(
                _day_line(day, stored, list(practices.values()), {} if noted else agreed, today)
            )
    known = _agreed_week(parts.values(), iso)
    own = _own_time(enrolment, known)
    return WeekHours(days, noted, own, _unbounded(enrolment, employing, known))


def spent_of(row: LogbookWeek) -> str:
    """`spent_words` of a week; two queries, none while nothing is noted."""
    if not row.own_minutes:
        return ""
    parts = parts_of([row.enrolment_id]).get(row.enrolment_id, [])
    known = _agreed_week(parts, IsoWeek(row.iso_year, row.iso_week))
    return spent_words(row.own_minutes, _own_time(row.enrolment, known))


def _own_time(enrolment: Enrolment, agreed: dict[int, int]) -> int | None:
    contract = newest_contract(enrolment)
    return own_time(
        contract.weekly_minutes if contract else None, sum(agreed.values()) if agreed else None
    )


def unbounded_practices(row: LogbookWeek) -> list[Organisation]:
    """The practices whose hours of a week no signed agreement limits; at most five queries."""
    return unbounded_by_week([row])[row.pk]


def unbounded_by_week(weeks: Iterable[LogbookWeek]) -> dict[int, list[Organisation]]:
    """The same of each week, loaded with its enrolment and practice; at most five queries."""
    rows = list(weeks)
    keys = {row.enrolment_id for row in rows}
    posts: dict[int, list[SharedPost]] = defaultdict(list)
    shared = SharedPost.objects.filter(enrolment__in=keys).select_related("practice")
    for post in shared.prefetch_related("ends"):
        posts[post.enrolment_id].append(post)
    parts, found = parts_of(keys), {}
    for row in rows:
        one, iso = row.enrolment, IsoWeek(row.iso_year, row.iso_week)
        known = _agreed_week(parts.get(one.pk, []), iso)
        found[row.pk] = _unbounded(one, _once(_by_day(one, posts[one.pk], iso)), known)
    return found


def unbounded_at(row: LogbookWeek, practice: Organisation, parts: Iterable[Part]) -> bool:
    """Whether no signed agreement limits the hours of a week at one practice.

    `parts`: what is agreed for its enrolment, as `parts_of` gives it.
    """
    known = _agreed_week(parts, IsoWeek(row.iso_year, row.iso_week))
    return bool(_unbounded(row.enrolment, [practice], known))


def _agreed_week(parts: Iterable[Part], iso: IsoWeek) -> dict[int, int]:
    """Minutes agreed for a week by practice, without those that have agreed nothing for it."""
    found = {part.practice: minutes_of_week(part, iso.monday) for part in parts}
    return {practice: minutes for practice, minutes in found.items() if minutes is not None}


def _unbounded(
    enrolment: Enrolment, employing: Iterable[Organisation], agreed: dict[int, int]
) -> list[Organisation]:
    """None while the main practice has agreed: its week and the shares limit the whole."""
    if enrolment.practice_id in agreed:
        return []
    return [practice for practice in employing if practice.pk not in agreed]


def _day_line(
    day: date,
    stored: list[WeekDay],
    practices: list[Organisation],
    agreed: dict[int, int],
    today: date,
) -> DayLine:
    """What is noted of the day; while nothing is noted of the week, what was agreed."""
    of_day = [one for one in stored if one.day == day]
    noted = {one.practice_id: one.minutes for one in of_day if one.practice_id}
    holiday = public_holiday(day)
    kind = next((one.kind for one in of_day), DayKind.WORKED)
    if not stored and holiday:
        kind = DayKind.HOLIDAY
    if not stored and day <= today and not holiday:
        noted = agreed
    places = [PlaceLine(practice, noted.get(practice.pk, 0)) for practice in practices]
    return DayLine(day, kind, places, day > today, holiday)
