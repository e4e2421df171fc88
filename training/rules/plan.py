"""Hours against what a module plans by category. Worked tables: docs/rules/hours.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from curricula.enums import BudgetCategory
from training.enums import COUNTED_CATEGORIES, HoursCategory, HoursState
from training.rules.day import within_day
from training.rules.hours import HoursTotals, Line, totals

# The minutes that modules plan by category; a module that plans nothing is not a key.
Plan = Mapping[int, Mapping[str, int]]

NO_FRAME = (
    "La version du parcours ne dit pas l’analyse du travail, le formateur-tuteur, les phases "
    "réflexives et les évaluations (D6313-3-2)."
)
NO_BUDGET = "Ce module ne prévoit pas d’heures en situation de travail."
NO_TUTOR = "Le formateur-tuteur n’est pas nommé."
NO_REFLECTION = "La phase réflexive, à part de la situation de travail, n’est pas notée."


@dataclass(frozen=True)
class Share:
    """What of some minutes counts, and what goes beyond the plan."""

    accepted: int
    pending: int
    beyond: int


def within(planned: int | None, accepted: int, pending: int) -> Share:
    """Accepted minutes fill the plan first, then waiting ones; the rest is beyond it.

    Without a plan (None) everything counts, as it did before there were plans.
    """
    if planned is None:
        return Share(accepted, pending, 0)
    kept = min(accepted, planned)
    waiting = min(pending, planned - kept)
    return Share(kept, waiting, accepted + pending - kept - waiting)


def category_of(category: str, budget: str) -> str:
    """The planned category of a line: that of its session, or « à distance »; empty if none."""
    return BudgetCategory.DISTANCE if category == HoursCategory.DISTANCE else budget


def planned_for(line: Line, plan: Plan) -> int | None:
    """The minutes planned where a line belongs; None when no plan holds for it."""
    category = category_of(line.category, line.budget)
    budgets = plan.get(line.module_id) if line.module_id else None
    return budgets.get(category, 0) if budgets and category else None


def widest(limits: Iterable[int | None]) -> int | None:
    """The largest of some plans; None, which limits nothing, is wider than any."""
    found = list(limits)
    known = [limit for limit in found if limit is not None]
    return max(known) if len(known) == len(found) and known else None


@dataclass(frozen=True)
class Cell:
    """Minutes of one learner in one module and one category, before its plan holds them back.

    `accepted` and `pending` are those within the cap of their day, `over_…` those above it.
    """

    code: str
    category: str
    limit: int | None
    accepted: int = 0
    pending: int = 0
    practice: int = 0
    over_accepted: int = 0
    over_pending: int = 0

    @property
    def share(self) -> Share:
        return within(self.limit, self.accepted, self.pending)

    @property
    def verified(self) -> int:
        return self.accepted + self.over_accepted

    @property
    def submitted(self) -> int:
        return self.verified + self.pending + self.over_pending


def cells(lines: Iterable[Line], plan: Plan) -> list[Cell]:
    """The lines of one learner by module and category, within the cap of each day.

    A module keeps its code from version to version of its track: lines of several versions are held
    against the widest of their plans, so that following a newer version takes nothing away.
    """
    found = []
    for (_, category), group in _groups(lines).items():
        sums = totals(group)
        over = [x.over for x in group if x.state == HoursState.ACCEPTED]
        cell = Cell(
            code=group[0].module_code,
            category=category,
            limit=widest(planned_for(line, plan) for line in group),
            accepted=sums.accepted,
            pending=sums.pending,
            practice=sums.practice,
            over_accepted=sum(over),
            over_pending=sum(x.over for x in group) - sum(over),
        )
        found.append(cell)
    return found


def _groups(lines: Iterable[Line]) -> dict[tuple[int | str | None, str], list[Line]]:
    """The standing lines of one learner, within the cap of each day, by module and category."""
    groups: dict[tuple[int | str | None, str], list[Line]] = {}
    for line in within_day(lines):
        key = (line.module_code or line.module_id, category_of(line.category, line.budget))
        groups.setdefault(key, []).append(line)
    return groups


def accepted_by_source(lines: Iterable[Line], plan: Plan) -> dict[str, int]:
    """Of each accepted line of one learner, the minutes that remain after the caps, by source.

    Their sum is « Accepté »: older lines fill the plan of their module first, among those of one
    day by their key (choix de l’organisme: the sum does not depend on it).
    """
    found: dict[str, int] = {}
    for group in _groups(lines).values():
        left = widest(planned_for(line, plan) for line in group)
        mine = [x for x in group if x.state == HoursState.ACCEPTED]
        mine = [x for x in mine if x.category in COUNTED_CATEGORIES]
        for line in sorted(mine, key=lambda x: (x.on or date.min, x.source_key)):
            kept = line.minutes if left is None else min(line.minutes, left)
            left = None if left is None else left - kept
            found[line.source_key] = kept
    return found


def totals_of(found: Iterable[Cell]) -> HoursTotals:
    """What counts of some cells, each no more than it plans."""
    accepted = pending = practice = beyond = over = 0
    for cell in found:
        share = cell.share
        accepted += share.accepted
        pending += share.pending
        practice += cell.practice
        beyond += share.beyond
        over += cell.over_accepted + cell.over_pending
    return HoursTotals(accepted, pending, practice, beyond, over)


def planned_totals(lines: Iterable[Line], plan: Plan) -> HoursTotals:
    """Totals in which a day counts no more than its cap, and a module no more than it plans."""
    return totals_of(cells(lines, plan))


@dataclass(frozen=True)
class CategoryHours:
    """One category: what is planned, accepted, waiting and beyond the plan."""

    category: BudgetCategory
    planned: int
    accepted: int
    pending: int
    beyond: int


def by_category(
    lines: Iterable[Line], plan: Plan, plans: Plan | None = None
) -> list[CategoryHours]:
    """The planned categories, with what was done in them; empty without a plan.

    `plans` are those of every version in which something was done, where there are several.
    """
    standing = within_day(lines)
    found = []
    for category in BudgetCategory:
        planned = sum(budgets.get(category, 0) for budgets in plan.values())
        mine = [x for x in standing if category_of(x.category, x.budget) == category]
        sums = planned_totals(mine, plan if plans is None else plans)
        if plan and (planned or sums.counted or sums.beyond):
            row = CategoryHours(category, planned, sums.accepted, sums.pending, sums.beyond)
            found.append(row)
    return found


@dataclass(frozen=True)
class WorkSession:
    """What decides whether a session at work counts (Code du travail, D6313-3-2)."""

    framed: bool
    planned: bool
    tutor: str
    reflection: str


def work_gaps(session: WorkSession) -> list[str]:
    """Why the minutes of a session at work do not count, in French; empty when they do."""
    checks = (
        (session.framed, NO_FRAME),
        (session.planned, NO_BUDGET),
        (bool(session.tutor), NO_TUTOR),
        (bool(session.reflection), NO_REFLECTION),
    )
    return [reason for good, reason in checks if not good]


def posted_as(category: str, gaps: Iterable[str]) -> HoursCategory:
    """Where a session is posted: in the account, or beside it as practice."""
    beside = category == BudgetCategory.WORK and any(gaps)
    return HoursCategory.PRACTICE if beside else HoursCategory.SESSION
