"""A week on paper: docs/rules/livret.md, « On paper »."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.paper import (
    SheetName,
    next_number,
    sheet_name,
    sheets_problem,
    shortened,
    token_in,
)
from portfolio.rules.weeks import IsoWeek, week_exists
from tests.portfolio.tables import rows


@pytest.mark.parametrize("row", rows("livret", "On paper"), ids=lambda row: row[0])
def test_what_the_text_of_a_code_names(row):
    text, *named = row
    expected = None
    if named[0]:
        enrolment, year, week, number = map(int, named)
        expected = SheetName(enrolment, IsoWeek(year, week), number)
    assert sheet_name(text) == expected


@pytest.mark.parametrize("row", rows("livret", "On paper", 1), ids=lambda row: row[0] or "none")
def test_the_number_of_the_next_sheet_and_how_many_there_are(row):
    joined, following, why = row
    numbers = [None if one == "?" else int(one) for one in joined.split()]
    assert next_number(numbers) == int(following)
    problem = sheets_problem(len(numbers))
    assert (why in problem) if why else problem == ""


weeks = st.builds(IsoWeek, st.integers(1, 9998), st.integers(1, 53)).filter(
    lambda week: week_exists(*week)
)


@given(st.integers(1, 10**17), weeks, st.integers(1, 999))
def test_a_name_is_read_as_it_was_written(enrolment, week, number):
    name = SheetName(enrolment, week, number)
    assert sheet_name(str(name)) == name


@given(st.text(max_size=40))
def test_any_other_text_names_nothing_or_itself(text):
    name = sheet_name(text)
    assert name is None or str(name) == text


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("https://livret.example/livret/feuille/12-202709-1.abc/", "12-202709-1.abc"),
        ("http://autre.example:8000/livret/feuille/a.b", "a.b"),
        ("https://livret.example/livret/feuille/", ""),
        ("https://livret.example/verifier/LVT-0000-0000/", ""),
        ("WIFI:S:Cabinet;T:WPA;P:secret;;", ""),
        ("", ""),
    ],
)
def test_a_token_is_the_end_of_an_address_of_whatever_site(text, token):
    assert token_in(text) == token


@given(st.text(max_size=200), st.integers(2, 80))
def test_a_name_fits_and_says_what_is_cut(name, longest):
    kept = shortened(name, longest)
    assert len(kept) <= longest
    assert kept == " ".join(name.split()) or kept.endswith("…")
