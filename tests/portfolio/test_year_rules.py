"""The rules of the year, held against docs/rules/bilans.md."""

from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.queries.logbook import PathWeek
from portfolio.queries.year import YearWeek
from portfolio.rules.hours import Term
from portfolio.rules.weeks import IsoWeek, week_of
from portfolio.rules.year import holidays_of, in_contract, weeks_of_year, year_bounds
from tests.portfolio.tables import rows

STARTS, ENDS = date(2026, 9, 1), date(2027, 6, 30)
WEEK = IsoWeek(2027, 9)


def term(cell: str) -> Term:
    if not cell:
        return Term()
    first, last = cell.split("..")
    return Term(date.fromisoformat(first), date.fromisoformat(last) if last else None)


@pytest.mark.parametrize("row", rows("bilans", "Bounds"), ids=lambda row: row[0])
def test_bounds(row):
    _, contract, first, last = row
    found = year_bounds(term(contract), STARTS, ENDS)
    assert [day.isoformat() for day in found] == [first, last]


@pytest.mark.parametrize("row", rows("bilans", "Week numbers"), ids=lambda row: row[0])
def test_week_numbers_over_a_change_of_year(row):
    first, last, weeks = row
    found = weeks_of_year(Term(), date.fromisoformat(first), date.fromisoformat(last))
    assert ", ".join(f"{year}-{number}" for year, number in found) == weeks


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(DAYS, st.integers(0, 700), st.none() | DAYS, st.none() | DAYS)
def test_every_week_comes_once_and_in_order(starts_on, length, first, last):
    ends_on = starts_on + timedelta(days=length)
    found = weeks_of_year(Term(first, last), starts_on, ends_on)
    mondays = [week.monday for week in found]
    assert all(b - a == timedelta(days=7) for a, b in pairwise(mondays))
    assert {week_of(starts_on), week_of(ends_on)} <= set(found)
    assert len(found) <= length // 7 + 2 + 8 + 52


@pytest.mark.parametrize("row", rows("bilans", "Stitches"), ids=lambda row: row[0])
def test_stitches(row):
    _, written, off, when, contract, stitch = row
    state, minutes = written.split() if written else ("", "0")
    stored = SimpleNamespace(state=state, practice_minutes=int(minutes)) if state else None
    path = PathWeek(1, WEEK, stored, when == "now", when == "future")
    week = YearWeek(WEEK, when == "now", when == "past", contract == "yes", path, off=off == "yes")
    assert str(week.stitch) == stitch


def test_a_week_outside_the_cohort_has_no_stitch():
    week = YearWeek(WEEK, current=False, past=True, contract=True)
    assert (week.stitch, week.words) == ("f", "hors de la promotion")


@pytest.mark.parametrize(
    ("contract", "inside"),
    [
        (Term(), True),
        (Term(date(2027, 3, 7)), True),  # its Sunday
        (Term(date(2027, 3, 8)), False),
        (Term(None, date(2027, 3, 1)), True),  # its Monday
        (Term(None, date(2027, 2, 28)), False),
    ],
)
def test_a_day_in_the_contract_is_enough(contract, inside):
    assert in_contract(WEEK, contract) == inside


def test_holidays_of_a_week_over_the_year():
    assert holidays_of(IsoWeek(2026, 53)) == ["jour de l’an"]
    assert holidays_of(WEEK) == []
