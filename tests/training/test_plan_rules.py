"""The tables of docs/rules/hours.md on plans and on work, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.enums import BudgetCategory
from tests.training.tables import rows
from training.enums import HoursCategory, HoursState
from training.rules.hours import Line, standing_lines, totals
from training.rules.plan import (
    Share,
    WorkSession,
    accepted_by_source,
    by_category,
    planned_totals,
    posted_as,
    within,
    work_gaps,
)


@pytest.mark.parametrize(
    ("case", "planned", "accepted", "pending", "counts", "waits", "beyond"),
    rows("hours.md", "Planned and done"),
    ids=lambda v: v[:30],
)
def test_plans_follow_the_table(case, planned, accepted, pending, counts, waits, beyond):
    limit = None if planned == "none" else int(planned)
    expected = Share(int(counts), int(waits), int(beyond))
    assert within(limit, int(accepted), int(pending)) == expected


@pytest.mark.parametrize(
    ("case", "frame", "planned", "tutor", "reflection", "counts"),
    rows("hours.md", "Training at work"),
    ids=lambda v: v[:30],
)
def test_training_at_work_follows_the_table(case, frame, planned, tutor, reflection, counts):
    yes = [word == "yes" for word in (frame, planned, tutor, reflection)]
    session = WorkSession(yes[0], yes[1], "Dr Démo" * yes[2], "Le soir." * yes[3])
    gaps = work_gaps(session)
    assert len(gaps) == yes.count(False)
    expected = HoursCategory.SESSION if counts == "yes" else HoursCategory.PRACTICE
    assert posted_as(BudgetCategory.WORK, gaps) == expected


def test_other_sessions_count_whatever_is_said_of_work():
    assert posted_as(BudgetCategory.IN_PERSON, ["raison"]) == HoursCategory.SESSION


lines = st.builds(
    Line,
    source_key=st.sampled_from("abcdefgh"),
    category=st.sampled_from(list(HoursCategory)),
    state=st.sampled_from(list(HoursState)),
    minutes=st.integers(1, 720),
    module_id=st.sampled_from([None, 1, 2]),
    budget=st.sampled_from(["", *BudgetCategory]),
)
ledgers = st.lists(lines, max_size=16, unique_by=lambda line: (line.source_key, line.state))
plans = st.dictionaries(
    st.sampled_from([1, 2]),
    st.dictionaries(st.sampled_from(list(BudgetCategory)), st.integers(1, 900), min_size=1),
)


@given(ledgers, plans)
def test_nothing_is_lost_between_what_counts_and_what_is_beyond(ledger, plan):
    plain, found = totals(ledger), planned_totals(ledger, plan)
    assert found.counted + found.beyond == plain.counted
    assert found.practice == plain.practice


@given(ledgers, plans)
def test_what_remains_of_each_line_adds_up_to_what_is_accepted(ledger, plan):
    left = accepted_by_source(ledger, plan)
    assert sum(left.values()) == planned_totals(ledger, plan).accepted
    minutes = {line.source_key: line.minutes for line in standing_lines(ledger)}
    assert all(0 <= kept <= minutes[key] for key, kept in left.items())


@given(ledgers)
def test_without_a_plan_the_totals_are_those_of_before(ledger):
    assert planned_totals(ledger, {}) == totals(ledger)


@given(ledgers, plans)
def test_no_category_counts_more_than_it_plans(ledger, plan):
    for row in by_category(ledger, plan):
        known = [x for x in standing_lines(ledger) if x.module_id in plan]
        if len(known) == len(standing_lines(ledger)):
            assert row.accepted + row.pending <= row.planned


@given(ledgers, plans, lines)
def test_one_more_line_never_lowers_what_counts(ledger, plan, more):
    if more.source_key not in {line.source_key for line in ledger}:
        before, after = planned_totals(ledger, plan), planned_totals([*ledger, more], plan)
        assert after.counted >= before.counted


@given(ledgers, plans, st.randoms())
def test_planned_totals_do_not_depend_on_the_order_of_arrival(ledger, plan, random):
    shuffled = list(ledger)
    random.shuffle(shuffled)
    assert planned_totals(shuffled, plan) == planned_totals(ledger, plan)


def test_two_versions_of_a_module_count_together_against_the_wider_plan():
    old, new = {BudgetCategory.DISTANCE: 60}, {BudgetCategory.DISTANCE: 30}
    done = [
        Line(key, HoursCategory.DISTANCE, HoursState.ACCEPTED, 50, module, module_code="M1")
        for key, module in (("a", 1), ("b", 2))
    ]
    found = planned_totals(done, {1: old, 2: new})
    assert (found.accepted, found.beyond) == (60, 40)
    assert [row.planned for row in by_category(done, {2: new}, {1: old, 2: new})] == [30]
