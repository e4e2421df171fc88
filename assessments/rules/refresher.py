"""When a quiz that was passed comes back. Worked table: docs/rules/gates.md."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Refresher:
    """The quiz of a module to take again: from when, and when it was."""

    due_on: date
    done_on: date | None

    def is_due(self, today: date) -> bool:
        return self.done_on is None and self.due_on <= today


def refresher(passed_on: date, weeks: int, last_try: date | None) -> Refresher | None:
    """The refresher of a module; None where none is planned.

    It is done by any attempt from the day it is due, passed or not: it takes nothing away.
    """
    if not weeks:
        return None
    due_on = passed_on + timedelta(weeks=weeks)
    return Refresher(due_on, last_try if last_try and last_try >= due_on else None)
