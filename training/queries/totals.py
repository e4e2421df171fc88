"""The five totals of learners, and of a cohort by module and by category."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curricula.enums import BudgetCategory
from people.models import Membership
from training.models import Cohort, Enrolment
from training.queries.foreseen import Foreseen, cohort_foreseen, foreseen, place
from training.queries.hours import hours_cells
from training.queries.positioning import exempted_minutes, reliefs_of
from training.rules.plan import Cell
from training.rules.positioning import Relief
from training.rules.totals import Five, five, fives, of_category, of_code

OUTSIDE = "Hors des modules suivis"
NO_CATEGORY = "Sans catégorie"
TAKEN_OFF = "Allègements et heures d’avant"


@dataclass(frozen=True)
class TotalsRow:
    """The five totals of a module or of a category; `fixed` is False where nothing is required."""

    name: str
    five: Five
    fixed: bool = True


def learners_totals(enrolments: Iterable[Enrolment]) -> dict[int, Five]:
    """The five totals of each enrolment loaded with its cohort and version; nine queries."""
    people = list(enrolments)
    keys = [one.pk for one in people]
    plans, found, off = foreseen(people), hours_cells(keys), exempted_minutes(keys)
    return {
        one.pk: five(
            found.get(one.pk, ()), plans[place(one)].cells, one.track_version.minutes, off[one.pk]
        )
        for one in people
    }


def off_by_module(reliefs: Iterable[Mapping[str, Relief]]) -> Counter[str]:
    """Minutes taken off each module, by its code, for some learners together."""
    off: Counter[str] = Counter()
    for mine in reliefs:
        off.update({code: relief.taken_off for code, relief in mine.items()})
    return off


def module_rows(
    mine: Iterable[Cell], plan: Foreseen, off: Mapping[str, int], learners: int = 1
) -> list[TotalsRow]:
    """By module in the order of the track, each less what is `off` of it, in minutes.

    What was done elsewhere comes last.
    """
    required, titles = plan.module_minutes, {m.code: str(m) for m in plan.modules}
    found = fives(of_code, mine, plan.cells, required, off, learners)
    return [
        TotalsRow(titles.get(code, OUTSIDE), sums, code in required) for code, sums in found.items()
    ]


def category_rows(
    mine: Iterable[Cell], plan: Foreseen, off: int = 0, learners: int = 1
) -> list[TotalsRow]:
    """By category, in the order of the categories; what names none comes last.

    A decision names a module, not its categories: the minutes that are `off` of all modules have
    a row of their own, so that the minimums add up to what is due.
    """
    required = plan.category_minutes
    found = fives(of_category, mine, plan.cells, required, {}, learners)
    order = [str(category) for category in BudgetCategory if category in found]
    rest = [name for name in found if name not in order]
    rows = [TotalsRow(_category(name), found[name], name in required) for name in (*order, *rest)]
    if off and required:
        rows.append(TotalsRow(TAKEN_OFF, Five(minimum=-off)))
    return rows


def _category(name: str) -> str:
    label = BudgetCategory(name).label if name else NO_CATEGORY
    return f"{label[0].upper()}{label[1:]}"


@dataclass(frozen=True)
class CohortTotals:
    """A whole cohort: its learners together, by module and by category."""

    learners: int
    five: Five
    modules: list[TotalsRow]
    categories: list[TotalsRow]


def cohort_totals(actor: Membership, cohort: Cohort) -> CohortTotals:
    """All the learners of a cohort whom the actor may see; eleven queries, however many."""
    people = Enrolment.objects.visible_to(actor).filter(cohort=cohort)
    ways = dict(people.order_by().values_list("pk", "track_version"))
    plans = cohort_foreseen(cohort, set(ways.values()))
    reliefs = reliefs_of(ways)
    mine: dict[int, list[Cell]] = {version: [] for version in plans}
    for pk, found in hours_cells(people).items():
        mine[ways[pk]] += found
    total, modules, categories = Five(), [], []
    for version, many in Counter(ways.values()).items():
        plan, own = plans[version], mine[version]
        off = off_by_module(reliefs[pk] for pk, way in ways.items() if way == version)
        total += five(own, plan.cells, plan.goal, off.total(), many)
        modules += module_rows(own, plan, off, many)
        categories += category_rows(own, plan, off.total(), many)
    return CohortTotals(len(ways), total, _merged(modules), _merged(categories))


def _merged(rows: Iterable[TotalsRow]) -> list[TotalsRow]:
    """Rows of several versions: those of one name are one row."""
    found: dict[str, TotalsRow] = {}
    for row in rows:
        known = found.get(row.name, TotalsRow(row.name, Five(), False))
        found[row.name] = TotalsRow(row.name, known.five + row.five, known.fixed or row.fixed)
    return list(found.values())
