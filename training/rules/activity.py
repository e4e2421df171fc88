"""Time spent at a distance: what the site measured, what of it counts.

Worked tables: docs/rules/distance.md. Code du travail, D6313-3-1: distance training tells its
average duration and is closed by evaluations; the cut-off below is a choice of the training body.
"""

from collections.abc import Iterable
from datetime import datetime

from training.enums import ActivityKind

IDLE_SECONDS = 10 * 60
# A page sends a signal every two minutes; what comes sooner is another tab, or a script.
SIGNAL_SECONDS = 120
SOONEST_SECONDS = 30


def gap_before(previous: datetime | None, kind: str, at: datetime) -> int:
    """Seconds from the fact before, of whatever lesson, to this one; opening starts anew."""
    if previous is None or kind == ActivityKind.OPENED:
        return 0
    return max(0, int((at - previous).total_seconds()))


def too_soon(previous: datetime | None, kind: str, at: datetime) -> bool:
    """A sign of presence so near to the fact before that it says nothing more."""
    if previous is None or kind not in (ActivityKind.PRESENT, ActivityKind.MEDIA):
        return False
    return (at - previous).total_seconds() < SOONEST_SECONDS


def measured_seconds(gaps: Iterable[int]) -> int:
    """The gaps of a lesson, each for no more than the idle cut-off."""
    return sum(min(gap, IDLE_SECONDS) for gap in gaps)


def accepted_minutes(seconds: int, ceiling: int) -> int:
    """Whole minutes measured, at most the declared average duration (minutes) of the activity."""
    return min(seconds // 60, ceiling)
