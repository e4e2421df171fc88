"""Time at a distance follows its tables."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.enums import ActivityKind
from training.rules.activity import (
    IDLE_SECONDS,
    accepted_minutes,
    gap_before,
    measured_seconds,
    too_soon,
)

START = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
KINDS = {
    "o": ActivityKind.OPENED, "p": ActivityKind.PRESENT, "m": ActivityKind.MEDIA,
    "r": ActivityKind.READ,
}  # fmt: skip


def measured(facts: list[tuple[int, str, str]]) -> dict[str, int]:
    """Minutes by lesson of facts in their order: (minute, lesson, letter)."""
    gaps, previous = defaultdict(list), None
    for minute, lesson, letter in facts:
        at = START + timedelta(minutes=minute)
        gaps[lesson].append(gap_before(previous, KINDS[letter], at))
        previous = at
    return {lesson: measured_seconds(found) // 60 for lesson, found in gaps.items()}


def facts_of(cell: str) -> list[tuple[int, str, str]]:
    found = [part.strip(" `").split() for part in cell.split(",") if part.strip(" `")]
    return [(int(minute), lesson, letter) for minute, lesson, letter in found]


@pytest.mark.parametrize(("case", "facts", "a", "b"), rows("distance.md", "Measured"))
def test_time_is_measured_as_the_table_says(case, facts, a, b):
    found = measured(facts_of(facts))
    assert (found.get("A", 0), found.get("B", 0)) == (int(a), int(b))


@pytest.mark.parametrize(
    ("case", "seconds", "declared", "accepted"), rows("distance.md", "Accepted")
)
def test_time_is_accepted_as_the_table_says(case, seconds, declared, accepted):
    assert accepted_minutes(int(seconds), int(declared)) == int(accepted)


@pytest.mark.parametrize(
    ("case", "since", "kind", "noted"), rows("distance.md", "Signs that come too soon")
)
def test_a_sign_too_soon_is_not_noted(case, since, kind, noted):
    previous = None if since == "none" else START - timedelta(seconds=int(since))
    assert too_soon(previous, ActivityKind(kind), START) == (noted == "no")


FACTS = st.lists(st.tuples(st.integers(0, 600), st.sampled_from("AB"), st.sampled_from("opmr")))


@given(FACTS)
def test_no_more_is_measured_than_went_by(facts):
    ordered = sorted(facts)
    went_by = ordered[-1][0] - ordered[0][0] if ordered else 0
    assert sum(measured(ordered).values()) <= went_by


@given(FACTS)
def test_no_gap_counts_more_than_the_cut_off(facts):
    counted = sum(measured(sorted(facts)).values())
    assert counted <= max(0, len(facts) - 1) * IDLE_SECONDS // 60


@given(st.integers(0, 100_000), st.integers(1, 600))
def test_no_lesson_counts_more_than_it_declares(seconds, ceiling):
    found = accepted_minutes(seconds, ceiling)
    assert 0 <= found <= ceiling
    assert accepted_minutes(seconds + 60, ceiling) >= found


def test_a_clock_that_goes_back_counts_nothing():
    assert gap_before(START, ActivityKind.READ, START - timedelta(hours=1)) == 0
