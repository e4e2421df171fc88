"""Assistance follows its tables."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.tables import rows
from training.enums import AssistanceKind, PromiseState
from training.rules.assistance import (
    Said,
    assistance_given,
    due_after,
    exchanges,
    is_working_day,
)

TODAY = date(2027, 3, 10)
KINDS = {
    "q": AssistanceKind.QUESTION,
    "a": AssistanceKind.ANSWER,
    "c": AssistanceKind.CLOSED,
}


def said(cell: str) -> Said:
    day, kind = cell.strip(" `").split()
    at = datetime(2027, 3, int(day), 11, tzinfo=UTC)
    return Said(KINDS[kind], at, at.date() + timedelta(days=1) if kind == "q" else None)


def words(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(",") if word.strip()]


@pytest.mark.parametrize(("case", "asked", "days", "due"), rows("assistance.md", "Promised for"))
def test_an_answer_is_due_as_the_table_says(case, asked, days, due):
    assert due_after(date.fromisoformat(asked), int(days)) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("case", "messages", "states"), rows("assistance.md", "Questions and answers")
)
def test_questions_stand_as_the_table_says(case, messages, states):
    found = exchanges(said(cell) for cell in words(messages))
    assert [one.state(TODAY) for one in found] == [PromiseState(s) for s in words(states)]


@pytest.mark.parametrize(
    ("case", "named", "written", "answered", "given"), rows("assistance.md", "Assistance given")
)
def test_assistance_is_given_as_the_table_says(case, named, written, answered, given):
    codes = ["" if code == "*" else code for code in words(named)]
    found = assistance_given(codes, words(written), words(answered), "M1")
    assert found == (given == "yes")


CODES = st.sets(st.sampled_from(["", "M1", "M2"]))
SAID = st.sets(st.sampled_from(["M1", "M2"]))


@given(CODES, SAID, SAID)
def test_no_contact_alone_gives_assistance_and_a_message_more_takes_none_away(
    named, written, answered
):
    assert not assistance_given(named, (), (), "M1")
    if assistance_given(named, written, answered, "M1"):
        assert {"M1"} & (written | answered)
        assert assistance_given(named | {""}, written | {"M2"}, answered, "M1")


def test_without_a_promise_nothing_is_late():
    asked = Said(AssistanceKind.QUESTION, datetime(2026, 3, 1, tzinfo=UTC))
    answered = Said(AssistanceKind.ANSWER, datetime(2027, 3, 1, tzinfo=UTC))
    assert exchanges([asked])[0].state(TODAY) == PromiseState.WAITING
    assert exchanges([asked, answered])[0].state(TODAY) == PromiseState.KEPT


@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.integers(1, 10))
def test_a_due_day_is_a_working_day_and_comes_no_sooner_for_more_days(day, count):
    due = due_after(day, count)
    assert is_working_day(due)
    assert due < due_after(day, count + 1)
    assert sum(is_working_day(day + timedelta(n)) for n in range(1, (due - day).days + 1)) == count


@given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from("qac"))), st.randoms())
def test_the_order_of_arrival_changes_nothing(messages, chance):
    told = [said(f"{day} {kind}") for day, kind in messages]
    mixed = list(told)
    chance.shuffle(mixed)
    assert exchanges(mixed) == exchanges(told)
