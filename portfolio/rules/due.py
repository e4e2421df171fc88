"""Which weeks of a livret somebody is asked for. Worked table: docs/rules/care.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.rules.hours import Term
from portfolio.rules.weeks import FRIDAY, SUNDAY, IsoWeek, weeks_between
from training.enums import Situation
from training.rules.situation import Change, situation_on

NO_TERM = Term()


@dataclass(frozen=True)
class Keeping:
    """From when to when somebody keeps a livret, and when they were out of the training.

    `recruited_on` says when they begin at the practice, as long as no contract is noted.
    """

    cohort: Term
    enrolled_on: date
    contract: Term = NO_TERM
    changes: Sequence[Change] = ()
    recruited_on: date | None = None


def weeks_due(keeping: Keeping, last: IsoWeek) -> list[IsoWeek]:
    """Each week up to `last`, that one included, that holds a day of the cohort, of the enrolment
    and of the contract of somebody who follows the training on its Friday; the oldest first.

    A week off is due as any other: it is handed in as such. What may be written is wider: see
    `refusal_to_write` and `window_of`.
    """
    begins = keeping.contract.first or keeping.recruited_on
    firsts = (keeping.cohort.first, begins, keeping.enrolled_on)
    lasts = (keeping.cohort.last, keeping.contract.last, last.day(SUNDAY))
    first, until = max(filter(None, firsts)), min(filter(None, lasts))
    found = weeks_between(first, until) if first <= until else []
    return [week for week in found if _follows(keeping, week)]


def _follows(keeping: Keeping, week: IsoWeek) -> bool:
    return situation_on(week.day(FRIDAY), keeping.changes) == Situation.ACTIVE
