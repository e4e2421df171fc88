"""What waits of whom, held to the tables of docs/rules/waiting.md."""

from datetime import UTC, datetime

import pytest

from people.enums import Role
from tests.training.tables import rows
from training.enums import Situation, WaitingKind
from training.rules.waiting import ASKED, Waits, in_order, is_asked

COLUMNS = (Role.LEARNER, Role.EMPLOYER, Role.TRAINER, Role.COMPANION, Role.LEAD)


def test_every_kind_waits_of_those_whom_the_table_names():
    table = {cells[0]: cells[1:] for cells in rows("waiting.md", "Of whom each kind waits")}
    assert set(table) == set(WaitingKind.values)
    for kind, cells in table.items():
        for role, cell in zip(COLUMNS, cells, strict=True):
            assert (WaitingKind(kind) in ASKED[role]) == (cell == "yes"), (kind, role)


@pytest.mark.parametrize(("kind", "situation", "over", "asked"), rows("waiting.md", "Asked"))
def test_a_kind_is_asked_as_the_table_says(kind, situation, over, asked):
    found = is_asked(WaitingKind(kind), Situation(situation), over == "yes")
    assert found == (asked == "yes")


@pytest.mark.parametrize(
    ("case", "found", "said"), rows("waiting.md", "Order"), ids=lambda value: value[:30]
)
def test_the_oldest_is_said_first(case, found, said):
    lines = [part.strip(" `").split() for part in found.split(",") if part.strip()]
    waits = [
        Waits(WaitingKind(kind), 1, 0, datetime(2027, 3, int(day), 12, tzinfo=UTC))
        for day, kind in lines
    ]
    assert ", ".join(one.kind for one in in_order(waits)) == said
