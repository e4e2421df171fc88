"""The hours of a week: docs/rules/livret.md, « Hours »."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import DayKind
from portfolio.rules.hours import (
    Term,
    WrittenDay,
    WrittenHours,
    hours_problem,
    is_off,
    own_time,
    parse_hours,
    spent_words,
)
from portfolio.rules.weeks import IsoWeek
from records.rules.french import duration
from tests.portfolio.tables import rows

WEEK, THURSDAY = IsoWeek(2027, 9), date(2027, 3, 4)


def day(cell: str) -> WrittenDay:
    """« 1 worked 420 @2 », « 3 leave »: day of March, kind, minutes, practice."""
    number, kind, *rest = cell.split()
    minutes = int(rest[0]) if rest else 0
    practice = int(rest[1].removeprefix("@")) if rest[1:] else None
    return WrittenDay(date(2027, 3, int(number)), kind, minutes, practice)


def days(cell: str) -> tuple[WrittenDay, ...]:
    return tuple(day(one.strip(" `")) for one in cell.split(",") if one.strip())


@pytest.mark.parametrize(("case", "cell", "contract", "problem"), rows("livret", "Hours"))
def test_hours_that_can_be_kept(case, cell, contract, problem):
    first, _, last = contract.partition("-")
    term = Term(*(date(2027, 3, int(one)) if one else None for one in (first, last)))
    found = hours_problem(WrittenHours(days(cell)), WEEK, THURSDAY, term)
    assert problem in found if problem else found == ""


@pytest.mark.parametrize(("case", "cell", "off"), rows("livret", "Weeks off"))
def test_weeks_off(case, cell, off):
    assert is_off(days(cell)) == (off == "yes")


@pytest.mark.parametrize(("case", "contract", "agreed", "left"), rows("livret", "Own time"))
def test_own_time(case, contract, agreed, left):
    known = [None if cell == "-" else int(cell) for cell in (contract, agreed, left)]
    assert own_time(known[0], known[1]) == known[2]


@pytest.mark.parametrize(("case", "noted", "left", "words"), rows("livret", "Own time spent"))
def test_own_time_spent(case, noted, left, words):
    assert spent_words(int(noted), None if left == "-" else int(left)) == words


@pytest.mark.parametrize(
    ("logbook", "collective", "problem"),
    [
        (120, 60, ""),
        (-1, 0, "Une durée n’est pas négative."),
        (10_080, 0, ""),
        (10_080, 1, "Une semaine n’a que 168 heures."),
    ],
)
def test_time_for_oneself(logbook, collective, problem):
    hours = WrittenHours(logbook=logbook, collective=collective)
    assert hours_problem(hours, WEEK, THURSDAY, Term()) == problem


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("7", 420), ("7 h", 420), ("7h30", 450), ("7 h 05", 425), ("7:30", 450), ("7,5", 450),
        ("7.25", 435), ("45 min", 45), ("0", 0), (" 7 H 30 ", 450), ("", None), ("sept", None),
        ("7 h 60", None), ("-1", None), ("7,", None), ("1e3", None), ("7 h 5", None),
    ],
)  # fmt: skip
def test_what_is_typed(typed, minutes):
    assert parse_hours(typed) == minutes


@given(st.integers(0, 7 * 24 * 60))
def test_a_duration_that_is_shown_can_be_typed(minutes):
    assert parse_hours(duration(minutes)) == minutes


@given(st.permutations([day("1 worked 420 @1"), day("2 worked 300 @1"), day("3 leave")]))
def test_the_order_of_the_days_changes_nothing(noted):
    hours = WrittenHours(tuple(noted))
    assert hours.practice == 720
    assert hours_problem(hours, WEEK, THURSDAY, Term()) == ""


@given(st.lists(st.integers(1, 1440), min_size=2, max_size=6))
def test_a_day_never_has_more_than_its_hours(parts):
    noted = tuple(
        WrittenDay(THURSDAY, DayKind.WORKED, minutes, place) for place, minutes in enumerate(parts)
    )
    problem = hours_problem(WrittenHours(noted), WEEK, THURSDAY, Term())
    assert bool(problem) == (sum(parts) > 1440)
