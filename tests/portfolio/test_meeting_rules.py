"""Worked tables of docs/rules/accompaniment.md, and what holds of any rhythm."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import MEETING_TRANSITIONS, MeetingKind, MeetingState
from portfolio.rules.group_day import (
    Rhythm,
    copies_somebody,
    months_after,
    proposed_days,
    rhythm_problem,
)
from portfolio.rules.meeting import (
    SECTIONS,
    WrittenMinutes,
    day_problem,
    due_problem,
    half_problem,
    is_late,
    minutes_problem,
    tidy_minutes,
)
from tests.portfolio.tables import rows

PAGE = "accompaniment"
DAY = date(2027, 3, 4)
days = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(("kind", "sections"), rows(PAGE, "Sections"))
def test_sections(kind, sections):
    assert [part.title for part in SECTIONS[MeetingKind(kind)]] == sections.split("; ")


@pytest.mark.parametrize(("kind", "half", "kept"), rows(PAGE, "Which half of the day"))
def test_which_half_of_the_day(kind, half, kept):
    assert (half_problem(MeetingKind(kind), half) == "") == (kept == "yes")


def test_every_kind_has_its_sections():
    assert {row[0] for row in rows(PAGE, "Sections")} == set(MeetingKind)


@pytest.mark.parametrize(("own", "said", "refused"), rows(PAGE, "Who reads", 1))
def test_words_of_somebody(own, said, refused):
    assert copies_somebody(["", said], [own]) == (refused == "yes")


@pytest.mark.parametrize(("old", "new", "allowed"), rows(PAGE, "States"))
def test_states(old, new, allowed):
    assert (MeetingState(new) in MEETING_TRANSITIONS[MeetingState(old)]) == (allowed == "yes")


@pytest.mark.parametrize(("held_on", "first", "today", "kept"), rows(PAGE, "Which day"))
def test_which_day(held_on, first, today, kept):
    given_days = (date.fromisoformat(cell) for cell in (held_on, first, today))
    assert (day_problem(*given_days) == "") == (kept == "yes")


@pytest.mark.parametrize(("due_on", "done", "today", "late"), rows(PAGE, "Actions"))
def test_late(due_on, done, today, late):
    found = is_late(date.fromisoformat(due_on), done == "yes", date.fromisoformat(today))
    assert found == (late == "yes")


@pytest.mark.parametrize(
    ("first", "every", "months", "then", "until", "proposed"), rows(PAGE, "Group days")
)
def test_proposed_days(first, every, months, then, until, proposed):
    rhythm = Rhythm(date.fromisoformat(first), int(every), int(months), int(then))
    found = proposed_days(rhythm, date.fromisoformat(until))
    assert [day.isoformat() for day in found] == [cell for cell in proposed.split(", ") if cell]


@pytest.mark.parametrize(
    ("due_on", "kept"),
    [
        (DAY, True),
        (DAY - timedelta(days=1), False),
        (DAY + timedelta(days=730), True),
        (DAY + timedelta(days=731), False),
    ],
)
def test_an_action_is_due_from_the_meeting_on_within_two_years(due_on, kept):
    assert (due_problem(due_on, DAY, DAY) == "") == kept


@pytest.mark.parametrize(
    ("kind", "texts", "problem"),
    [
        ("visit", ("", "", "x"), ""),
        ("visit", ("", "", ""), "Écrivez au moins une partie du compte rendu."),
        (
            "call",
            ("x", "y", ""),
            "Une partie n’existe pas dans ce compte rendu : rechargez la page.",
        ),
        ("call", ("a" * 5000, "", ""), ""),
        (
            "call",
            ("a" * 5001, "", ""),
            "Une partie dépasse 5000 caractères : raccourcissez-la.",
        ),
    ],
)
def test_minutes_that_can_be_kept(kind, texts, problem):
    assert minutes_problem(MeetingKind(kind), texts) == problem


def test_outer_spaces_and_line_ends_are_tidied():
    assert tidy_minutes(WrittenMinutes(DAY, " a\r\nb ", "\n")).texts == ("a\nb", "", "")


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"first_on": date(2026, 8, 31)}, False),
        ({"first_on": date(2027, 7, 3)}, False),
        ({"first_days": 0}, False),
        ({"then_days": 93}, False),
        ({"first_months": 13}, False),
        ({"first_months": 0}, True),
    ],
)
def test_a_rhythm_that_can_be_kept(change, kept):
    rhythm = Rhythm(**{"first_on": DAY, **change})
    assert (rhythm_problem(rhythm, date(2026, 9, 1), date(2027, 7, 2)) == "") == kept


@given(days, st.integers(1, 92), st.integers(0, 12), st.integers(1, 92), st.integers(0, 400))
def test_proposed_days_go_forward_by_the_interval_of_their_period(first, every, months, then, more):
    last = first + timedelta(days=more)
    found = proposed_days(Rhythm(first, every, months, then), last)
    assert found[0] == first
    assert found[-1] <= last
    close = months_after(first, months)
    for day, following in pairwise(found):
        assert (following - day).days == (every if day < close else then)


@given(days, st.integers(0, 12))
def test_months_after_is_that_many_months_later(day, months):
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day
