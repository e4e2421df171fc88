"""The worked tables of docs/rules/groups.md for groups of users, and what holds of any of them."""

from collections import namedtuple
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import NEED_TRANSITIONS, NeedState
from portfolio.rules.user_group import (
    MAX_LINE,
    MAX_NAME,
    OPEN_NEEDS,
    GroupPace,
    NewNeedFact,
    in_period,
    name_problem,
    named_on,
    need_problem,
    need_state,
    pace_problem,
    period_problem,
    proposed_dates,
    tidy_need_fact,
    voices,
)
from tests.portfolio.tables import rows

Word = namedtuple("Word", "person_id given")
Naming = namedtuple("Naming", "who since")
SINCE, UNTIL = date(2027, 3, 1), date(2027, 3, 31)
day = date.fromisoformat


@pytest.mark.parametrize(("weeks", "first", "today", "closed", "proposed"), rows("groups", "Dates"))
def test_dates_follow_the_table(weeks, first, today, closed, proposed):
    pace = GroupPace(int(weeks), day(first), closed == "yes")
    found = [one.isoformat() for one in proposed_dates(pace, day(today))]
    assert found == [one for one in proposed.split(", ") if one]


days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(st.integers(1, 52), days, days)
def test_proposed_dates_are_never_passed_and_keep_the_rhythm(weeks, first, today):
    found = proposed_dates(GroupPace(weeks, first), today)
    assert found[0] >= max(first, today)
    assert found[0] == first or found[0] - timedelta(weeks=weeks) < today
    assert all((one - first).days % (7 * weeks) == 0 for one in found)
    assert found == sorted(set(found))


@pytest.mark.parametrize(("words", "many"), rows("groups", "Voices"))
def test_voices_follow_the_table(words, many):
    assert voices(Word(int(one[:-1]), one[-1] == "+") for one in words.split()) == int(many)


@given(st.lists(st.builds(Word, st.integers(1, 5), st.booleans())))
def test_nobody_has_two_voices(words):
    assert voices(words) <= len({word.person_id for word in words})
    assert voices(words + [Word(one, False) for one in range(1, 6)]) == 0


@pytest.mark.parametrize(("state", "follow"), rows("groups", "Needs"))
def test_states_of_a_need_follow_the_table(state, follow):
    assert list(NEED_TRANSITIONS[NeedState(state)]) == follow.split(", ")


def test_the_table_of_needs_has_every_state():
    assert [row[0] for row in rows("groups", "Needs")] == list(NeedState)


@pytest.mark.parametrize(
    ("state", "new", "whom", "note", "refusal"), [row[1:] for row in rows("groups", "Needs", 1)]
)
def test_refusals_of_a_need_follow_the_table(state, new, whom, note, refusal):
    problem = need_problem(NewNeedFact(new, whom, note), NeedState(state))
    assert (refusal in problem) if refusal else problem == ""


@given(st.lists(st.sampled_from(NeedState), max_size=12))
def test_any_walk_of_a_need_ends_where_its_newest_fact_says(walk):
    noted: list[NewNeedFact] = []
    for state in walk:
        new = NewNeedFact(state, "l’éditeur", "Dit.")
        if not need_problem(new, need_state(noted)):
            noted.append(new)
    assert need_state(noted) == (noted[-1].state if noted else NeedState.NOTED)


@pytest.mark.parametrize(
    ("raised", "last", "state", "inside"), [row[1:] for row in rows("groups", "In a synthesis")]
)
def test_a_synthesis_follows_the_table(raised, last, state, inside):
    found = in_period(day(raised), day(last), NeedState(state), SINCE, UNTIL)
    assert found == (inside == "yes")


@given(days, st.integers(0, 400), st.sampled_from(NeedState))
def test_an_open_need_is_in_every_later_synthesis(raised, more, state):
    last = raised + timedelta(days=more)
    later = last + timedelta(days=1)
    assert in_period(raised, last, state, later, later) == (state in OPEN_NEEDS)


@pytest.mark.parametrize(("namings", "who"), rows("groups", "Référents"))
def test_referents_follow_the_table(namings, who):
    named = [part.split() for part in namings.split(";") if part.strip()]
    found = named_on([Naming(name, day(since)) for name, since in named], day("2027-03-15"))
    assert (found.who if found else "") == who


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("software", "", "est vide"),
        ("software", "x" * (MAX_NAME + 1), "80 caractères"),
        ("weather", "Débutants", "Choisissez"),
    ],
)
def test_a_group_has_a_kind_and_a_name(kind, name, words):
    assert words in name_problem(kind, name)
    assert name_problem("level", "Débutants 😀") == ""


@pytest.mark.parametrize(("weeks", "fine"), [(0, False), (1, True), (52, True), (53, False)])
def test_a_rhythm_has_bounds(weeks, fine):
    assert (pace_problem(GroupPace(weeks, SINCE)) == "") == fine


def test_a_period_ends_after_it_begins_and_not_after_today():
    assert period_problem(SINCE, UNTIL, UNTIL) == ""
    assert "après le dernier" in period_problem(UNTIL, SINCE, UNTIL)
    assert "pas encore venu" in period_problem(SINCE, UNTIL, SINCE)


def test_whom_is_kept_where_it_was_passed_on_and_words_have_a_limit():
    passed = NewNeedFact("passed", " l’\u202eéditeur\n", " vu ")
    assert tidy_need_fact(passed) == NewNeedFact("passed", "l’éditeur", "vu")
    assert tidy_need_fact(NewNeedFact("working", "l’éditeur")).whom == ""
    long = NewNeedFact("passed", "x" * (MAX_LINE + 1))
    assert "200 caractères" in need_problem(long, NeedState.NOTED)
