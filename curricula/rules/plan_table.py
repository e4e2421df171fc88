"""The hours of a plan as a table: a line a module, a column a category."""

from dataclasses import dataclass
from decimal import Decimal

from curricula.enums import BudgetCategory
from curricula.rules.distance import distance_rate
from curricula.rules.plan import ModulePlan, TrackPlan
from curricula.rules.plan_problems import category_totals


@dataclass(frozen=True)
class Cap:
    """The cap of a category in minutes (None: there is none), and whether more is planned."""

    minutes: int | None
    exceeded: bool


@dataclass(frozen=True)
class HoursTable:
    """Minutes, None where nothing is planned; `rate` is the percentage at a distance."""

    categories: list[BudgetCategory]
    rows: list[tuple[ModulePlan, list[int | None]]]
    totals: list[int | None]
    caps: list[Cap]
    planned: int
    rate: Decimal | None


def hours_table(plan: TrackPlan, *, used_only: bool = False) -> HoursTable:
    """Every category, or only those in which something is planned."""
    totals = category_totals(plan)
    shown = [c for c in BudgetCategory if not used_only or totals[c]]
    return HoursTable(
        categories=shown,
        rows=[(module, [module.budget.get(c) for c in shown]) for module in plan.modules],
        totals=[totals[c] or None for c in shown],
        caps=[_cap(plan.caps.get(c), totals[c]) for c in shown],
        planned=sum(module.minutes for module in plan.modules),
        rate=distance_rate(plan),
    )


def _cap(minutes: int | None, used: int) -> Cap:
    return Cap(minutes, minutes is not None and used > minutes)
