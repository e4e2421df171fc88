"""The worked table of docs/rules/competency.md, row by row, and what holds for any facts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import CompetencyState, FactKind, FactState
from portfolio.rules.competency import Act, Fact, competency_state, missing_to_show

PAGE = (Path(__file__).parents[2] / "docs" / "rules" / "competency.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| case")
]
ACTS = {
    "write": Act.WRITE_SITUATION,
    "sign": Act.WAIT_SIGNATURE,
    "synthesis": Act.WRITE_SYNTHESIS,
    "mark": Act.WAIT_GRADE,
    "content": Act.NONE,
}
RANK = [
    CompetencyState.MISSING,
    CompetencyState.PENDING,
    CompetencyState.STARTED,
    CompetencyState.SHOWN,
]
ACCEPTED_FACTS = st.builds(Fact, st.just(FactKind.SITUATION), st.just(FactState.ACCEPTED)) | (
    st.builds(Fact, st.just(FactKind.CRITERION), st.just(FactState.ACCEPTED), st.integers(0, 3))
)
PENDING_FACTS = st.builds(Fact, st.sampled_from(FactKind), st.just(FactState.PENDING))
FACTS = st.lists(ACCEPTED_FACTS | PENDING_FACTS, max_size=8)


def read_fact(word: str) -> Fact:
    kind = {"s": FactKind.SITUATION, "c": FactKind.CRITERION}[word[0]]
    state = {"?": FactState.PENDING, "!": FactState.ACCEPTED}[word[1]]
    return Fact(kind, state, int(word[2]) if word[2:] else None)


def test_table_is_there():
    assert len(ROWS) == 16


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_state_and_missing_of_worked_table(row):
    _, facts, assessed, state, missing = row
    found = [read_fact(word) for word in facts.split()]
    assert competency_state(found).label == state
    gaps = [gap.act for gap in missing_to_show(found, assessed=assessed == "yes")]
    assert gaps == [ACTS[word] for word in missing.split(", ") if word]


def test_missing_level_is_said_in_words():
    gaps = missing_to_show([read_fact("s!"), read_fact("c!1")])
    assert [gap.sentence for gap in gaps] == [
        "Le meilleur critère évalué est « en cours » (1 sur 3) : il faut « acquis » (2 sur 3)."
    ]


@given(FACTS, st.randoms())
def test_order_of_facts_changes_nothing(facts, random):
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert competency_state(shuffled) == competency_state(facts)
    assert missing_to_show(shuffled) == missing_to_show(facts)


@given(FACTS, ACCEPTED_FACTS)
def test_accepted_fact_never_lowers_the_state(facts, more):
    before, after = competency_state(facts), competency_state([*facts, more])
    assert RANK.index(after) >= RANK.index(before)


@given(FACTS)
def test_shown_means_that_nothing_is_missing(facts):
    assert (competency_state(facts) == CompetencyState.SHOWN) == (not missing_to_show(facts))
