"""What stands in the way of planned sessions. Worked table: docs/rules/calendar.md."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from training.enums import ConflictKind


@dataclass(frozen=True)
class Meeting:
    """A session as far as it can get in the way of another; `people` are those whom it concerns.

    `whole` is whether it concerns its whole cohort. `away` and `not_given` say, in French, when its
    trainer is absent and which half-day they do not give; empty if neither.
    """

    pk: int
    cohort: int
    starts_at: datetime
    ends_at: datetime
    trainer: int | None = None
    room: int | None = None
    seats: int | None = None
    people: frozenset[int] = frozenset()
    whole: bool = True
    away: str = ""
    not_given: str = ""
    closed: str = ""
    at_practice: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Conflict:
    """Two sessions at once for somebody or somewhere; `other` is None for what is in itself."""

    kind: ConflictKind
    meeting: int
    other: int | None = None
    people: frozenset[int] = frozenset()
    detail: str = ""


def overlap(one: Meeting, other: Meeting) -> bool:
    """Some time in common; one may begin when the other ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def between(one: Meeting, other: Meeting) -> list[Conflict]:
    """Why two sessions cannot both be held; empty when they do not overlap."""
    if not overlap(one, other):
        return []
    found = []
    if one.trainer is not None and one.trainer == other.trainer:
        found.append(Conflict(ConflictKind.TRAINER, one.pk, other.pk))
    if one.room is not None and one.room == other.room:
        found.append(Conflict(ConflictKind.ROOM, one.pk, other.pk))
    if one.cohort == other.cohort and one.whole and other.whole:
        found.append(Conflict(ConflictKind.GROUP, one.pk, other.pk))
    elif both := one.people & other.people:
        found.append(Conflict(ConflictKind.LEARNER, one.pk, other.pk, both))
    return found


def alone(one: Meeting) -> Iterator[Conflict]:
    """What is wrong with a session by itself."""
    if one.closed:
        yield Conflict(ConflictKind.CLOSED, one.pk, detail=one.closed)
    if one.away:
        yield Conflict(ConflictKind.AWAY, one.pk, detail=one.away)
    if one.not_given:
        yield Conflict(ConflictKind.NOT_GIVEN, one.pk, detail=one.not_given)
    if one.at_practice:
        yield Conflict(ConflictKind.PRACTICE, one.pk, people=one.at_practice)
    if one.seats is not None and len(one.people) > one.seats:
        yield Conflict(ConflictKind.SEATS, one.pk, detail=f"{len(one.people)} / {one.seats}")


def conflicts(meetings: Sequence[Meeting], others: Iterable[Meeting] = ()) -> list[Conflict]:
    """Every conflict of the meetings, among themselves and with the others, in order of time."""
    mine = {meeting.pk for meeting in meetings}
    line = sorted([*meetings, *others], key=lambda one: (one.starts_at, one.pk))
    found: list[Conflict] = []
    open_: list[Meeting] = []
    for meeting in line:
        open_ = [earlier for earlier in open_ if earlier.ends_at > meeting.starts_at]
        for earlier in open_:
            if meeting.pk in mine or earlier.pk in mine:
                pair = (earlier, meeting) if earlier.pk in mine else (meeting, earlier)
                found += between(*pair)
        open_.append(meeting)
        found += alone(meeting) if meeting.pk in mine else ()
    return found
