"""What each module of a cohort asks in sessions, as rows of a spreadsheet."""

from training.queries.cohort_export import Table
from training.queries.planning import CohortPlan

COLUMNS = (
    "Code du module", "Module", "Jours entre deux séances", "Prévu (min)", "Daté (min)",
    "À planifier (min)", "Manque (min)",
)  # fmt: skip


def plan_table(plan: CohortPlan) -> Table:
    """The lines of the planner, in the order of the track; no query."""
    rows = (
        (
            line.module.code, line.module.title, line.module.spacing_days, line.asked, line.dated,
            line.left, line.missing,
        )
        for line in plan.lines
    )  # fmt: skip
    return Table("Heures à planifier", COLUMNS, rows)
