"""Hours read from the ledger. The rule is `training.rules.hours`; a test holds the two together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from curricula.enums import BudgetCategory
from curricula.models import ModuleBudget
from training.enums import COUNTED_CATEGORIES, HoursCategory, HoursState
from training.models import Enrolment, HoursEntry
from training.rules.hours import HoursTotals, Line, standing_lines
from training.rules.plan import CategoryHours, Plan, by_category, planned_totals, widest, within

COUNTED = Q(category__in=COUNTED_CATEGORIES)
ACCEPTED = Q(state=HoursState.ACCEPTED)
PRACTICE = Q(category=HoursCategory.PRACTICE)


def hours_totals(enrolment_ids: Iterable[int]) -> dict[int, HoursTotals]:
    """Accepted, waiting, practice and excess minutes of each enrolment, in one query."""
    ids = list(enrolment_ids)
    found = _sums(HoursEntry.objects.filter(enrolment__in=ids), "enrolment")
    return {pk: found.get(pk, HoursTotals()) for pk in ids}


def cohort_hours(cohort_ids: Iterable[int]) -> dict[int, HoursTotals]:
    """The same for all the learners of each cohort together, in one query."""
    ids = list(cohort_ids)
    entries = HoursEntry.objects.filter(enrolment__cohort__in=ids)
    found = _sums(entries, "enrolment__cohort")
    return {pk: found.get(pk, HoursTotals()) for pk in ids}


class Sums(NamedTuple):
    """Minutes of one module in one category, before they are held against its plan."""

    accepted: int
    pending: int
    practice: int


def _sums(entries: QuerySet[HoursEntry], whose: str) -> dict[int, HoursTotals]:
    """Each module of each learner counts, in each category, no more than it plans.

    The module of the same code in two versions of the track counts once, see `planned_totals`.
    """
    budgets = ModuleBudget.objects.filter(module=OuterRef("module"))
    planned = budgets.filter(category=OuterRef("plan")).values("minutes")
    distance = When(category=HoursCategory.DISTANCE, then=Value(BudgetCategory.DISTANCE.value))
    rows = (
        _standing(entries)
        .order_by()
        .annotate(plan=Case(distance, default="budget"))
        .annotate(planned=Subquery(planned), has_plan=Exists(budgets))
        .values_list(whose, "enrolment", "module__code", "module", "plan", "planned", "has_plan")
        .annotate(
            accepted=Sum("minutes", filter=COUNTED & ACCEPTED, default=0),
            pending=Sum("minutes", filter=COUNTED & ~ACCEPTED, default=0),
            practice=Sum("minutes", filter=PRACTICE & ACCEPTED, default=0),
        )
    )
    groups: dict[tuple[int, int, str | None, str], list[tuple[int | None, Sums]]] = {}
    for whose_row, enrolment, code, _, plan, planned_here, has_plan, *minutes in rows:
        here = (planned_here or 0) if has_plan and plan else None
        groups.setdefault((whose_row, enrolment, code, plan), []).append((here, Sums(*minutes)))
    found: dict[int, HoursTotals] = {}
    for (key, *_), group in groups.items():
        limit = widest(limit for limit, _ in group)
        accepted = sum(sums.accepted for _, sums in group)
        pending = sum(sums.pending for _, sums in group)
        share = within(limit, accepted, pending)
        known = found.get(key, HoursTotals())
        found[key] = HoursTotals(
            known.accepted + share.accepted,
            known.pending + share.pending,
            known.practice + sum(sums.practice for _, sums in group),
            known.beyond + share.beyond,
        )
    return found


@dataclass(frozen=True)
class Plans:
    """What modules plan by category: those followed now, and all those where something was done."""

    due: Plan
    all: Plan


def plans_of(enrolment: Enrolment) -> Plans:
    """The plans that hold for a learner's hours, in one query."""
    due: dict[int, dict[str, int]] = {}
    every: dict[int, dict[str, int]] = {}
    version = enrolment.track_version_id
    rows = ModuleBudget.objects.filter(
        Q(module__track_version=version)
        | Q(module__in=enrolment.hours_entries.order_by().values("module"))
    )
    for budget in rows.select_related("module"):
        every.setdefault(budget.module_id, {})[budget.category] = budget.minutes
        if budget.module.track_version_id == version:
            due[budget.module_id] = every[budget.module_id]
    return Plans(due, every)


def _standing(entries: QuerySet[HoursEntry]) -> QuerySet[HoursEntry]:
    """The newest version of each source, without the waiting lines that were accepted since."""
    same = HoursEntry.objects.filter(source_key=OuterRef("source_key"))
    accepted = same.filter(version=OuterRef("version"), state=HoursState.ACCEPTED)
    newer = same.filter(version__gt=OuterRef("version"))
    return entries.filter(ACCEPTED | ~Exists(accepted), ~Exists(newer))


@dataclass(frozen=True)
class HoursLine:
    """A line that makes up a total."""

    occurred_on: date
    label: str
    module_id: int | None
    module_code: str
    module: str
    category: str
    state: str
    minutes: int
    source_key: str
    posted_at: datetime
    budget: str = ""

    @property
    def kind(self) -> str:
        """« présentiel » for a session with its category, else as the ledger says."""
        word = HoursCategory(self.category).label
        if not self.budget:
            return word
        planned = BudgetCategory(self.budget).label
        return planned if self.category == HoursCategory.SESSION else f"{planned}, {word}"

    @property
    def as_line(self) -> Line:
        return Line(
            self.source_key, self.category, self.state, self.minutes, self.module_id, self.budget,
            self.module_code,
        )  # fmt: skip

    @property
    def session_id(self) -> int | None:
        """The session that the line comes from."""
        app, _, rest = self.source_key.partition(":")
        return int(rest.split(":")[0]) if app == "training.session" else None


@dataclass(frozen=True)
class HoursDetail:
    """The totals of a learner and, for each, the lines that make it up (newest first)."""

    totals: HoursTotals
    accepted: list[HoursLine]
    pending: list[HoursLine]
    practice: list[HoursLine]
    categories: list[CategoryHours]


def hours_detail(enrolment: Enrolment) -> HoursDetail:
    """Every line that counts, sorted by the total it belongs to, and the plan; two queries."""
    lines = hours_lines(enrolment)
    plans = plans_of(enrolment)
    ledger = [line.as_line for line in lines]
    counted = [line for line in lines if line.category in COUNTED_CATEGORIES]
    return HoursDetail(
        totals=planned_totals(ledger, plans.all),
        accepted=[line for line in counted if line.state == HoursState.ACCEPTED],
        pending=[line for line in counted if line.state == HoursState.SUBMITTED],
        practice=[x for x in lines if x.category == HoursCategory.PRACTICE],
        categories=by_category(ledger, plans.due, plans.all),
    )


def hours_lines(enrolment: Enrolment) -> list[HoursLine]:
    """The lines that stand, one per source, newest first; what was taken out is not among them."""
    entries = enrolment.hours_entries.select_related("module")
    standing = {
        (line.source_key, line.version, line.state)
        for line in standing_lines(
            Line(e.source_key, e.category, e.state, e.minutes, version=e.version) for e in entries
        )
        if line.minutes
    }
    return [_line(e) for e in entries if (e.source_key, e.version, e.state) in standing]


def _line(entry: HoursEntry) -> HoursLine:
    return HoursLine(
        occurred_on=entry.occurred_on,
        label=entry.label,
        module_id=entry.module_id,
        module_code=entry.module.code if entry.module else "",
        module=entry.module.title if entry.module else "",
        category=entry.category,
        state=entry.state,
        minutes=entry.minutes,
        source_key=entry.source_key,
        posted_at=entry.posted_at,
        budget=entry.budget,
    )


EXPORT_COLUMNS = ("Date", "Nature", "Module", "Libellé", "Minutes", "État", "Compte", "Origine")


def export_rows(detail: HoursDetail) -> list[tuple[date | str | int, ...]]:
    """The lines as a spreadsheet shows them: accepted, waiting, then practice."""
    groups = (
        (detail.accepted, "oui"),
        (detail.pending, "en attente"),
        (detail.practice, "hors compte"),
    )
    return [
        (
            line.occurred_on,
            line.kind,
            line.module,
            line.label,
            line.minutes,
            HoursState(line.state).label,
            counts,
            line.source_key,
        )
        for lines, counts in groups
        for line in lines
    ]
