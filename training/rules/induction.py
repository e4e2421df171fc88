"""The induction day: what may be noted of it and when. Worked tables: docs/rules/induction.md."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class DayFacts:
    """What a version of the day says: when, where, and which points of the programme took place."""

    day: date
    place: str
    done: frozenset[str] = frozenset()


@dataclass(frozen=True)
class InductionMark:
    """What is noted of a person: there or not, livret handed over, what they said at the end."""

    present: bool
    livret: bool
    said: str = ""


def lines_of(text: str) -> list[str]:
    """Commitments as typed, one a line; a leading dash or bullet and empty lines are left out."""
    typed = (" ".join(line.lstrip(" \t-–•").split()) for line in text.splitlines())
    return [line for line in typed if line]


def day_problem(facts: DayFacts, noted: bool, today: date) -> str:
    """Why a day cannot be written so, in French; empty if it can.

    `noted`: somebody was noted present or absent. What is ahead has not taken place.
    """
    if facts.day <= today:
        return ""
    if facts.done:
        return "Ce jour est à venir : cochez ce qui a eu lieu quand il sera passé."
    if noted:
        return "Des présences sont déjà notées : ce jour ne peut plus être à venir."
    return ""


def reason_needed(before: DayFacts | None, after: DayFacts) -> bool:
    """Another day, another place, or a point taken back asks for a reason; a further point not."""
    if before is None:
        return False
    moved = (before.day, before.place) != (after.day, after.place)
    return moved or bool(before.done - after.done)


def mark_problem(mark: InductionMark) -> str:
    """Why a mark cannot be, in French; empty if it can."""
    if mark.said and not mark.present:
        return "Une personne absente n’a pas évalué la journée."
    return ""


def marks_open(day: date | None, today: date) -> bool:
    """People are noted on the day itself or after."""
    return day is not None and day <= today


def missing_sides(asked: Iterable[T], accepted: Collection[T]) -> list[T]:
    """Parties that have commitments and have not accepted them, in the order given.

    A side, or one of the practices of a post: each accepts for itself.
    """
    return [one for one in asked if one not in accepted]
