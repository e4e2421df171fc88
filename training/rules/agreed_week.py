"""What each practice of a post agreed, day by day. Worked tables: docs/rules/convention.md."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from training.rules.contract import Share, holds_on
from training.rules.timetable import Slot, at_practice, slots_overlap, weekly_minutes

DAYS_OF_A_WEEK = range(7)

# Versions, the newest first: from which day on, and the week.
Agreed = Sequence[tuple[date, Sequence[Slot]]]
# The shares of a further practice; None for the main one, which always has its part.
Shares = tuple[Share, ...] | None


@dataclass(frozen=True)
class Part:
    """What is agreed with one practice of a post."""

    practice: int
    agreed: Agreed
    shares: Shares = None


def has_part(shares: Shares, day: date) -> bool:
    """The practice has its part in the post on a day."""
    return shares is None or any(holds_on(day, share) for share in shares)


def version_holds(since: date, shares: Shares, day: date) -> bool:
    """A signed version that begins on `since` may hold on a day: in the share in which it began.

    It ends with that share: a later share of the same practice asks for a version of its own.
    """
    if day < since:
        return False
    return shares is None or any(
        holds_on(since, share) and holds_on(day, share) for share in shares
    )


def begins_in_part(since: date, shares: Shares, today: date) -> bool:
    """A version may be written or signed: it begins in a share that is not over."""
    return shares is None or any(
        holds_on(since, share) and (share.until is None or today < share.until) for share in shares
    )


def week_of(part: Part, day: date) -> Sequence[Slot] | None:
    """The week that holds on a day: that of the newest version that holds; None without one."""
    return next(
        (slots for since, slots in part.agreed if version_holds(since, part.shares, day)), None
    )


def minutes_on(part: Part, day: date) -> int | None:
    """Minutes agreed on a day; None if no version holds then."""
    week = week_of(part, day)
    return None if week is None else weekly_minutes(_of_day(week, day))


def minutes_of_week(part: Part, monday: date) -> int | None:
    """Minutes agreed on the days of an ISO week on which the practice has its part.

    None if it has none, or if no version holds on one of these days.
    """
    week = [monday + timedelta(days=number) for number in DAYS_OF_A_WEEK]
    found = [minutes_on(part, day) for day in week if has_part(part.shares, day)]
    known = [minutes for minutes in found if minutes is not None]
    return sum(known) if known and len(known) == len(found) else None


def _of_day(week: Iterable[Slot], day: date) -> list[Slot]:
    return [slot for slot in week if slot.weekday == day.isoweekday()]


@dataclass(frozen=True)
class InCommon:
    """Hours of one practice that are those of another on the same day."""

    practice: int
    own: Slot
    other: Slot


def hours_in_common(part: Part, others: Iterable[Part], first: date) -> InCommon | None:
    """The first hours from a day on that one practice has in common with another; else None."""
    for other in others:
        for day in _days_to_compare(first, part, other):
            for own in _of_day(week_of(part, day) or (), day):
                for slot in _of_day(week_of(other, day) or (), day):
                    if slots_overlap(own, slot):
                        return InCommon(other.practice, own, slot)
    return None


def _days_to_compare(first: date, *parts: Part) -> Iterator[date]:
    """What holds turns on some days only: the seven days from each say all there is."""
    turns = {first}
    for part in parts:
        turns.update(since for since, _ in part.agreed)
        for share in part.shares or ():
            turns.update(day for day in (share.since, share.until) if day)
    for turn in sorted(turn for turn in turns if turn >= first):
        last = min(turn.toordinal() + len(DAYS_OF_A_WEEK), date.max.toordinal() + 1)
        yield from (date.fromordinal(number) for number in range(turn.toordinal(), last))


def expected(
    people: Mapping[int, Iterable[Part]], starts_at: datetime, ends_at: datetime
) -> frozenset[int]:
    """Who is expected at a practice during a session of one day; instants in local time.

    `people`: for each person, what every practice of theirs agreed.
    """
    day = starts_at.date()
    return frozenset(
        who
        for who, parts in people.items()
        if any(at_practice(week_of(part, day) or (), starts_at, ends_at) for part in parts)
    )
