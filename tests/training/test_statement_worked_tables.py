"""The worked tables of docs/rules/documents.md, row by row, and what holds for any lines."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.enums import BudgetCategory
from tests.training.tables import rows
from training.enums import HoursCategory, HoursState
from training.rules.hours import Line
from training.rules.plan import planned_totals
from training.rules.statement import (
    DocumentFacts,
    PeriodRow,
    missing_for_document,
    period_rows,
)

MODULES = {"A": 1, "B": 2}
TODAY = date(2027, 3, 1)
START = date(2027, 1, 1)


def day(cell: str) -> date:
    return date.fromisoformat(f"2027-{cell}")


def codes(cell: str) -> list[str]:
    return re.findall("`([^`]+)`", cell)


def dated(number: int, cell: str) -> Line:
    """`01-05 A/in_person ! 210`"""
    when, where, state, minutes = cell.split()
    module, nature = where.split("/")
    category = {
        "*": HoursCategory.PRACTICE,
        "!": HoursCategory.SESSION,
        "?": HoursCategory.SESSION,
    }[state]
    distance = nature == BudgetCategory.DISTANCE
    return Line(
        source_key=str(number),
        category=HoursCategory.DISTANCE if distance else category,
        state=HoursState.SUBMITTED if state == "?" else HoursState.ACCEPTED,
        minutes=int(minutes),
        module_id=MODULES[module],
        budget="" if distance or nature == "-" else nature,
        module_code=module,
        on=day(when),
    )


def plan_of(cell: str) -> dict[int, dict[str, int]]:
    words, plan = cell.split(), {}
    for where, minutes in zip(words[::2], words[1::2], strict=True):
        module, nature = where.split("/")
        plan.setdefault(MODULES[module], {})[nature] = int(minutes)
    return plan


def stated(cell: str) -> PeriodRow:
    where, _, minutes = cell.partition(" ")
    module, nature = where.split("/")
    kept, _, beyond = minutes.partition("+")
    return PeriodRow(module, nature, int(kept), int(beyond or 0))


@pytest.mark.parametrize(
    ("case", "plan", "lines", "since", "until", "expected"),
    rows("documents.md", "Hours of a period"),
)
def test_a_period_is_stated_as_the_table_says(case, plan, lines, since, until, expected):
    ledger = [dated(number, cell) for number, cell in enumerate(codes(lines))]
    found = period_rows(ledger, plan_of(plan), day(since), day(until))
    assert found == [stated(cell) for cell in codes(expected)]


@pytest.mark.parametrize(
    ("case", "kind", "name", "funder", "since", "until", "minutes", "expected"),
    rows("documents.md", "What is missing"),
)
def test_what_is_missing_is_said_as_the_table_says(
    case, kind, name, funder, since, until, minutes, expected
):
    facts = DocumentFacts(
        first_name="Camille" if name == "yes" else " ",
        last_name="Dorval",
        since=date.fromisoformat(since),
        until=date.fromisoformat(until),
        today=TODAY,
        minutes=int(minutes),
        needs_funder=kind == "statement",
        has_funder=funder == "yes",
        needs_sessions=kind.startswith("sheet"),
        sessions=int(kind == "sheet"),
        lacks_diploma=kind == "certificate without diploma",
    )
    wanted = [word.strip() for word in expected.split(",") if word.strip()]
    found = missing_for_document(facts)
    assert len(found) == len(wanted)
    assert all(word in sentence for word, sentence in zip(wanted, found, strict=True))


natures = st.sampled_from(["", BudgetCategory.IN_PERSON, BudgetCategory.VIRTUAL])
days = st.integers(0, 12).map(lambda number: START + timedelta(days=number))


@st.composite
def ledgers(draw) -> list[Line]:
    drawn = draw(
        st.lists(
            st.tuples(
                days, st.sampled_from(HoursCategory), st.sampled_from(HoursState),
                st.integers(1, 400), st.sampled_from("AB"), natures,
            ),
            max_size=12,
        )
    )  # fmt: skip
    return [
        Line(
            str(number), category, state, minutes, MODULES[module],
            "" if category == HoursCategory.DISTANCE else nature, module, on=when,
        )
        for number, (when, category, state, minutes, module, nature) in enumerate(drawn)
    ]  # fmt: skip


plans = st.dictionaries(
    st.sampled_from([1, 2]),
    st.dictionaries(st.sampled_from(BudgetCategory), st.integers(0, 600), min_size=1),
)


def total(found: list[PeriodRow]) -> int:
    return sum(row.minutes for row in found)


@given(ledgers(), plans)
def test_the_whole_time_states_what_the_account_counts(ledger, plan):
    found = period_rows(ledger, plan, date.min, date.max)
    assert total(found) == planned_totals(ledger, plan).accepted


@given(ledgers(), plans, days, days, days)
def test_a_period_cut_in_two_states_the_same_hours(ledger, plan, first, second, third):
    since, cut, until = sorted((first, second, third))
    whole = period_rows(ledger, plan, since, until)
    parts = [
        *period_rows(ledger, plan, since, cut),
        *period_rows(ledger, plan, cut + timedelta(days=1), until),
    ]
    assert total(parts) == total(whole)
    assert sum(row.beyond for row in parts) == sum(row.beyond for row in whole)


@given(ledgers(), plans, days, days, st.randoms())
def test_the_order_of_the_lines_changes_nothing(ledger, plan, since, until, random):
    mixed = [*ledger]
    random.shuffle(mixed)
    assert period_rows(mixed, plan, since, until) == period_rows(ledger, plan, since, until)


@given(ledgers(), plans, days, days)
def test_no_row_exceeds_its_plan_and_none_is_negative(ledger, plan, since, until):
    for row in period_rows(ledger, plan, since, until):
        budgets = plan.get(MODULES[row.module])
        if budgets and row.nature != "session":
            assert row.minutes <= budgets.get(row.nature, 0)
        assert row.minutes >= 0
        assert row.beyond >= 0
