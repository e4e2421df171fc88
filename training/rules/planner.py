"""All the sessions of a cohort in one go. The rule and its worked tables: docs/rules/calendar.md.

Half-days are taken in order. A module opens a day at the beginning of a half-day, after the modules
it requires, and not closer to its other days than planned; the rest of the half-day is for it
alone. Two orders are tried, and the first that places everything is kept: that of the track, then
the module whose spacing presses most. Half-days at which somebody is expected at a practice are
left out if the others hold everything, or if the other whole days do; else they are used like the
others. The same facts always give the same proposal. A proposal that does not reach the hours holds
no session at all, only the difference.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from curricula.enums import BudgetCategory
from training.enums import PhaseKind
from training.rules.agreed_week import Part, expected
from training.rules.availability import ALWAYS, Availability, available
from training.rules.rhythm import Half, clock_of
from training.rules.spacing import too_close

# Hours at work are planned with each practice, distance hours are lessons.
PLANNED_CATEGORIES = (
    BudgetCategory.IN_PERSON,
    BudgetCategory.VIRTUAL,
    BudgetCategory.SUPPORT,
    BudgetCategory.EVALUATION,
)
SHORTEST = 30  # minutes: no session is shorter, unless that is all that is left


def category_problem(category: str, planned: Collection[str]) -> str:
    """Why a session of a category cannot be planned for a module, in French; empty if it can.

    `planned` are the categories of hours that the module plans; none: it plans its hours whole, and
    its sessions name no category.
    """
    if not planned:
        return "Ce module ne prévoit pas ses heures par catégorie." if category else ""
    if category in planned and category in PLANNED_CATEGORIES:
        return ""
    words = [BudgetCategory(c).label for c in PLANNED_CATEGORIES if c in planned]
    if not words:
        return "Ce module ne prévoit aucune heure en séance."
    return f"Choisissez une catégorie que le module prévoit : {', '.join(words)}."


@dataclass(frozen=True)
class ModuleNeed:
    """What is left to plan of a module, by category, and the days it already has."""

    module: int
    title: str
    minutes: Mapping[str, int]
    spacing_days: int = 0
    after: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()

    @property
    def total(self) -> int:
        return sum(self.minutes.values())


@dataclass(frozen=True)
class Resource:
    """A trainer or a room: when they can be had, and hours taken elsewhere.

    A room can be had always. Hours taken are (day, start, end), in minutes from midnight.
    """

    pk: int
    availability: Availability = ALWAYS
    busy: tuple[tuple[date, int, int], ...] = ()
    shut: bool = False  # stands for « none of them will do »

    def free(self, half: Half) -> bool:
        if self.shut:
            return False
        return available(self.availability, half.day, half.start, half.end) and not any(
            day == half.day and start < half.end and half.start < end
            for day, start, end in self.busy
        )


@dataclass(frozen=True)
class Place:
    """One session of the proposal; `start` and `end` in minutes from midnight in Paris."""

    module: int
    category: str
    day: date
    start: int
    end: int
    trainer: int | None = None
    room: int | None = None

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Missing:
    """Minutes of a module and category that found no half-day."""

    module: int
    title: str
    category: str
    minutes: int


@dataclass(frozen=True)
class Proposal:
    """What the rhythm gives. `places` is empty unless everything found its place."""

    places: tuple[Place, ...]
    missing: tuple[Missing, ...]
    wanted: int
    placed: int
    capacity: int
    without_trainer: int = 0
    without_room: int = 0

    @property
    def lacking(self) -> int:
        return self.wanted - self.placed


@dataclass
class _Work:
    """A proposal being made."""

    needs: Sequence[ModuleNeed]
    trainers: Sequence[Resource]
    rooms: Sequence[Resource]
    apart: bool  # evaluations have a phase of their own
    left: dict[tuple[int, str], int] = field(default_factory=dict)
    days: dict[int, set[date]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        for need in self.needs:
            self.days[need.module] = set(need.days)
            for category in PLANNED_CATEGORIES:
                self.left[need.module, category] = need.minutes.get(category, 0)

    def remaining(self, module: int) -> int:
        return sum(self.left[module, category] for category in PLANNED_CATEGORIES)

    def taught(self, module: int) -> bool:
        """All of the module but its evaluation has its place."""
        return not any(
            self.left[module, c] for c in PLANNED_CATEGORIES if c != BudgetCategory.EVALUATION
        )


Order = Callable[[_Work, ModuleNeed], int]


def in_order(work: _Work, need: ModuleNeed) -> int:
    """As the track has them."""
    return 0


def most_pressing(work: _Work, need: ModuleNeed) -> int:
    """First the module whose remaining hours and spacing take the longest."""
    return -work.remaining(need.module) * max(need.spacing_days, 1)


def propose(
    needs: Sequence[ModuleNeed],
    halves: Iterable[Half],
    trainers: Sequence[Resource] = (),
    rooms: Sequence[Resource] = (),
    at_practice: Collection[Half] = (),
) -> Proposal:
    """Place what is left of each module on the half-days, or say what is missing.

    Without trainers (or rooms) none is named; with some, the first who is free is taken, and a
    half-day on which nobody is free is left out. `at_practice` are the half-days at which somebody
    of the group is expected at a practice: they are used only if neither the others nor the other
    whole days do.
    """
    ordered = sorted(halves)

    def best(left_out: Collection[Half]) -> Proposal:
        tries = [
            _attempt(needs, ordered, trainers, rooms, order, left_out)
            for order in (in_order, most_pressing)
        ]
        return min(tries, key=lambda one: one.lacking)

    days = {half.day for half in at_practice}
    for left_out in (at_practice, {half for half in ordered if half.day in days}):
        if left_out and not (found := best(left_out)).lacking:
            return found
    return best(())


def _attempt(
    needs: Sequence[ModuleNeed],
    halves: Sequence[Half],
    trainers: Sequence[Resource],
    rooms: Sequence[Resource],
    order: Order,
    left_out: Collection[Half],
) -> Proposal:
    apart = any(half.kind == PhaseKind.EVALUATION for half in halves)
    work = _Work(needs, trainers, rooms, apart)
    without_trainer = without_room = 0
    for half in (half for half in halves if half not in left_out):
        trainer, room = _free(trainers, half), _free(rooms, half)
        if trainers and trainer is None:
            without_trainer += 1
            continue
        without_room += bool(rooms) and room is None
        _fill(work, half, trainer, room, order)
    missing = tuple(_missing(work))
    wanted = sum(need.total for need in needs)
    placed = sum(place.minutes for place in work.places)
    return Proposal(
        places=() if missing else tuple(work.places), missing=missing, wanted=wanted,
        placed=placed, capacity=sum(half.minutes for half in halves),
        without_trainer=without_trainer, without_room=without_room,
    )  # fmt: skip


def clashes(places: Iterable[Place], weeks: Mapping[int, Iterable[Part]]) -> list[frozenset[int]]:
    """For each session at hours agreed with a practice, who is expected there; the others left out.

    `weeks`: for each person, what every practice of theirs agreed.
    """
    return [who for place in places if (who := expected(weeks, *_instants(place)))]


def practice_halves(halves: Iterable[Half], weeks: Mapping[int, Iterable[Part]]) -> frozenset[Half]:
    """The half-days with some time in common with hours agreed with a practice."""
    return frozenset(half for half in halves if expected(weeks, *_instants(half)))


def _instants(one: Half | Place) -> tuple[datetime, datetime]:
    start, end = (datetime.combine(one.day, clock_of(minute)) for minute in (one.start, one.end))
    return start, end


def _free(resources: Sequence[Resource], half: Half) -> int | None:
    return next((resource.pk for resource in resources if resource.free(half)), None)


def _missing(work: _Work) -> Iterable[Missing]:
    for need in work.needs:
        for category in PLANNED_CATEGORIES:
            if left := work.left[need.module, category]:
                yield Missing(need.module, need.title, category, left)


def _fill(work: _Work, half: Half, trainer: int | None, room: int | None, order: Order) -> None:
    """One module takes the half-day, with as many sessions as its categories ask for."""
    on_site = not work.rooms or room is not None
    need = next(
        (
            need
            for need in sorted(work.needs, key=lambda need: order(work, need))
            if _may_meet(work, need, half.day) and _categories(work, need, half, on_site)
        ),
        None,
    )
    at = half.start
    virtual: bool | None = None
    while need and at < half.end:
        piece = _piece(work, need, half, at, on_site, virtual)
        if piece is None:
            return
        category, minutes = piece
        virtual = category == BudgetCategory.VIRTUAL
        place = Place(
            need.module, category, half.day, at, at + minutes, trainer, None if virtual else room
        )
        work.places.append(place)
        work.left[need.module, category] -= minutes
        work.days[need.module].add(half.day)
        at += minutes


def _may_meet(work: _Work, need: ModuleNeed, day: date) -> bool:
    """What it requires is over, and its other days are far enough."""
    known = need.after & work.days.keys()
    if any(not work.taught(m) or max(work.days[m], default=date.min) >= day for m in known):
        return False
    return too_close(day, work.days[need.module], need.spacing_days) is None


def _categories(work: _Work, need: ModuleNeed, half: Half, on_site: bool) -> list[str]:
    """Categories of a module that can stand in a half-day, in their order."""
    found = [c for c in PLANNED_CATEGORIES if work.left[need.module, c]]
    evaluating = half.kind == PhaseKind.EVALUATION
    if work.apart:
        found = [c for c in found if (c == BudgetCategory.EVALUATION) == evaluating]
    if not work.taught(need.module):
        found = [c for c in found if c != BudgetCategory.EVALUATION]
    return [c for c in found if on_site or c == BudgetCategory.VIRTUAL]


def _piece(
    work: _Work, need: ModuleNeed, half: Half, at: int, on_site: bool, virtual: bool | None
) -> tuple[str, int] | None:
    """The next session from a minute on; a half-day is on site or at a distance, never both."""
    for category in _categories(work, need, half, on_site):
        if virtual is not None and virtual != (category == BudgetCategory.VIRTUAL):
            continue
        left, room = work.left[need.module, category], half.end - at
        minutes = min(left, room)
        if 0 < left - minutes < SHORTEST and left - SHORTEST >= SHORTEST:
            minutes = left - SHORTEST  # what is left for another day is not a crumb
        if minutes >= SHORTEST or minutes == left:
            return category, minutes
    return None
