"""Until when a week is written: docs/rules/livret.md, and what holds for every week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.weeks import IsoWeek, week_of
from portfolio.rules.window import (
    Pause,
    Window,
    WindowFacts,
    in_first_days,
    pauses_of,
    refusal_of,
    refusal_to_reopen,
    reopened_until,
    window_of,
)
from tests.portfolio.tables import rows

WEEK = IsoWeek(2027, 9)
WINDOW = Window(date(2027, 3, 21), date(2027, 5, 30))
NOT_OF_IT = "Cette semaine n’est pas de ce livret, ou n’a pas commencé."
STARTS = date(2026, 9, 1)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


def pauses(text: str) -> tuple[Pause, ...]:
    return tuple(Pause(*map(day, one.split(".."))) for one in text.split(", ") if one)


@pytest.mark.parametrize("row", rows("livret", "The entry window"), ids=lambda row: row[0])
def test_worked_table(row):
    _, week, enrolled, returned, paused, reopened, until, limit = row
    facts = WindowFacts(
        day(enrolled),
        day(returned) if returned else None,
        (day(reopened),) if reopened else (),
        pauses(paused),
    )
    year, number = map(int, week.split("-"))
    assert window_of(IsoWeek(year, number), facts) == Window(day(until), day(limit))


@given(days, days, st.none() | days, st.lists(days, max_size=3), st.lists(st.tuples(days, days)))
def test_a_window_is_never_shorter_than_fourteen_days(monday, enrolled, returned, reopened, away):
    week = week_of(monday)
    paused = tuple(Pause(*sorted(one)) for one in away)
    window = window_of(week, WindowFacts(enrolled, returned, tuple(reopened), paused))
    for begins in (week.day(6), enrolled, returned or enrolled):
        assert window.until >= begins + timedelta(days=14)
        assert window.limit >= begins + timedelta(days=84)
    assert all(window.until >= one for one in reopened)


@given(days, days, days, st.none() | days, st.lists(st.tuples(days, days)))
def test_in_its_first_days_a_week_is_open_whatever_else_is_known(
    monday, enrolled, today, returned, away
):
    week, paused = week_of(monday), tuple(Pause(*sorted(one)) for one in away)
    if in_first_days(week, enrolled, today):
        assert not window_of(week, WindowFacts(enrolled, returned, (), paused)).closed(today)


@given(days, days, st.lists(st.tuples(days, days), min_size=1))
def test_a_pause_never_closes_a_week_sooner(monday, enrolled, away):
    week = week_of(monday)
    paused = tuple(Pause(*sorted(one)) for one in away)
    without = window_of(week, WindowFacts(enrolled))
    assert window_of(week, WindowFacts(enrolled, pauses=paused)).until >= without.until


@pytest.mark.parametrize(
    ("today", "refusal"),
    [
        (date(2027, 3, 21), ""),
        (
            date(2027, 3, 22),
            "Cette semaine s’écrivait jusqu’au dimanche 21 mars 2027. Demandez à votre responsable "
            "pédagogique de la rouvrir, avec une raison : c’est possible jusqu’au dimanche 30 mai "
            "2027.",
        ),
        (
            date(2027, 5, 31),
            "Cette semaine s’écrivait jusqu’au dimanche 21 mars 2027. Elle est fermée "
            "définitivement depuis le lundi 31 mai 2027.",
        ),
    ],
)
def test_what_is_said_of_a_closed_week(today, refusal):
    assert refusal_of(WINDOW, today) == refusal


@pytest.mark.parametrize(
    ("week", "today", "refusal"),
    [
        (WEEK, date(2027, 3, 22), ""),
        (WEEK, date(2027, 5, 30), ""),
        (WEEK, date(2027, 3, 21), "Cette semaine est ouverte jusqu’au dimanche 21 mars 2027."),
        (
            WEEK,
            date(2027, 5, 31),
            "Cette semaine est fermée définitivement : elle se rouvrait jusqu’au dimanche 30 mai "
            "2027.",
        ),
        (IsoWeek(2026, 35), date(2027, 3, 22), NOT_OF_IT),
        (IsoWeek(2027, 20), date(2027, 3, 22), NOT_OF_IT),
    ],
)  # fmt: skip
def test_refusal_to_reopen(week, today, refusal):
    assert refusal_to_reopen(week, STARTS, WINDOW, today) == refusal


def test_a_reopened_week_is_open_on_its_last_day_only_once():
    until = reopened_until(date(2027, 4, 5))
    window = window_of(WEEK, WindowFacts(STARTS, reopened=(until,)))
    assert not window.closed(date(2027, 4, 19))
    assert window.closed(date(2027, 4, 20))


def test_pauses_are_those_that_ended():
    changes = [
        (date(2027, 1, 4), False),
        (date(2027, 1, 10), False),
        (date(2027, 2, 1), True),
        (date(2027, 5, 1), False),
    ]
    assert pauses_of(changes) == (Pause(date(2027, 1, 4), date(2027, 2, 1)),)
