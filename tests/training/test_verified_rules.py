"""What verifies a line, and what remains of it: the tables of docs/rules/hours.md."""

import pytest

from curricula.enums import BudgetCategory
from tests.training.tables import rows
from tests.training.test_totals_rules import ledger
from training.enums import COUNTED_CATEGORIES, HoursCategory
from training.rules.plan import cells
from training.rules.totals import five
from training.rules.verified import VERIFYING_ACTS, verifying_act

PLAN = {1: {BudgetCategory.DISTANCE: 300}}


@pytest.mark.parametrize(
    ("case", "line", "budget", "act", "counts"), rows("hours.md", "What verifies a line")
)
def test_the_act_of_each_line_is_that_of_the_table(case, line, budget, act, counts):
    found = verifying_act(HoursCategory(line), budget)
    assert act in found.act
    assert (HoursCategory(line) in COUNTED_CATEGORIES) == (counts == "yes")


def test_every_kind_of_line_has_an_act_that_the_screens_name():
    for category in HoursCategory:
        for budget in ("", *BudgetCategory):
            assert verifying_act(category, budget) in VERIFYING_ACTS


@pytest.mark.parametrize(
    ("case", "lines", "submitted", "verified", "accepted"),
    rows("hours.md", "Verified, then accepted"),
)
def test_accepted_is_what_remains_of_verified(case, lines, submitted, verified, accepted):
    found = five(cells(ledger(lines, 1), PLAN), (), 300)
    assert (found.submitted, found.verified, found.accepted) == (
        int(submitted), int(verified), int(accepted)
    )  # fmt: skip
