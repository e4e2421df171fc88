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
    found = graded or handed_in
    return found[-1] if found else None


def may_write_anew(latest: Attempt | None) -> bool:
    """A new version may be begun when nothing was written yet, or when the last was not passed."""
    return latest is None or (not latest.open and latest.passed is False)


# From so many days on a copy is shown as waiting for long: a choice of this project.
LATE_DAYS = 5


def waiting_words(days: int) -> tuple[str, bool]:
    """How long a copy waits, in words, and whether that is long."""
    words = "aujourd’hui" if days < 1 else "hier" if days == 1 else f"{days} jours"
    return words, days >= LATE_DAYS
