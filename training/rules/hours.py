"""What counts in the 115 or 380 hours. Worked tables: docs/rules/hours.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from training.enums import HoursCategory, HoursState

RANK = {HoursState.SUBMITTED: 0, HoursState.ACCEPTED: 1}


@dataclass(frozen=True)
class Line:
    """What the calculation needs of a line of the ledger.

    `on` is the day of what was done; `over` the minutes set apart by the cap of that day.
    """

    source_key: str
    category: str
    state: str
    minutes: int
    module_id: int | None = None
    budget: str = ""
    module_code: str = ""
    version: int = 1
    on: date | None = None
    over: int = 0


@dataclass(frozen=True)
class HoursTotals:
    """Minutes of one learner. Practice and what is beyond a plan or a day stand apart."""

    accepted: int = 0
    pending: int = 0
    practice: int = 0
    beyond: int = 0
    over_day: int = 0

    @property
    def counted(self) -> int:
        return self.accepted + self.pending

    def missing(self, goal: int) -> int:
        """Minutes neither accepted nor waiting, out of a goal; never negative."""
        return max(0, goal - self.counted)


def standing_lines(lines: Iterable[Line]) -> list[Line]:
    """One line per source, in whatever order they came: the highest version.

    In one version « acceptées » replaces « en attente ». The ledger refuses the same source twice
    in the same version and state; should two rows still meet, the longer one stands.
    """
    best: dict[str, Line] = {}
    for line in lines:
        known = best.get(line.source_key)
        if known is None or _weight(line) > _weight(known):
            best[line.source_key] = line
    return list(best.values())


def _weight(line: Line) -> tuple[int, int, int, str]:
    return line.version, RANK[HoursState(line.state)], line.minutes, line.category


def totals(lines: Iterable[Line]) -> HoursTotals:
    """Sessions and distance lessons count, once per source; practice at work never does.

    Distance minutes wait for the evaluation that closes them (Code du travail, D6313-3-1).
    """
    sums = {"accepted": 0, "pending": 0, "practice": 0}
    for line in standing_lines(lines):
        if key := _account(line):
            sums[key] += line.minutes
    return HoursTotals(**sums)


def _account(line: Line) -> str:
    accepted = line.state == HoursState.ACCEPTED
    if line.category == HoursCategory.PRACTICE:
        return "practice" if accepted else ""
    return "accepted" if accepted else "pending"
