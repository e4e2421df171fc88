"""The worked tables of docs/rules/groups.md for the wall, and what holds of any row of acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import SharingAct
from portfolio.rules.wall import (
    SHARING_STEPS,
    Shown,
    may_be_shared,
    naming_problem,
    sharing_problem,
)
from tests.portfolio.tables import rows


def state_of(cell: str) -> str:
    return "" if cell == "nothing" else cell


@pytest.mark.parametrize(("state", "acts"), [row[:2] for row in rows("groups", "What may follow")])
def test_acts_follow_the_table(state, acts):
    assert list(SHARING_STEPS[state_of(state)]) == acts.split(", ")


def test_the_table_of_acts_has_every_state():
    states = [state_of(row[0]) for row in rows("groups", "What may follow")]
    assert states == list(SHARING_STEPS)
    assert set(states) == {"", *SharingAct}


@pytest.mark.parametrize(
    ("act", "state", "kind", "week", "refusal"),
    [row[1:] for row in rows("groups", "Refusals of sharing")],
)
def test_refusals_follow_the_table(act, state, kind, week, refusal):
    problem = sharing_problem(act, state_of(state), kind, week)
    assert (refusal in problem) if refusal else problem == ""


@pytest.mark.parametrize(
    ("text", "by_name", "by_practice", "refusal"), rows("groups", "Names in a text")
)
def test_names_follow_the_table(text, by_name, by_practice, refusal):
    shown = Shown(by_name == "yes", by_practice == "yes")
    problem = naming_problem([text], "Morel", "Cabinet des Tilleuls", shown)
    assert (refusal in problem) if refusal else problem == ""


def test_a_name_is_found_in_any_of_the_texts():
    assert naming_problem(["Une liste.", "Morel"], "Morel", "Cabinet", Shown())


def test_only_what_is_handed_in_is_offered():
    assert may_be_shared("good_practice", "submitted")
    assert not may_be_shared("good_practice", "draft")
    assert not may_be_shared("question", "signed")


@given(st.lists(st.sampled_from(SharingAct), max_size=12))
def test_nothing_stands_on_the_wall_without_a_consent_that_was_not_taken_back(acts):
    state = ""
    for act in acts:
        if not sharing_problem(act, state, "good_practice", "signed"):
            before, state = state, act
            assert (state == SharingAct.CONSENTED) == (act == SharingAct.CONSENTED)
            if act in (SharingAct.WITHDRAWN, SharingAct.REMOVED):
                assert before == SharingAct.CONSENTED
