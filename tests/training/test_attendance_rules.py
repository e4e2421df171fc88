"""The worked tables of docs/rules/attendance.md, row by row, and what holds for any mark."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.enums import HoursCategory, HoursState, Presence
from training.rules.attendance import Mark, attended_minutes, mark_problem, mark_words
from training.rules.hours import Line, totals

STATES = {"?": HoursState.SUBMITTED, "!": HoursState.ACCEPTED}

marks = st.builds(Mark, st.sampled_from(list(Presence)), st.integers(0, 800), st.integers(0, 800))


@pytest.mark.parametrize(
    ("case", "length", "presence", "late", "early", "minutes", "refused"),
    rows("attendance.md", "Minutes attended"),
    ids=str,
)
def test_minutes_attended_follow_the_table(case, length, presence, late, early, minutes, refused):
    mark = Mark(Presence(presence), int(late), int(early))
    assert attended_minutes(int(length), mark) == int(minutes)
    assert bool(mark_problem(int(length), mark)) == (refused == "yes")


@pytest.mark.parametrize(
    ("case", "lines", "accepted", "pending"),
    rows("attendance.md", "Versions of a source"),
    ids=lambda v: v[:30],
)
def test_versions_follow_the_table(case, lines, accepted, pending):
    ledger = [
        Line(key, HoursCategory.SESSION, STATES[state], int(minutes), version=int(version))
        for key, version, state, minutes in re.findall(r"`(\w+) v(\d)([?!]) (\d+)`", lines)
    ]
    found = totals(ledger)
    assert (found.accepted, found.pending) == (int(accepted), int(pending))


@given(st.integers(1, 720), marks)
def test_nobody_counts_more_than_the_session(length, mark):
    assert 0 <= attended_minutes(length, mark) <= length


@given(st.integers(1, 720), marks)
def test_a_mark_that_is_not_refused_counts_if_and_only_if_present(length, mark):
    if not mark_problem(length, mark):
        assert (attended_minutes(length, mark) > 0) == (mark.presence == Presence.PRESENT)


def test_a_mark_in_words():
    assert mark_words(Mark()) == "présent"
    assert (
        mark_words(Mark(late=20, early=5)) == "présent, 20 min de retard, parti 5 min avant la fin"
    )
    assert mark_words(Mark(Presence.EXCUSED)) == "absence excusée, justificatif attendu"
    assert mark_words(Mark(Presence.EXCUSED), justified=True) == "absence justifiée"
