"""The worked tables of docs/rules/obstacles.md, and what holds of any row of acts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import ObstacleAct, ObstacleKind, ObstacleState
from portfolio.rules.obstacle import (
    OBSTACLE_STEPS,
    OPEN_STATES,
    NewFact,
    acts_now,
    fact_problem,
    life_of,
    tidy_fact,
)
from tests.portfolio.tables import rows

MET, TODAY = date(2027, 3, 1), date(2027, 3, 31)


def fact(cell: str) -> NewFact:
    act, kind, day, *whom = cell.split()
    return NewFact(act, kind, date.fromisoformat(day), " ".join(whom))


def facts(cell: str) -> list[NewFact]:
    return [fact(part.strip()) for part in cell.split(";") if part.strip()]


@pytest.mark.parametrize(("state", "acts"), rows("obstacles", "Acts"))
def test_acts_follow_the_table(state, acts):
    assert acts_now(ObstacleState(state)) == acts.split(", ")


def test_the_table_of_acts_has_every_state():
    assert [row[0] for row in rows("obstacles", "Acts")] == list(OBSTACLE_STEPS)
    assert set(OBSTACLE_STEPS) == set(ObstacleState)


@pytest.mark.parametrize(
    ("noted", "state", "kind", "whom", "is_open", "days"),
    [row[1:] for row in rows("obstacles", "Lives")],
)
def test_lives_follow_the_table(noted, state, kind, whom, is_open, days):
    life = life_of(MET, facts(noted))
    assert (life.state, life.kind, life.whom) == (state, kind, whom)
    assert (life.is_open, life.days(TODAY)) == (is_open == "yes", int(days))


@pytest.mark.parametrize(
    ("before", "new", "whom", "note", "refusal"),
    [row[1:] for row in rows("obstacles", "Refusals")],
)
def test_refusals_follow_the_table(before, new, whom, note, refusal):
    wanted = fact(new)
    wanted = NewFact(wanted.act, wanted.kind, wanted.on, whom, note)
    problem = fact_problem(wanted, MET, facts(before), TODAY)
    assert (refusal in problem) if refusal else problem == ""


@pytest.mark.parametrize(
    ("whom", "note", "words"), [("x" * 121, "", "120 caractères"), ("x", "x" * 501, "500")]
)
def test_words_have_a_limit(whom, note, words):
    assert words in fact_problem(NewFact("taken", "access", MET, whom, note), MET, [], TODAY)


def test_whom_is_kept_where_it_was_taken_to_somebody_on_one_line():
    taken = tidy_fact(NewFact("taken", "access", MET, " le \u202e médecin\n", "a\r\nb "))
    assert (taken.whom, taken.note) == ("le médecin", "a\nb")
    assert tidy_fact(NewFact("solved", "access", MET, "le médecin", "Fait.")).whom == ""


walks = st.lists(
    st.tuples(
        st.sampled_from(ObstacleAct), st.sampled_from(ObstacleKind), st.integers(0, 30)
    ),
    max_size=12,
)  # fmt: skip


@given(walks)
def test_any_walk_of_facts_that_were_let_in_has_a_life(walk):
    noted: list[NewFact] = []
    for act, kind, day in walk:
        new = NewFact(act, kind, MET + timedelta(days=day), "le médecin", "Dit.")
        if not fact_problem(new, MET, noted, TODAY):
            noted.append(new)
    life = life_of(MET, noted)
    assert life.is_open == (life.ended is None) == (life.state in OPEN_STATES)
    assert 0 <= life.days(TODAY) <= 30
    assert bool(life.kind) == bool(noted)
    assert acts_now(life.state)
