"""What becomes of a situation that a device sends (docs/rules/offline.md)."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

from portfolio.rules.entry import TEXTS, WrittenEntry, tidy

LONGEST_BATCH = 50  # situations in one request, « choix de l’organisme »
WEEKS_AHEAD = 4  # weeks to come that a device keeps, so that it may write without network for days


class Verdict(StrEnum):
    """What is done of what a device sent."""

    WRITE = "stored"
    SAME = "duplicate"
    CONFLICT = "conflict"
    GONE = "gone"


def verdict(base: int, stored: int | None, same: bool, *, taken_out: bool = False) -> Verdict:
    """Whether what a device wrote is stored, known already, in conflict, or of something gone.

    `base`: the version that the device started from, 0 for a new situation; `stored`: the version
    now, None if there is none, because it was `taken_out` or never came; `same`: what it sends says
    what is stored. Nothing is ever written over a version that the device has not seen.
    """
    if stored is None:
        return Verdict.GONE if base or taken_out else Verdict.WRITE
    if same:
        return Verdict.SAME
    return Verdict.WRITE if base == stored else Verdict.CONFLICT


def removal_verdict(base: int, stored: int | None) -> Verdict:
    """Whether a situation is taken out: only the version that the device has seen is."""
    if stored is None:
        return Verdict.SAME
    return Verdict.WRITE if base == stored else Verdict.CONFLICT


def says_the_same(one: WrittenEntry, other: WrittenEntry) -> bool:
    """Whether two writings say the same, whatever their line ends and outer spaces."""
    return _plain(one) == _plain(other)


def _plain(written: WrittenEntry) -> WrittenEntry:
    texts: dict[str, Any] = {name: "\n".join(getattr(written, name).splitlines()) for name in TEXTS}
    return tidy(replace(written, claims=dict(written.claims), **texts))
