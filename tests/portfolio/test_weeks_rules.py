from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.weeks import (
    IsoWeek,
    days_to_write,
    default_day,
    refusal_to_write,
    week_exists,
    week_label,
    week_of,
    weeks_between,
)

STARTS = date(2026, 9, 1)  # a Tuesday
TODAY = date(2027, 3, 4)  # a Thursday, week 9


@pytest.mark.parametrize(
    ("year", "number", "exists"),
    [
        (2026, 53, True),
        (2027, 53, False),
        (2027, 52, True),
        (2027, 0, False),
        (2027, 54, False),
        (0, 1, False),
        (9999, 1, True),
        (9999, 53, False),
        (10000, 1, False),
        (10**30, 10**30, False),
    ],
)
def test_week_exists(year, number, exists):
    assert week_exists(year, number) is exists


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_is_in_its_week(day):
    week = week_of(day)
    assert week_exists(*week)
    assert week.monday <= day <= week.day(6)


@pytest.mark.parametrize(
    ("week", "refusal"),
    [
        (IsoWeek(2026, 35), "Cette semaine précède le début de la promotion."),
        (IsoWeek(2026, 36), ""),
        (IsoWeek(2026, 53), ""),
        (IsoWeek(2027, 9), ""),
        (
            IsoWeek(2027, 10),
            "Cette semaine n’a pas commencé : elle s’ouvre le lundi 8 mars 2027.",
        ),
    ],
)
def test_refusal_to_write(week, refusal):
    assert refusal_to_write(week, STARTS, TODAY) == refusal


def test_week_of_start_is_open_from_its_monday():
    assert refusal_to_write(week_of(STARTS), STARTS, date(2026, 8, 31)) == ""


@pytest.mark.parametrize(
    ("week", "label"),
    [
        (IsoWeek(2027, 9), "du lundi 1er au vendredi 5 mars 2027"),
        (IsoWeek(2026, 49), "du lundi 30 novembre au vendredi 4 décembre 2026"),
        (IsoWeek(2026, 53), "du lundi 28 décembre 2026 au vendredi 1er janvier 2027"),
    ],
)
def test_week_label(week, label):
    assert week_label(week) == label


@pytest.mark.parametrize(
    ("today", "count", "default"),
    [
        (date(2027, 3, 1), 1, date(2027, 3, 1)),
        (date(2027, 3, 4), 4, date(2027, 3, 4)),
        (date(2027, 3, 6), 6, date(2027, 3, 6)),
        (date(2027, 3, 7), 6, date(2027, 3, 5)),
        (date(2027, 3, 20), 6, date(2027, 3, 5)),
    ],
)
def test_days_to_write_and_default(today, count, default):
    week = IsoWeek(2027, 9)
    assert len(days_to_write(week, today)) == count
    assert default_day(week, today) == default


def test_weeks_between_crosses_a_long_year():
    weeks = weeks_between(date(2026, 12, 21), date(2027, 1, 4))
    assert weeks == [IsoWeek(2026, 52), IsoWeek(2026, 53), IsoWeek(2027, 1)]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_weeks_between_has_no_gap(first, days):
    weeks = weeks_between(first, first + timedelta(days=days))
    steps = {b.monday - a.monday for a, b in pairwise(weeks)}
    assert steps <= {timedelta(days=7)}
