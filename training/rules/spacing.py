"""How far apart the sessions of one module are. Worked table: docs/rules/gates.md."""

from collections.abc import Iterable
from datetime import date


def too_close(day: date, others: Iterable[date], spacing_days: int) -> date | None:
    """The nearest other day of the module, if it is closer than planned; None if all is well.

    The same day is one meeting (a morning and an afternoon), and sessions may be recorded in any
    order: a later one that is already there counts like an earlier one.
    """
    apart = [(abs((day - other).days), other) for other in others if other != day]
    nearest = min(apart, default=None)
    return nearest[1] if nearest and nearest[0] < spacing_days else None
