"""Quantities turned into stitches. Pure: no template, no database."""

from collections.abc import Sequence
from typing import NamedTuple

from records.rules.french import duration

# What one stitch may stand for, in minutes: a person must be able to count it.
UNITS = (15, 30, 60, 120, 300, 600, 1200, 3000, 6000, 12000, 30000)
WIDE, NARROW = 40, 20  # most stitches in a row, on a wide screen and on a phone

Stitch = str | tuple[str, float]


class Hours(NamedTuple):
    """Minutes of a goal: accepted, waiting, missing against the plan, and the goal itself."""

    accepted: int
    pending: int
    missing: int
    total: int

    @property
    def to_come(self) -> int:
        return max(0, self.total - self.accepted - self.pending - self.missing)


def unit_for(total: int, most: int) -> int:
    """The smallest unit that draws the total with at most so many stitches."""
    for unit in UNITS:
        if -(-total // unit) <= most:
            return unit
    return UNITS[-1]


def stitches(hours: Hours, unit: int) -> list[Stitch]:
    """One stitch per unit of the goal, in the order accepted, waiting, missing, to come.

    The last accepted stitch is filled in part, so a goal is drawn as reached only when it is.
    """
    room = -(-hours.total // unit)
    if hours.accepted >= hours.total:
        return ["ok"] * room
    full, rest = divmod(hours.accepted, unit)
    row: list[Stitch] = ["ok"] * full
    if rest:
        row.append(("part", rest / unit))
    end = hours.accepted
    for state, minutes in (("att", hours.pending), ("manque", hours.missing)):
        end += minutes
        if minutes > 0:
            reach = max(len(row) + 1, (2 * end + unit) // (2 * unit))
            row += [state] * (min(reach, room) - len(row))
    return row + ["vide"] * (room - len(row))


def legend(hours: Hours) -> list[tuple[str, str]]:
    """The states that occur, each with its amount in words."""

    def some(minutes: int, one: str, many: str) -> str:
        return f"{duration(minutes)} {one if minutes < 120 else many}"

    found = [("ok", some(hours.accepted, "acceptée", "acceptées"))]
    if hours.pending > 0:
        found.append(("att", f"{duration(hours.pending)} en attente"))
    if hours.missing > 0:
        found.append(("manque", some(hours.missing, "manque", "manquent")))
    if hours.to_come:
        found.append(("vide", f"{duration(hours.to_come)} à venir"))
    return found


def classes(stitch: Stitch) -> str:
    """CSS classes of a stitch; a part is drawn in tenths, never empty, never full."""
    if isinstance(stitch, Sequence) and not isinstance(stitch, str):
        state, share = stitch
        return f"{state} p-{min(9, max(1, round(share * 10)))}0"
    return stitch


def thickness(minutes: int) -> str:
    """Class of a week in the cloth: n0 nothing (undone), then thicker every half day (4 h)."""
    return "n0" if minutes <= 0 else f"n{min(4, 1 + minutes // 240)}"
