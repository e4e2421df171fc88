"""How much time is left to have followed the training."""

from dataclasses import dataclass
from datetime import date

from lms.sentences import remaining
from training.rules.deadline import training_deadline

MONTHS = 24


@dataclass(frozen=True)
class Deadline:
    recruited_on: date
    due: date
    months_passed: int
    months_left: int
    left: str
    over: bool

    @property
    def units(self) -> list[str]:
        """One stitch a month; the knot is the last day."""
        passed = min(self.months_passed, MONTHS - 1)
        return ["ok"] * passed + ["vide"] * (MONTHS - 1 - passed) + ["noeud"]

    @property
    def label(self) -> str:
        passed = min(self.months_passed, MONTHS)
        return f"{passed} mois passés sur {MONTHS} depuis l’embauche"


def months_between(start: date, end: date) -> int:
    """Whole months from a day to another; negative when the end comes first."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (1 if end.day < start.day else 0)


def deadline(recruited_on: date, today: date) -> Deadline:
    """Recruitment + 2 years (document 004, line 66, to be checked)."""
    due = training_deadline(recruited_on)
    over = today > due
    first, last = (due, today) if over else (today, due)
    months = months_between(first, last)
    return Deadline(
        recruited_on=recruited_on,
        due=due,
        months_passed=max(0, months_between(recruited_on, today)),
        months_left=0 if over else months,
        left=remaining(months, (last - first).days),
        over=over,
    )
