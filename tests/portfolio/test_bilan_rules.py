"""The rules of the bilan d’activité, held against docs/rules/bilans.md."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import REVIEW_TRANSITIONS, Audience, ReviewState, WeekState
from portfolio.permissions import AUDIENCE_READERS
from portfolio.rules.bilan import (
    REVIEW_AUDIENCES,
    Named,
    Situation,
    WrittenReview,
    is_counted,
    missing_to_hand_in,
    review_problem,
    tally,
    tidy_review,
)
from tests.portfolio.tables import rows

BEGUN = date(2026, 9, 1)


def read(cell: str) -> list[Situation]:
    found = []
    for text in re.findall(r"`([^`]+)`", cell):
        pk, kind, week, missions, competencies = text.split()
        found.append(
            Situation(int(pk), kind, week == "signed", named(missions), named(competencies))
        )
    return found


def named(text: str) -> tuple[Named, ...]:
    return () if text == "-" else tuple(Named(code, "") for code in text.split(","))


@pytest.mark.parametrize("row", rows("bilans", "Counted"), ids=lambda row: " ".join(row[:3]))
def test_a_situation_is_counted_for_readers_it_holds(row):
    audience, state, readers, counted = row
    assert is_counted(audience, state, readers) == (counted == "yes")


@given(st.sampled_from(Audience), st.sampled_from(WeekState), st.sampled_from(REVIEW_AUDIENCES))
def test_whoever_reads_the_bilan_reads_each_situation_in_its_figures(audience, state, readers):
    if is_counted(audience, state, readers):
        assert set(AUDIENCE_READERS[readers]) <= set(AUDIENCE_READERS[audience])


@pytest.mark.parametrize("row", rows("bilans", "Tally"), ids=lambda row: row[0])
def test_the_tally(row):
    _, situations, kinds, missions, competencies = row
    found = tally(read(situations))
    assert ", ".join(f"{kind} {count}" for kind, count in found["situations"]) == kinds
    assert missions == "; ".join(
        f"{one['code']}: {' '.join(map(str, one['entries']))}" for one in found["missions"]
    )
    assert competencies == "; ".join(
        f"{one['code']}: {one['shown']} shown, {one['waiting']} waiting"
        for one in found["competencies"]
    )


CODES = st.lists(st.sampled_from(["A", "B", "C"]), unique=True).map(
    lambda codes: tuple(Named(code, "") for code in codes)
)
SITUATIONS = st.lists(
    st.builds(
        Situation, st.integers(1, 999), st.sampled_from(["practice", "obstacle"]), st.booleans(),
        CODES, CODES,
    ),
    max_size=12,
)  # fmt: skip


@given(SITUATIONS)
def test_nothing_is_lost_or_counted_twice(situations):
    found = tally(situations)
    assert sum(count for _, count in found["situations"]) == len(situations)
    for one in found["competencies"]:
        assert one["shown"] + one["waiting"] == len(one["entries"])
    claimed = sum(len(one.competencies) for one in situations)
    assert sum(len(one["entries"]) for one in found["competencies"]) == claimed


@pytest.mark.parametrize("row", rows("bilans", "Refusals"), ids=lambda row: row[0])
def test_what_cannot_be_kept(row):
    _, first, last, audience, refused = row
    written = WrittenReview(1, date.fromisoformat(first), date.fromisoformat(last), audience)
    problem, _ = review_problem(written, BEGUN)
    assert refused in problem
    assert bool(problem) == bool(refused)


def test_a_text_has_an_end():
    written = WrittenReview(1, BEGUN, BEGUN, "training", did="a" * 5001)
    problem, field = review_problem(written, BEGUN)
    assert ("5000" in problem, field) == (True, "did")


def test_what_is_typed_is_tidied():
    written = tidy_review(WrittenReview(1, BEGUN, BEGUN, "training", did=" a\r\nb "))
    assert written.did == "a\nb"


@pytest.mark.parametrize(
    ("did", "first", "missing"),
    [
        ("J’ai accueilli.", date(2027, 3, 4), ""),
        ("  ", date(2027, 3, 1), "ce que vous avez fait"),
        ("J’ai accueilli.", date(2027, 3, 5), "n’a pas commencé"),
    ],
)
def test_what_is_missing_to_hand_in(did, first, missing):
    found = missing_to_hand_in(did, first, date(2027, 3, 4))
    assert missing in found
    assert bool(found) == bool(missing)


@pytest.mark.parametrize("row", rows("bilans", "States"), ids=lambda row: f"{row[0]}-{row[1]}")
def test_states(row):
    old, new, allowed = row
    assert (ReviewState(new) in REVIEW_TRANSITIONS[ReviewState(old)]) == (allowed == "yes")
