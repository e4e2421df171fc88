"""The tables of docs/rules/hours.md on days and the five totals, and what always holds."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.enums import BudgetCategory
from tests.training.tables import rows
from training.enums import HoursCategory, HoursState
from training.rules.day import DAY_CAP, days_over, within_day
from training.rules.hours import Line, standing_lines
from training.rules.pace import accepted_by_week, monday
from training.rules.plan import cells, planned_totals
from training.rules.totals import Five, five, fives, minimum, of_category, of_code

CATEGORIES = {"s": HoursCategory.SESSION, "d": HoursCategory.DISTANCE, "p": HoursCategory.PRACTICE}
STATES = {"?": HoursState.SUBMITTED, "!": HoursState.ACCEPTED}
FIRST = date(2027, 3, 1)


def ledger(cell: str, module: int | None = None) -> list[Line]:
    found = re.findall(r"`(\w+) ([sdp])([?!]) (\d+) @(\d)`", cell)
    return [
        Line(key, CATEGORIES[cat], STATES[state], int(n), module, on=FIRST + timedelta(int(day)))
        for key, cat, state, n, day in found
    ]


@pytest.mark.parametrize(
    ("case", "lines", "accepted", "pending", "over"), rows("hours.md", "Cap of a day"), ids=str
)
def test_the_cap_of_a_day_follows_the_table(case, lines, accepted, pending, over):
    found = planned_totals(ledger(lines), {})
    assert (found.accepted, found.pending, found.over_day) == (
        int(accepted), int(pending), int(over)
    )  # fmt: skip
    assert sum(days_over(ledger(lines)).values()) == int(over)


@pytest.mark.parametrize(
    ("case", "required", "exempted", "plan", "calendar", "lines", "expected"),
    [(*row[:6], row[6:]) for row in rows("hours.md", "Five totals of a module")],
    ids=str,
)
def test_the_five_totals_follow_the_table(
    case, required, exempted, plan, calendar, lines, expected
):
    plans = {} if plan == "none" else {1: {BudgetCategory.DISTANCE: int(plan)}}
    calendar = [Line("c", HoursCategory.DISTANCE, HoursState.ACCEPTED, int(calendar), 1)]
    mine = cells(ledger(lines, 1), plans)
    found = five(mine, cells(calendar, plans), int(required), int(exempted))
    names = ("minimum", "planned", "submitted", "verified", "accepted")
    assert [getattr(found, name) for name in names] == [int(number) for number in expected]


lines = st.builds(
    Line,
    source_key=st.sampled_from("abcdefgh"),
    category=st.sampled_from(list(HoursCategory)),
    state=st.sampled_from(list(HoursState)),
    minutes=st.integers(1, 720),
    module_id=st.sampled_from([1, 2]),
    budget=st.sampled_from(["", *BudgetCategory]),
    module_code=st.just(""),
    version=st.integers(1, 2),
    on=st.dates(FIRST, FIRST + timedelta(days=16)),
).map(lambda x: Line(**{**vars(x), "module_code": f"M{x.module_id}"}))
ledgers = st.lists(lines, max_size=16, unique_by=lambda x: (x.source_key, x.state, x.version))
plans = st.dictionaries(
    st.sampled_from([1, 2]),
    st.dictionaries(st.sampled_from(list(BudgetCategory)), st.integers(1, 900), min_size=1),
)


@given(ledgers, plans)
def test_accepted_is_never_above_verified_nor_verified_above_submitted(ledger, plan):
    for sums in (
        five(cells(ledger, plan), (), 0),
        *fives(of_code, cells(ledger, plan), (), {}, {}).values(),
        *fives(of_category, cells(ledger, plan), (), {}, {}).values(),
    ):
        assert sums.accepted <= sums.verified <= sums.submitted
        assert sums.submitted >= sums.beyond + sums.over_day


@given(ledgers, plans)
def test_modules_and_categories_each_add_up_to_the_whole(ledger, plan):
    mine = cells(ledger, plan)
    whole = five(mine, (), 0)
    for key in (of_code, of_category):
        assert sum(fives(key, mine, (), {}, {}).values(), Five()) == whole


@given(ledgers, st.randoms())
def test_the_cap_of_a_day_does_not_depend_on_the_order_of_arrival(ledger, random):
    shuffled = list(ledger)
    random.shuffle(shuffled)
    assert {x.source_key: x for x in within_day(shuffled)} == {
        x.source_key: x for x in within_day(ledger)
    }


@given(ledgers)
def test_no_day_counts_more_than_its_cap_and_nothing_is_lost(ledger):
    found, days = within_day(ledger), {}
    for line in found:
        if line.category == HoursCategory.DISTANCE:
            days[line.on] = days.get(line.on, 0) + line.minutes
    assert all(minutes <= DAY_CAP for minutes in days.values())
    assert sum(x.minutes + x.over for x in found) == sum(x.minutes for x in standing_lines(ledger))
    assert within_day(found) == within_day(within_day(found))


@given(ledgers, plans)
def test_the_weeks_add_up_to_what_is_accepted(ledger, plan):
    weekly = accepted_by_week(within_day(ledger), plan)
    assert sum(weekly.values()) == planned_totals(ledger, plan).accepted
    assert all(week == monday(week) for week in weekly)


@given(st.integers(0, 30000), st.integers(0, 30000))
def test_nobody_owes_less_than_nothing(required, exempted):
    assert 0 <= minimum(required, exempted) <= required


@given(ledgers, plans, st.data())
def test_splitting_what_was_done_changes_no_total(ledger, plan, data):
    whole = standing_lines(ledger)
    split = []
    for number, line in enumerate(whole):
        first = data.draw(st.integers(0, line.minutes))
        split.append(replace(line, minutes=first, source_key=f"{number}a"))
        split.append(replace(line, minutes=line.minutes - first, source_key=f"{number}b"))
    assert five(cells(split, plan), (), 0) == five(cells(whole, plan), (), 0)
    assert sum(accepted_by_week(within_day(split), plan).values()) == sum(
        accepted_by_week(within_day(whole), plan).values()
    )
