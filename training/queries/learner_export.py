"""The totals and the curve of a learner as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from training.queries.cohort_export import Table
from training.queries.hours_page import HoursPage
from training.queries.outlook import Curve
from training.queries.totals import TotalsRow
from training.rules.pace import WEEK

TOTALS = (
    "Par", "Nom", "Minimum (min)", "Planifié (min)", "Déclaré (min)", "Vérifié (min)",
    "Accepté (min)", "Au-delà du prévu (min)", "Au-delà du plafond du jour (min)",
)  # fmt: skip
WEEKS = ("Semaine du", "Plan cumulé (min)", "Accepté cumulé (min)")


def learner_table(page: HoursPage, what: str) -> Table | None:
    """« totaux » or « courbe » of a learner; None for anything else."""
    if what == "totaux":
        whole = TotalsRow("Tout le parcours", page.five)
        return Table("Totaux", TOTALS, _totals(whole, page.categories, page.modules))
    if what == "courbe":
        return Table("Courbe", WEEKS, _weeks(page.outlook.curve))
    return None


def _totals(
    whole: TotalsRow, categories: Iterable[TotalsRow], modules: Iterable[TotalsRow]
) -> Iterator[tuple[object, ...]]:
    """An empty minimum is one that is not fixed."""
    for kind, rows in (("parcours", [whole]), ("catégorie", categories), ("module", modules)):
        for row in rows:
            five = row.five
            yield (
                kind, row.name, five.minimum if row.fixed else None, five.planned, five.submitted,
                five.verified, five.accepted, five.beyond, five.over_day,
            )  # fmt: skip


def _weeks(curve: Curve) -> Iterator[tuple[object, ...]]:
    """Every week of the plan and of the hours; nothing where one of both has ended."""
    for number, (plan, done) in enumerate(zip_longest(curve.plan, curve.done)):
        yield curve.first + WEEK * number, plan, done
