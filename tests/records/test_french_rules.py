"""Durations as they are written and read; elision, after the table of docs/rules/french.md."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.rules.french import duration, elided, parse_duration
from tests.training.tables import rows


@given(st.integers(0, 500_000))
def test_a_duration_that_was_written_is_read(minutes):
    assert parse_duration(duration(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("22 h", 1320), ("1h30", 90), ("1 H 30", 90), ("1 h 30 min", 90), ("45 min", 45),
        ("45mn", 45), ("0 h", 0), (" 2\u00a0h\u202f05 ", 125), ("90 min", 90),
    ],
)  # fmt: skip
def test_the_ways_to_write_a_duration(text, minutes):
    assert parse_duration(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "22", "h", "1 h 60", "1,5 h", "-1 h", "1 h h", "99999 h", "٣ h"]
)
def test_what_is_no_duration(text):
    assert parse_duration(text) is None


@pytest.mark.parametrize(("name", "of", "that"), rows("french.md", "Elision"))
def test_elision_follows_the_table(name, of, that):
    assert [elided("de", name), elided("que", name)] == [of, that]


@pytest.mark.parametrize("name", ["", "É", "Y", "E\u0301lise"])
def test_elision_of_little_or_nothing(name):
    assert elided("de", name) == (f"d’{name}" if name[:1] in "ÉE" and name else f"de {name}")
