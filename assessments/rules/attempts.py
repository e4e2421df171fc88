"""Which handing-in of a piece of writing counts, and whether another may follow."""

from collections.abc import Iterable
from typing import NamedTuple


class Attempt(NamedTuple):
    """One handing-in as the rules see it; `passed` is None while no grade was given."""

    number: int
    open: bool
    passed: bool | None


def counting(attempts: Iterable[Attempt]) -> Attempt | None:
    """The first that is passed; else the newest that has a grade; else the newest handed in."""
    handed_in = sorted(attempt for attempt in attempts if not attempt.open)
    for attempt in handed_in:
        if attempt.passed:
            return attempt
    graded = [attempt for attempt in handed_in if attempt.passed is not None]
    return (graded or handed_in or [None])[-1]


def may_write_anew(latest: Attempt | None) -> bool:
    """A new version may be begun when nothing was written yet, or when the last was not passed."""
    return latest is None or (not latest.open and latest.passed is False)
