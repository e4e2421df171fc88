"""How much of a track is taught at a distance."""

from decimal import ROUND_HALF_UP, Decimal

from curricula.enums import BudgetCategory
from curricula.rules.plan import TrackPlan
from curricula.rules.plan_problems import category_totals

# The article speaks of « enseignement à distance » without a list: that a virtual class belongs
# to it is our reading, « à vérifier ».
AT_A_DISTANCE = (BudgetCategory.DISTANCE, BudgetCategory.VIRTUAL)


def distance_rate(plan: TrackPlan) -> Decimal | None:
    """Percent of the minutes of a track at a distance, one decimal, half up (Code du travail,
    D6353-1, since 1 July 2025).

    None when no module says how its hours are spent.
    """
    total = category_totals(plan)
    if not total.total():
        return None
    share = Decimal(100 * sum(total[category] for category in AT_A_DISTANCE)) / total.total()
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)
