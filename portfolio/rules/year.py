"""The year of a learner as a path of weeks. Worked tables: docs/rules/bilans.md."""

from datetime import date, timedelta

from portfolio.rules.hours import Term
from portfolio.rules.weeks import SUNDAY, IsoWeek, weeks_between
from training.rules.holidays import public_holiday

# A contract may begin long before the training, or have no end: so much of it is shown around.
BEFORE, AFTER = timedelta(weeks=8), timedelta(weeks=52)


def year_bounds(term: Term, starts_on: date, ends_on: date) -> tuple[date, date]:
    """The first and the last day of the path: those of the contract, around the cohort.

    The weeks of the cohort are always there; eight weeks before it and a year after it at most
    (« choix de l’organisme »). `term` is that of the contract of work, if it is known.
    """
    first = max(min(term.first or starts_on, starts_on), starts_on - BEFORE)
    last = min(max(term.last or ends_on, ends_on), ends_on + AFTER)
    return first, last


def weeks_of_year(term: Term, starts_on: date, ends_on: date) -> list[IsoWeek]:
    """Every ISO week from one bound to the other, each once, in order (year change, week 53)."""
    return weeks_between(*year_bounds(term, starts_on, ends_on))


def in_contract(week: IsoWeek, term: Term) -> bool:
    """Whether a day of the week lies in the contract."""
    return any(term.holds(week.day(weekday)) for weekday in range(SUNDAY + 1))


def holidays_of(week: IsoWeek) -> list[str]:
    """The public holidays of a week, from Monday to Sunday."""
    named = (public_holiday(week.day(weekday)) for weekday in range(SUNDAY + 1))
    return [name for name in named if name]
