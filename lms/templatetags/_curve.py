"""The sewn curve of hours: one stitch per week, against the dotted plan. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

TOP = 5  # percent kept free above the goal
EARLY = 40  # percent of the width below which words stand to the right of today
DOT = "h.001"  # a path of no length with round caps is a dot


class Month(NamedTuple):
    """A month on the axis: its first week (counted from 0), short and long names."""

    week: int
    short: str
    long: str


class Scale(NamedTuple):
    """Weeks and minutes turned into percent of the drawing."""

    weeks: int
    total: int

    def x(self, week: float) -> float:
        return round(100 * week / self.weeks, 2)

    def y(self, minutes: float) -> float:
        return round(100 - (100 - TOP) * minutes / self.total, 2)

    def stitch(self, start: tuple[float, float], end: tuple[float, float]) -> str:
        """The middle six tenths of a segment, so that neighbours do not touch."""
        (w0, m0), (w1, m1) = start, end
        points = []
        for share in (0.2, 0.8):
            week, minutes = w0 + (w1 - w0) * share, m0 + (m1 - m0) * share
            points.append(f"{self.x(week)} {self.y(minutes)}")
        return f"M{points[0]}L{points[1]}"


def plan_path(scale: Scale, plan: Sequence[int]) -> str:
    return "".join(f"M{scale.x(i + 1)} {scale.y(m)}{DOT}" for i, m in enumerate(plan))


def done_path(scale: Scale, done: Sequence[int]) -> str:
    before = [0, *done]
    return "".join(scale.stitch((i, before[i]), (i + 1, m)) for i, m in enumerate(done))


def forecast_path(scale: Scale, done: Sequence[int], end_week: float) -> str:
    """Thin stitches at an even pace from today to the week in which the goal is reached."""
    start, now = len(done), done[-1] if done else 0
    if end_week <= start:
        return ""
    pace = (scale.total - now) / (end_week - start)
    weeks = [*range(start, ceil(end_week)), end_week]
    points = [(week, now + pace * (week - start)) for week in weeks]
    return "".join(scale.stitch(a, b) for a, b in pairwise(points))


def horizon(plan: Sequence[int], done: Sequence[int], end_week: float | None) -> int:
    return max(len(plan), len(done), ceil(end_week or 0), 1)


def table(
    months: Sequence[Month], plan: Sequence[int], done: Sequence[int]
) -> list[tuple[str, int, int | None]]:
    """Cumulated minutes at the end of each month: name, plan, accepted (None: not there yet)."""
    rows = []
    for i, month in enumerate(months):
        last = (months[i + 1].week if i + 1 < len(months) else len(plan)) - 1
        planned = plan[min(last, len(plan) - 1)]
        rows.append((month.long, planned, done[last] if 0 <= last < len(done) else None))
    return rows


def levels(total: int) -> list[int]:
    """Round hours below the goal for the axis, in minutes, none so near that it hides the goal."""
    step = 60 * (100 if total > 12000 else 25 if total > 3000 else 5)
    return [minutes for minutes in range(0, total, step) if minutes < total * 0.93]
