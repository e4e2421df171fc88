"""The worked tables of docs/rules/convention.md, row by row, and what always holds."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.rules.agreed_week import Part, week_of
from training.rules.timetable import (
    Slot,
    at_practice,
    beyond_timetable,
    slots_overlap,
    timetable_problem,
    weekly_minutes,
)

PAGE = "convention.md"
MORNING = [Slot(1, time(9), time(12, 30))]


def slots(cell: str) -> list[Slot]:
    found = []
    for part in cell.split(",") if cell else []:
        day, hours = part.split()
        starts, ends = (time.fromisoformat(clock) for clock in hours.split("-"))
        found.append(Slot(int(day), starts, ends))
    return found


@pytest.mark.parametrize(("case", "cell", "week", "problem"), rows(PAGE, "Timetable"))
def test_timetables_follow_the_table(case, cell, week, problem):
    found = timetable_problem(slots(cell))
    assert (weekly_minutes(slots(cell)), bool(found)) == (int(week), bool(problem))
    assert problem in found


@pytest.mark.parametrize(("case", "cell", "day", "week"), rows(PAGE, "Week on a day"))
def test_the_week_of_a_day_follows_the_table(case, cell, day, week):
    versions = [part.strip().split(" ", 1) for part in cell.split(",") if cell]
    agreed = [(date.fromisoformat(since), slots(said)) for since, said in versions]
    assert list(week_of(Part(1, agreed), date.fromisoformat(day)) or ()) == slots(week)


@pytest.mark.parametrize(("case", "noted", "agreed", "problem"), rows(PAGE, "Above"))
def test_minutes_above_follow_the_table(case, noted, agreed, problem):
    assert beyond_timetable(int(noted), None if agreed == "-" else int(agreed)) == problem


@pytest.mark.parametrize(("case", "starts", "ends", "there"), rows(PAGE, "Session"))
def test_sessions_follow_the_table(case, starts, ends, there):
    found = at_practice(MORNING, datetime.fromisoformat(starts), datetime.fromisoformat(ends))
    assert found == (there == "yes")


clocks = st.integers(0, 24 * 60 - 1).map(lambda minute: time(*divmod(minute, 60)))
any_slot = st.builds(Slot, st.integers(1, 7), clocks, clocks)


@given(any_slot, any_slot)
def test_overlap_is_symmetric(one, other):
    assert slots_overlap(one, other) == slots_overlap(other, one)


@given(any_slot, clocks)
def test_a_slot_cut_in_two_comes_to_the_same(slot, cut):
    parts = [Slot(slot.weekday, slot.starts, cut), Slot(slot.weekday, cut, slot.ends)]
    assert weekly_minutes(parts) == weekly_minutes([slot])


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_only_what_is_above_is_refused(noted, agreed):
    assert bool(beyond_timetable(noted, agreed)) == (noted > agreed)
