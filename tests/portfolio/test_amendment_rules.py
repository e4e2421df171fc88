"""When a signed week is corrected and locked: docs/rules/livret.md, and what a correction keeps."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.enums import Moment
from portfolio.enums import WEEK_TRANSITIONS, Autonomy, Axis, DayKind, WeekState
from portfolio.rules.amendment import (
    AMENDED_TEXTS,
    AmendedEntry,
    entry_as_json,
    entry_from_json,
    hours_as_json,
    hours_from_json,
    is_locked,
    refusal_to_amend,
    text_problem,
)
from portfolio.rules.hours import WrittenDay, WrittenHours
from tests.portfolio.tables import rows

lines = st.builds(
    WrittenDay,
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.sampled_from(list(DayKind.values)),
    st.integers(0, 1440),
    st.none() | st.integers(1, 9999),
)
written = st.builds(
    WrittenHours, st.lists(lines).map(tuple), st.integers(0, 3000), st.integers(0, 3000)
)
claims = st.dictionaries(st.integers(1, 9999), st.none() | st.integers(1, 3))
entries = st.builds(
    AmendedEntry,
    *[st.text()] * 4,
    claims,
    st.sampled_from(["", *Moment.values]),
    st.sampled_from(["", *Autonomy.values]),
    st.frozensets(st.sampled_from(Axis.values)),
    st.frozensets(st.integers(1, 9999)),
)


@pytest.mark.parametrize("row", rows("livret", "Corrections"), ids=lambda row: row[0])
def test_worked_table(row):
    _, signed, today, waits, taken, locked = row
    signed_on, day = date.fromisoformat(signed), date.fromisoformat(today)
    assert (not refusal_to_amend(signed_on, day)) == (taken == "yes")
    assert is_locked(signed_on, waits == "yes", day) == (locked == "yes")


def test_the_table_of_states_is_that_of_the_code():
    told = {
        state: ({*filter(None, becomes.split(", "))}, label)
        for state, label, becomes, _ in rows("livret", "States")
    }
    assert told == {
        state.value: ({to.value for to in WEEK_TRANSITIONS[state]}, state.label)
        for state in WeekState
    }


def test_a_locked_week_says_until_when_it_was_corrected():
    assert refusal_to_amend(date(2027, 3, 8), date(2027, 4, 6)) == (
        "Cette semaine est verrouillée : une correction se demandait jusqu’au lundi 5 avril 2027, "
        "28 jours après le visa."
    )


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_locked_week_takes_no_correction(signed_on, today):
    if is_locked(signed_on, False, today):
        assert refusal_to_amend(signed_on, today)


@given(written, st.integers(0, 10080))
def test_hours_come_back_as_they_were_kept(hours, practice):
    kept = json.loads(json.dumps(hours_as_json(hours, practice)))
    assert hours_from_json(kept) == hours
    assert kept == hours_as_json(hours, practice)


@given(entries, entries)
def test_a_situation_comes_back_as_it_was_kept(entry, stored):
    kept = json.loads(json.dumps(entry_as_json(entry)))
    assert entry_from_json(kept, stored) == entry


@given(entries, entries)
def test_a_correction_from_before_leaves_what_it_did_not_speak_of(entry, stored):
    spoken = (*AMENDED_TEXTS, "claims")
    kept = {name: value for name, value in entry_as_json(entry).items() if name in spoken}
    held = {name: getattr(entry, name) for name in spoken}
    assert entry_from_json(kept, stored) == replace(stored, **held)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (AmendedEntry(""), "Écrivez ce qui s’est passé : le texte est vide."),
        (
            AmendedEntry("x", learnt="a" * 5001),
            "Le texte dépasse 5000 caractères : raccourcissez-le.",
        ),
        (AmendedEntry("x" * 5000), ""),
    ],
)  # fmt: skip
def test_text_problem(entry, problem):
    assert text_problem(entry) == problem
