"""Everything on the page of somebody's hours."""

from dataclasses import dataclass
from datetime import date

from training.models import Enrolment
from training.queries.foreseen import foreseen, place
from training.queries.hours import HoursDetail, detail_of, hours_lines, plans_of
from training.queries.outlook import Outlook, outlook
from training.queries.positioning import reliefs_of
from training.queries.totals import TotalsRow, category_rows, module_rows, off_by_module
from training.rules.day import days_over
from training.rules.plan import cells
from training.rules.positioning import Relief, total
from training.rules.totals import Five, five


@dataclass(frozen=True)
class HoursPage:
    """The five totals of a learner, what makes them up, and the forecast."""

    five: Five
    modules: list[TotalsRow]
    categories: list[TotalsRow]
    detail: HoursDetail
    outlook: Outlook
    relief: Relief
    days_over: dict[date, int]

    @property
    def missing(self) -> int:
        """Minutes neither accepted nor waiting, out of the minimum."""
        return self.detail.totals.missing(self.five.minimum)


def hours_page(enrolment: Enrolment, today: date) -> HoursPage:
    """For an enrolment loaded `for_screen()`; nine queries, four more where minutes wait."""
    lines, plans = hours_lines(enrolment), plans_of(enrolment)
    plan = foreseen([enrolment])[place(enrolment)]
    ledger = [line.as_line for line in lines]
    mine = cells(ledger, plans.all)
    reliefs = reliefs_of([enrolment.pk])[enrolment.pk]
    relief = total(reliefs.values())
    return HoursPage(
        five=five(mine, plan.cells, plan.goal, relief.taken_off),
        modules=module_rows(mine, plan, off_by_module([reliefs])),
        categories=category_rows(mine, plan, relief.taken_off),
        detail=detail_of(lines, plans),
        outlook=outlook(enrolment, ledger, mine, plan, plans.all, today, relief.taken_off),
        relief=relief,
        days_over=days_over(ledger),
    )
