"""How much time is left to have followed the training."""

from dataclasses import dataclass
from datetime import date

from records.rules.french import months_between, remaining
from training.models import Enrolment
from training.rules.regimes import Delays

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Deadline:
    """The last day of the regime under which somebody is, and the months on the way to it."""

    delays: Delays
    months_passed: int
    months_left: int
    left: str
    over: bool

    @property
    def months(self) -> int:
        return self.delays.regime.years * MONTHS_A_YEAR

    @property
    def units(self) -> list[str]:
        """One stitch a month; the knot is the last day."""
        passed = min(self.months_passed, self.months - 1)
        return ["ok"] * passed + ["vide"] * (self.months - 1 - passed) + ["noeud"]

    @property
    def label(self) -> str:
        passed = min(self.months_passed, self.months)
        return f"{passed} mois passés sur {self.months} depuis l’embauche"


def deadline(enrolment: Enrolment, today: date) -> Deadline:
    """The first delay of the regime of an enrolment, as of a Europe/Paris day."""
    mine = enrolment.delays
    over = today > mine.due
    first, last = (mine.due, today) if over else (today, mine.due)
    months = months_between(first, last)
    return Deadline(
        delays=mine,
        months_passed=max(0, months_between(mine.recruited_on, today)),
        months_left=0 if over else months,
        left=remaining(months, (last - first).days),
        over=over,
    )
