"""Weeks of a cohort: the plan week by week, what was accepted in each, and what is late."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from training.enums import COUNTED_CATEGORIES, HoursState
from training.rules.hours import Line
from training.rules.plan import Plan, category_of, planned_for, widest

WEEK = timedelta(weeks=1)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def mondays(start: date, end: date) -> list[date]:
    """The Mondays of the weeks from a day to another, both included; one at least."""
    first = monday(start)
    count = max(0, (monday(end) - first) // WEEK)
    return [first + WEEK * i for i in range(count + 1)]


def plan_curve(
    goal: int, weeks: Sequence[date], sessions: Mapping[date, int], lessons: int, today: date
) -> list[int]:
    """Minutes due at the end of each week; the curve ends at the goal exactly.

    `sessions`: minutes of the sessions held or announced, by Monday; those before the first week
    belong to it, those after the last to the last. `lessons`: minutes to read at a distance, over
    all weeks evenly. The rest has no session yet, so that nobody can be late with it: over this
    week and those after it, the last one once all have passed.
    """
    count = len(weeks)
    held = [0] * count
    for at, minutes in sessions.items():
        held[min(max(0, (at - weeks[0]) // WEEK), count - 1)] += minutes
    to_read = min(lessons, max(0, goal - sum(held)))
    untold = max(0, goal - sum(held) - to_read)
    passed = min(max(0, (monday(today) - weeks[0]) // WEEK), count - 1)
    return [
        min(goal, done + to_read * i // count + untold * max(0, i - passed) // (count - passed))
        for i, done in enumerate(accumulate(held), start=1)
    ]


def accepted_by_week(lines: Iterable[Line], plan: Plan) -> dict[date, int]:
    """What each week added to the accepted hours, by Monday; adds up to what is accepted.

    `lines` stand within their day. In the order of the days each module fills its plan.
    """
    groups: dict[tuple[int | str | None, str], list[Line]] = {}
    for line in lines:
        key = (line.module_code or line.module_id, category_of(line.category, line.budget))
        groups.setdefault(key, []).append(line)
    found: dict[date, int] = {}
    for group in groups.values():
        limit = widest(planned_for(line, plan) for line in group)
        for week, minutes in _filling(group, limit):
            found[week] = found.get(week, 0) + minutes
    return found


def _filling(group: list[Line], limit: int | None) -> Iterator[tuple[date, int]]:
    counted = [
        (line.on, line.minutes)
        for line in group
        if line.on and line.state == HoursState.ACCEPTED and line.category in COUNTED_CATEGORIES
    ]
    filled = 0
    for day, minutes in sorted(counted):
        kept = minutes if limit is None else min(minutes, limit - filled)
        filled += kept
        if kept:
            yield monday(day), kept


@dataclass(frozen=True)
class Threshold:
    """From how many average weeks of the plan somebody is late."""

    weeks: int
    level: str
    label: str
    reason: str


# The two numbers are ours, « choix de l’organisme »: no source gives any.
THRESHOLDS = (
    Threshold(4, "alarm", "en retard", "quatre semaines de retard, un mois de formation"),
    Threshold(2, "watch", "à surveiller", "deux semaines de retard"),
)


@dataclass(frozen=True)
class Drift:
    """Accepted minutes beside what the plan expects at the end of the last whole week."""

    due: int
    accepted: int
    threshold: Threshold | None

    @property
    def minutes(self) -> int:
        return self.accepted - self.due

    @property
    def late(self) -> int:
        return max(0, -self.minutes)


def due_on(plan: Sequence[int], weeks: Sequence[date], today: date) -> int:
    """What the plan expects at the end of the last whole week before a day."""
    passed = (monday(today) - weeks[0]) // WEEK
    return plan[min(passed, len(plan)) - 1] if passed > 0 else 0


def drift(accepted: int, due: int, goal: int, weeks: int) -> Drift:
    """How late somebody is, and which threshold that passes, if any.

    One week of the plan is the goal spread evenly over the weeks of the cohort.
    """
    late = max(0, due - accepted)
    passed = next((t for t in THRESHOLDS if late * weeks >= t.weeks * goal and late), None)
    return Drift(due, accepted, passed)


def shade(minutes: int) -> int:
    """0 for nothing, then one step every half day of 4 h, at most 4."""
    return 0 if minutes <= 0 else min(4, 1 + minutes // 240)
