"""The induction day and the commitments follow their tables."""

from datetime import date

import pytest

from tests.training.tables import rows
from training.rules.induction import (
    DayFacts,
    InductionMark,
    day_problem,
    lines_of,
    mark_problem,
    marks_open,
    missing_sides,
    reason_needed,
)

PAGE = "induction.md"
TODAY = date(2027, 3, 15)


def facts(cell: str) -> DayFacts | None:
    if not cell:
        return None
    day, place, *done = cell.strip("`").split(", ")
    return DayFacts(date.fromisoformat(day), place, frozenset(done))


def names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(",") if name.strip()]


@pytest.mark.parametrize(
    ("case", "day", "ticked", "noted", "expected"), rows(PAGE, "Writing the day")
)
def test_a_day_is_refused_as_the_table_says(case, day, ticked, noted, expected):
    asked = DayFacts(date.fromisoformat(day), "Salle A", frozenset(names(ticked)))
    problem = day_problem(asked, noted == "yes", TODAY)
    assert bool(problem) == bool(expected)
    assert expected in problem


@pytest.mark.parametrize(
    ("case", "before", "after", "expected"), rows(PAGE, "When a reason is asked")
)
def test_a_reason_is_asked_as_the_table_says(case, before, after, expected):
    asked = facts(after)
    assert asked
    assert reason_needed(facts(before), asked) == (expected == "yes")


@pytest.mark.parametrize(
    ("case", "asked", "accepted", "expected"), rows(PAGE, "Who has still to accept")
)
def test_who_has_still_to_accept_follows_the_table(case, asked, accepted, expected):
    assert missing_sides(names(asked), names(accepted)) == names(expected)


def test_commitments_are_one_a_line_without_their_dash():
    assert lines_of("- Être à l’heure\r\n\n•  Tenir   le livret\n –\n") == [
        "Être à l’heure", "Tenir le livret",
    ]  # fmt: skip


def test_only_those_who_were_there_say_something_and_never_before_the_day():
    assert mark_problem(InductionMark(False, True, "Bien.")) != ""
    assert mark_problem(InductionMark(False, True)) == ""
    assert mark_problem(InductionMark(True, False, "Bien.")) == ""
    assert [marks_open(day, TODAY) for day in (None, date(2027, 3, 16), TODAY)] == [
        False, False, True,
    ]  # fmt: skip
