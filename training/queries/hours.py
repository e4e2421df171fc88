"""Hours read from the ledger. The rule is `training.rules.hours`; a test holds the two together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from curricula.enums import BudgetCategory
from curricula.models import ModuleBudget
from training.enums import COUNTED_CATEGORIES, HoursCategory, HoursState
from training.models import Cohort, Enrolment, HoursEntry
from training.rules.day import DAY_CAP, within_day
from training.rules.hours import HoursTotals, Line, standing_lines
from training.rules.plan import (
    Cell,
    Plan,
    accepted_by_source,
    planned_totals,
    totals_of,
    widest,
)
from training.rules.verified import verifying_act

COUNTED = Q(category__in=COUNTED_CATEGORIES)
ACCEPTED = Q(state=HoursState.ACCEPTED)
PRACTICE = Q(category=HoursCategory.PRACTICE)


def hours_totals(enrolment_ids: Iterable[int]) -> dict[int, HoursTotals]:
    """Accepted, waiting, practice and excess minutes of each enrolment, in one query."""
    ids = list(enrolment_ids)
    found = _cells(HoursEntry.objects.filter(enrolment__in=ids), "enrolment")
    return {pk: totals_of(found.get(pk, ())) for pk in ids}


def cohort_hours(cohort_ids: Iterable[int]) -> dict[int, HoursTotals]:
    """The same for all the learners of each cohort together, in two queries."""
    ids = list(cohort_ids)
    entries = HoursEntry.objects.filter(enrolment__cohort__in=ids)
    found = _cells(entries, "enrolment__cohort", crowded=_crowded(entries))
    return {pk: totals_of(found.get(pk, ())) for pk in ids}


def hours_cells(enrolments: QuerySet[Enrolment] | Iterable[int]) -> dict[int, list[Cell]]:
    """The hours of each by module and category, in two queries; who has none is no key."""
    entries = HoursEntry.objects.filter(enrolment__in=enrolments)
    return _cells(entries, "enrolment", crowded=_crowded(entries))


def _crowded(entries: QuerySet[HoursEntry]) -> list[int]:
    """The enrolments with a day that may go beyond its cap, whatever version of its lines stands.

    Only they are added up day by day: of a large cohort they are few.
    """
    days = entries.filter(category=HoursCategory.DISTANCE).order_by()
    full = days.values("enrolment", "occurred_on").annotate(all=Sum("minutes"))
    return sorted({row["enrolment"] for row in full.filter(all__gt=DAY_CAP)})


def cohort_learners_hours(cohort: Cohort) -> dict[int, HoursTotals]:
    """The hours of each learner of a cohort, in one query; who has none is no key."""
    found = _cells(HoursEntry.objects.filter(enrolment__cohort=cohort), "enrolment")
    return {pk: totals_of(mine) for pk, mine in found.items()}


class Sums(NamedTuple):
    """Minutes of one module in one category and, where the cap of a day may act, of one day."""

    whose: int
    enrolment: int
    code: str
    module: int | None
    category: str
    day: date | None
    limit: int | None
    accepted: int
    pending: int
    practice: int
    over_accepted: int = 0
    over_pending: int = 0


def _cells(
    entries: QuerySet[HoursEntry], whose: str, crowded: list[int] | None = None
) -> dict[int, list[Cell]]:
    """The twin of `training.rules.plan.cells`: the ledger is added up by the database.

    Of the enrolments `crowded`, or of all without it, distance lines are added up day by day.
    """
    groups: dict[tuple[int, int, str, str], list[Sums]] = {}
    for row in _within_day(_sums(entries, whose, crowded)):
        groups.setdefault((row.whose, row.enrolment, row.code, row.category), []).append(row)
    found: dict[int, list[Cell]] = {}
    for (key, _, code, category), group in groups.items():
        cell = Cell(
            code=code,
            category=category,
            limit=widest(row.limit for row in group),
            accepted=sum(row.accepted for row in group),
            pending=sum(row.pending for row in group),
            practice=sum(row.practice for row in group),
            over_accepted=sum(row.over_accepted for row in group),
            over_pending=sum(row.over_pending for row in group),
        )
        found.setdefault(key, []).append(cell)
    return found


def _sums(entries: QuerySet[HoursEntry], whose: str, crowded: list[int] | None) -> list[Sums]:
    budgets = ModuleBudget.objects.filter(module=OuterRef("module"))
    planned = budgets.filter(category=OuterRef("plan")).values("minutes")
    distance = Q(category=HoursCategory.DISTANCE)
    by_day = distance if crowded is None else distance & Q(enrolment__in=crowded)
    rows = (
        standing(entries)
        .order_by()
        .annotate(plan=Case(When(distance, Value(BudgetCategory.DISTANCE.value)), default="budget"))
        .annotate(day=Case(When(by_day, "occurred_on")))
        .values_list(whose, "enrolment", "module__code", "module", "plan", "day")
        .annotate(
            accepted=Sum("minutes", filter=COUNTED & ACCEPTED, default=0),
            pending=Sum("minutes", filter=COUNTED & ~ACCEPTED, default=0),
            practice=Sum("minutes", filter=PRACTICE & ACCEPTED, default=0),
        )
        # Last, so that a plan is looked up once a group and not once a line.
        .annotate(planned=Subquery(planned), has_plan=Exists(budgets))
    )
    found = []
    for key, enrolment, code, module, plan, day, *minutes, planned_here, has_plan in rows:
        limit = (planned_here or 0) if has_plan and plan else None
        found.append(Sums(key, enrolment, code or "", module, plan, day, limit, *minutes))
    return found


def _within_day(rows: list[Sums]) -> Iterator[Sums]:
    """What goes beyond the cap of a day is set apart, as `training.rules.day` says."""
    days: dict[tuple[int, date], list[Sums]] = {}
    for row in rows:
        if row.day is None:
            yield row
        else:
            days.setdefault((row.enrolment, row.day), []).append(row)
    for group in days.values():
        if sum(row.accepted + row.pending for row in group) <= DAY_CAP:
            yield from group
        else:
            yield from _capped(group)


def _capped(group: list[Sums]) -> Iterator[Sums]:
    lines = [
        Line(f"{i}{state}", HoursCategory.DISTANCE, state, minutes, row.module, "", row.code,
             on=row.day)
        for i, row in enumerate(group)
        for state, minutes in (
            (HoursState.ACCEPTED, row.accepted), (HoursState.SUBMITTED, row.pending)
        )
    ]  # fmt: skip
    kept = {line.source_key: line for line in within_day(lines)}
    for i, row in enumerate(group):
        done, waiting = kept[f"{i}{HoursState.ACCEPTED}"], kept[f"{i}{HoursState.SUBMITTED}"]
        yield row._replace(
            accepted=done.minutes, pending=waiting.minutes, over_accepted=done.over,
            over_pending=waiting.over,
        )  # fmt: skip


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


def cohort_plans(entries: QuerySet[HoursEntry]) -> Plan:
    """The plans of all modules in which some lines are, in one query."""
    found: dict[int, dict[str, int]] = {}
    rows = ModuleBudget.objects.filter(module__in=entries.order_by().values("module"))
    for module, category, minutes in rows.values_list("module", "category", "minutes"):
        found.setdefault(module, {})[category] = minutes
    return found


def standing(entries: QuerySet[HoursEntry]) -> QuerySet[HoursEntry]:
    """The newest version of each source, without the waiting lines that were accepted since."""
    same = HoursEntry.objects.filter(source_key=OuterRef("source_key"))
    accepted = same.filter(version=OuterRef("version"), state=HoursState.ACCEPTED)
    newer = same.filter(version__gt=OuterRef("version"))
    return entries.filter(ACCEPTED | ~Exists(accepted), ~Exists(newer))


def kind_words(category: str, budget: str) -> str:
    """« présentiel » for a session with its category, else as the ledger says."""
    word = HoursCategory(category).label
    if not budget:
        return word
    planned = BudgetCategory(budget).label
    return planned if category == HoursCategory.SESSION else f"{planned}, {word}"


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
        return kind_words(self.category, self.budget)

    @property
    def verified_by(self) -> str:
        return verified_by(self.category, self.state, self.budget)

    @property
    def as_line(self) -> Line:
        return Line(
            self.source_key, self.category, self.state, self.minutes, self.module_id, self.budget,
            self.module_code, on=self.occurred_on,
        )  # fmt: skip

    @property
    def session_id(self) -> int | None:
        """The session that the line comes from."""
        app, _, rest = self.source_key.partition(":")
        return int(rest.split(":")[0]) if app == "training.session" else None


@dataclass(frozen=True)
class HoursDetail:
    """The totals of a learner and, for each, the lines that make it up (newest first).

    `counted`: of each verified line, by its source, the minutes that remain after the caps.
    """

    totals: HoursTotals
    accepted: list[HoursLine]
    pending: list[HoursLine]
    practice: list[HoursLine]
    counted: dict[str, int]


def hours_detail(enrolment: Enrolment) -> HoursDetail:
    """Every line that counts, sorted by the total it belongs to, and the plan; two queries."""
    return detail_of(hours_lines(enrolment), plans_of(enrolment))


def detail_of(lines: list[HoursLine], plans: Plans) -> HoursDetail:
    """The same of lines and plans already read."""
    ledger = [line.as_line for line in lines]
    counted = [line for line in lines if line.category in COUNTED_CATEGORIES]
    return HoursDetail(
        totals=planned_totals(ledger, plans.all),
        accepted=[line for line in counted if line.state == HoursState.ACCEPTED],
        pending=[line for line in counted if line.state == HoursState.SUBMITTED],
        practice=[x for x in lines if x.category == HoursCategory.PRACTICE],
        counted=accepted_by_source(ledger, plans.all),
    )


def hours_lines(enrolment: Enrolment) -> list[HoursLine]:
    """The lines that stand, one per source, newest first; what was taken out is not among them."""
    entries = enrolment.hours_entries.select_related("module")
    kept = {
        (line.source_key, line.version, line.state)
        for line in standing_lines(
            Line(e.source_key, e.category, e.state, e.minutes, version=e.version) for e in entries
        )
        if line.minutes
    }
    return [_line(e) for e in entries if (e.source_key, e.version, e.state) in kept]


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


EXPORT_COLUMNS = (
    "Date", "Nature", "Module", "Libellé", "Minutes", "État", "Vérifiée, avant plafonds",
    "Accepté après plafonds (min)", "Vérifiée par", "Origine",
)  # fmt: skip
BESIDE = "hors compte"


def verified_words(category: str, state: str) -> str:
    """« oui » for a line that an act verified and that may count, before any cap."""
    if category == HoursCategory.PRACTICE:
        return BESIDE
    return "oui" if state == HoursState.ACCEPTED else HoursState(state).label


def verified_by(category: str, state: str, budget: str) -> str:
    """The act that verified a line, in French; empty while it waits."""
    if state != HoursState.ACCEPTED:
        return ""
    return verifying_act(HoursCategory(category), budget).act


def export_rows(detail: HoursDetail) -> list[tuple[date | str | int, ...]]:
    """The lines as a spreadsheet shows them: verified, waiting, then practice.

    The minutes « après plafonds » add up to « Accepté ».
    """
    return [
        (
            line.occurred_on,
            line.kind,
            line.module,
            line.label,
            line.minutes,
            HoursState(line.state).label,
            verified_words(line.category, line.state),
            detail.counted.get(line.source_key, 0),
            line.verified_by,
            line.source_key,
        )
        for lines in (detail.accepted, detail.pending, detail.practice)
        for line in lines
    ]
