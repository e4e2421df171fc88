"""What a practice may answer: docs/rules/livret.md, « What a practice answers »."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.enums import AnswerKind, LinkState, Prepared
from portfolio.rules.practice import (
    Answer,
    PracticeDay,
    answer_problem,
    entry_problem,
    link_state,
    replaces_on,
    same_name,
    term_problem,
    week_problem,
)
from tests.portfolio.tables import rows


def says(problem: str, words: str) -> bool:
    return words in problem if words else problem == ""


def days_of(cell: str) -> list[PracticeDay]:
    found = []
    for part in filter(None, cell.replace("`", "").split(", ")):
        number, minutes = part.split()
        employed = not minutes.endswith("!")
        found.append(PracticeDay(date(2027, 3, int(number)), int(minutes.rstrip("!")), employed))
    return found


@pytest.mark.parametrize(
    "row", rows("livret", "Weeks that may be answered"), ids=lambda row: row[0]
)
def test_weeks_that_may_be_answered(row):
    _, state, days, other, words = row
    assert says(week_problem(state, days_of(days), other == "yes"), words)


@pytest.mark.parametrize(
    "row", rows("livret", "Situations that may be answered"), ids=lambda row: row[0]
)
def test_situations_that_may_be_answered(row):
    _, state, shared, employed, words = row
    assert says(entry_problem(state, shared == "yes", employed == "yes"), words)


@pytest.mark.parametrize("row", rows("livret", "Answers"), ids=lambda row: row[0])
def test_answers(row):
    _, kind, prepared, amended, of, words = row
    answer = Answer(kind, "", prepared, amended)
    assert says(answer_problem(answer, of_an_entry=of == "entry"), words)


@pytest.mark.parametrize("row", rows("livret", "Links"), ids=lambda row: row[0])
def test_states_of_a_link(row, now):
    _, hours, used, revoked, state = row
    moments = [now if cell == "yes" else None for cell in (used, revoked)]
    assert link_state(now, now + timedelta(hours=int(hours)), *moments) == state


@pytest.mark.parametrize("row", rows("livret", "Links", 1), ids=lambda row: row[1])
def test_names_that_are_the_same(row):
    meant, typed, same = row
    assert same_name(meant, typed) == (same == "yes")


@pytest.mark.parametrize("row", rows("livret", "Substitutes"), ids=lambda row: row[0])
def test_terms_of_a_substitute(row):
    _, first, last, words = row
    problem = term_problem(date.fromisoformat(first), date.fromisoformat(last), date(2027, 3, 4))
    assert says(problem, words)


@given(st.sampled_from(AnswerKind.values), st.sampled_from(["", *Prepared.values]), st.text())
def test_words_of_a_change_go_with_a_change_alone(kind, prepared, amended):
    accepted = answer_problem(Answer(kind, "", prepared, amended), of_an_entry=True) == ""
    if accepted:
        assert bool(amended) == (prepared == Prepared.AMENDED)


@given(st.dates(), st.integers(0, 400), st.integers(-500, 500))
def test_a_substitute_signs_from_the_first_day_to_the_last(first, length, offset):
    first = min(max(first, date(2000, 1, 1)), date(2090, 1, 1))
    last, day = first + timedelta(days=length), first + timedelta(days=offset)
    assert replaces_on(day, first, last) == (0 <= offset <= length)


@given(st.integers(-10_000, 10_000))
def test_a_link_that_served_never_opens_again(minutes):
    served = datetime(2027, 3, 4, tzinfo=UTC)
    later = served + timedelta(minutes=minutes)
    assert link_state(later, served + timedelta(days=14), served, None) == LinkState.USED
