"""Contracts and shared posts follow their tables."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.enums import ShareState
from training.rules.contract import (
    Share,
    contract_problem,
    end_problem,
    outside_training,
    share_problem,
    share_state,
    shared_week,
    shares_overlap,
    sharing_on,
)

MAIN = 1
FIRST, LAST = date(2026, 9, 1), date(2027, 7, 2)


def on(day: str) -> date:
    return date(2027, 3, int(day))


def one(cell: str) -> Share:
    practice, since, until = cell.strip(" `").split()
    return Share(int(practice), on(since), None if until == "-" else on(until))


def many(cell: str) -> list[Share]:
    return [one(part) for part in cell.split(",") if part]


def day_or_none(cell: str) -> date | None:
    return None if cell == "-" else date.fromisoformat(cell)


@pytest.mark.parametrize(("case", "shares", "day", "expected"), rows("contract.md", "Shares"))
def test_who_shares_a_post_on_a_day(case, shares, day, expected):
    assert sharing_on(on(day), many(shares)) == {int(name) for name in expected.split()}


@pytest.mark.parametrize(("case", "share", "day", "expected"), rows("contract.md", "States"))
def test_where_a_share_stands(case, share, day, expected):
    assert share_state(on(day), one(share)) == ShareState(expected)


@pytest.mark.parametrize(("case", "standing", "wanted", "expected"), rows("contract.md", "Noted"))
def test_a_share_is_refused_as_the_table_says(case, standing, wanted, expected):
    problem = share_problem(one(wanted), MAIN, many(standing))
    assert bool(problem) == bool(expected)
    assert expected in problem


@pytest.mark.parametrize(("case", "standing", "share", "expected"), rows("contract.md", "Ended"))
def test_an_end_is_refused_as_the_table_says(case, standing, share, expected):
    problem = end_problem(one(share), many(standing))
    assert bool(problem) == bool(expected)
    assert expected in problem


@pytest.mark.parametrize(
    ("case", "starts", "ends", "minutes", "expected"), rows("contract.md", "Contracts")
)
def test_a_contract_is_refused_as_the_table_says(case, starts, ends, minutes, expected):
    problem = contract_problem(date.fromisoformat(starts), day_or_none(ends), int(minutes))
    assert bool(problem) == bool(expected)
    assert expected in problem


@pytest.mark.parametrize(("case", "starts", "ends", "expected"), rows("contract.md", "Cover"))
def test_what_a_contract_does_not_cover_is_shown(case, starts, ends, expected):
    shown = outside_training(date.fromisoformat(starts), day_or_none(ends), FIRST, LAST)
    assert len(shown) == int(expected)


@pytest.mark.parametrize(
    ("case", "shares", "agreed", "added"), rows("convention.md", "Shared week")
)
def test_what_shares_add_to_a_week(case, shares, agreed, added):
    parts = [part.strip(" `").rsplit(" ", 1) for part in shares.split(",") if part]
    held = [(one(share), int(minutes)) for share, minutes in parts]
    own = dict(tuple(map(int, part.strip(" `").split())) for part in agreed.split(",") if part)
    assert shared_week(on("8"), held, own) == int(added)


START = date(2027, 3, 1)
drawn_day = st.integers(0, 40)
drawn_share = st.tuples(drawn_day, st.none() | st.integers(0, 20))


def after(number: int) -> date:
    return START + timedelta(days=number)


def made(drawn: tuple[int, int | None]) -> Share:
    since, length = drawn
    return Share(2, after(since), None if length is None else after(since + length))


@given(drawn_share, drawn_share)
def test_two_shares_overlap_on_a_common_day_and_only_then(first, second):
    first, second = made(first), made(second)
    days = [after(number) for number in range(62)]
    common = any(sharing_on(day, [first]) and sharing_on(day, [second]) for day in days)
    assert shares_overlap(first, second) == shares_overlap(second, first) == common


@given(drawn_day, drawn_day, drawn_day, drawn_day)
def test_a_share_cut_in_two_holds_on_the_same_days(since, before, behind, asked):
    cut, until = since + before, since + before + behind
    whole = Share(2, after(since), after(until))
    parts = [Share(2, after(since), after(cut)), Share(2, after(cut), after(until))]
    assert sharing_on(after(asked), parts) == sharing_on(after(asked), [whole])
    assert not shares_overlap(*parts)
