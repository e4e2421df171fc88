from hypothesis import given
from hypothesis import strategies as st

from training.enums import HoursCategory, HoursState
from training.rules.hours import HoursTotals, Line, standing_lines, totals

lines = st.builds(
    Line,
    source_key=st.sampled_from("abcdef"),
    category=st.sampled_from(list(HoursCategory)),
    state=st.sampled_from(list(HoursState)),
    minutes=st.integers(0, 720),
    version=st.integers(1, 3),
)
ledgers = st.lists(lines, max_size=20)


@given(ledgers, st.randoms())
def test_totals_do_not_depend_on_the_order_of_arrival(ledger, random):
    shuffled = list(ledger)
    random.shuffle(shuffled)
    assert totals(shuffled) == totals(ledger)


@given(ledgers)
def test_a_line_that_comes_twice_counts_once(ledger):
    assert totals(ledger + ledger) == totals(ledger)


@given(ledgers)
def test_each_source_stands_once(ledger):
    keys = [line.source_key for line in standing_lines(ledger)]
    assert sorted(keys) == sorted({line.source_key for line in ledger})


@given(ledgers, st.integers(0, 30_000))
def test_totals_are_never_negative_and_never_more_than_was_posted(ledger, goal):
    found = totals(ledger)
    assert min(found.accepted, found.pending, found.practice, found.missing(goal)) >= 0
    assert found.counted + found.practice <= sum(line.minutes for line in ledger)


@given(ledgers)
def test_practice_never_enters_the_account(ledger):
    without = [line for line in ledger if line.category != HoursCategory.PRACTICE]
    if {x.source_key for x in without}.isdisjoint(x.source_key for x in ledger if x not in without):
        found = totals(ledger)
        assert HoursTotals(found.accepted, found.pending) == totals(without)
