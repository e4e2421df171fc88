"""What each practice agreed: the tables of docs/rules/convention.md, and what always holds."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from tests.training.test_timetable_rules import slots
from training.rules.agreed_week import (
    Part,
    Shares,
    begins_in_part,
    hours_in_common,
    minutes_of_week,
    minutes_on,
    week_of,
)
from training.rules.contract import Share
from training.rules.timetable import Slot, slots_overlap

PAGE = "convention.md"
FURTHER, MAIN = 2, 1
SIGNED_BY_MAIN = Part(MAIN, [(date(2027, 3, 1), [Slot(1, time(9), time(12))])])


def on(day: str) -> date:
    return date(2027, 3, int(day))


def shares(cell: str) -> Shares:
    if cell in ("main", "none"):
        return None if cell == "main" else ()
    found = [part.split() for part in cell.split(",")]
    return tuple(
        Share(FURTHER, on(since), None if until == "-" else on(until)) for since, until in found
    )


def part(practice: str, versions: str) -> Part:
    said = [one.strip().split(" ", 1) for one in versions.split(",") if one]
    agreed = [(on(since), slots(week.replace(" + ", ","))) for since, week in said]
    return Part(FURTHER, agreed, shares(practice))


@pytest.mark.parametrize(
    ("case", "practice", "versions", "day", "week"), rows(PAGE, "Several practices")
)
def test_the_week_of_a_practice_follows_the_table(case, practice, versions, day, week):
    assert list(week_of(part(practice, versions), on(day)) or ()) == slots(week)


@pytest.mark.parametrize(("case", "practice", "since", "may"), rows(PAGE, "Begins"))
def test_where_a_version_may_begin_follows_the_table(case, practice, since, may):
    assert begins_in_part(on(since), shares(practice), on("15")) == (may == "yes")


@pytest.mark.parametrize(
    ("case", "practice", "versions", "minutes"), rows(PAGE, "Agreed in a week")
)
def test_the_minutes_of_a_week_follow_the_table(case, practice, versions, minutes):
    wanted = None if minutes == "-" else int(minutes)
    assert minutes_of_week(part(practice, versions), on("8")) == wanted


@pytest.mark.parametrize(("case", "practice", "version", "common"), rows(PAGE, "In common"))
def test_hours_in_common_follow_the_table(case, practice, version, common):
    wanted = part(practice, version)
    found = hours_in_common(wanted, [SIGNED_BY_MAIN], wanted.agreed[0][0])
    assert (found is not None) == (common == "yes")
    assert found is None or found.practice == MAIN


# --- What always holds ----------------------------------------------------------------------------

START = date(2027, 3, 1)
days = st.integers(0, 40).map(lambda number: START + timedelta(days=number))
numbers = st.integers(8, 11)


def one_a_day(drawn: dict[int, tuple[int, int]]) -> list[Slot]:
    return [Slot(day, time(start), time(start + hours)) for day, (start, hours) in drawn.items()]


weeks = st.dictionaries(
    st.integers(1, 7), st.tuples(numbers, st.integers(1, 3)), min_size=1, max_size=3
).map(one_a_day)
versions = st.lists(st.tuples(days, weeks), min_size=1, max_size=2)
drawn_shares = st.lists(
    st.builds(Share, st.just(FURTHER), days, st.none() | days), min_size=1, max_size=2
).map(tuple)
mains = st.builds(Part, st.just(MAIN), versions, st.none())
furthers = st.builds(Part, st.just(FURTHER), versions, drawn_shares)
ASKED = [START + timedelta(days=number) for number in range(60)]


def clock_minutes(part: Part, day: date) -> set[int]:
    """Each minute of a day that is agreed with a practice."""
    return {
        minute
        for slot in week_of(part, day) or ()
        if slot.weekday == day.isoweekday()
        for minute in range(slot.starts.hour * 60, slot.ends.hour * 60)
    }


@given(mains, furthers)
def test_the_sum_of_agreed_minutes_is_that_of_the_hours_together_unless_they_meet(main, further):
    sums = [(minutes_on(main, day) or 0) + (minutes_on(further, day) or 0) for day in ASKED]
    union = [len(clock_minutes(main, day) | clock_minutes(further, day)) for day in ASKED]
    apart = hours_in_common(main, [further], START) is None
    assert (sums == union) == apart
    assert all(one >= other for one, other in zip(sums, union, strict=True))


@given(mains, furthers)
def test_hours_in_common_are_those_of_both_and_the_order_does_not_matter(main, further):
    found = hours_in_common(main, [further], START)
    assert (hours_in_common(further, [main], START) is None) == (found is None)
    assert found is None or slots_overlap(found.own, found.other)


@given(furthers, st.integers(0, 5))
def test_a_week_comes_to_its_days(further, number):
    monday = START + timedelta(weeks=number)
    days = [minutes_on(further, monday + timedelta(days=day)) for day in range(7)]
    week = minutes_of_week(further, monday)
    assert week is None or week == sum(minutes or 0 for minutes in days)
