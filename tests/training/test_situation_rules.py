"""A situation follows its tables."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.enums import SITUATION_ACTS, Situation, SituationAct
from training.rules.situation import (
    Change,
    situation_after,
    situation_on,
    situation_problem,
)

TODAY, LAST = date(2027, 3, 15), date(2027, 3, 10)


def change(cell: str) -> Change:
    day, situation = cell.strip(" `").split()
    return Change(date(2027, 3, int(day)), situation)


@pytest.mark.parametrize(("case", "changes", "day", "expected"), rows("situation.md", "Situations"))
def test_the_situation_on_a_day_follows_the_table(case, changes, day, expected):
    noted = [change(cell) for cell in changes.split(",") if cell]
    assert situation_on(date(2027, 3, int(day)), noted) == Situation(expected)


@pytest.mark.parametrize(
    ("case", "act", "now_is", "since", "expected"), rows("situation.md", "Acts")
)
def test_an_act_is_refused_as_the_table_says(case, act, now_is, since, expected):
    problem = situation_problem(
        SituationAct(act), Situation(now_is), date.fromisoformat(since), LAST, TODAY
    )
    assert bool(problem) == bool(expected)
    assert expected in problem


def test_each_act_has_its_place():
    assert set(SITUATION_ACTS) == set(SituationAct)
    assert situation_after(SituationAct.TRANSFERRED, Situation.SUSPENDED) == Situation.SUSPENDED
    assert situation_after(SituationAct.RESUMED, Situation.LEFT) == Situation.ACTIVE


drawn_changes = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from(list(Situation))), max_size=6
)


@given(drawn_changes, st.integers(0, 60))
def test_what_is_noted_of_later_days_changes_no_earlier_day(drawn, asked):
    start = date(2027, 1, 1)
    changes = [Change(start + timedelta(days=n), kind) for n, kind in sorted(drawn)]
    day = start + timedelta(days=asked)
    until = [one for one in changes if one.since <= day]
    assert situation_on(day, changes) == situation_on(day, until)
