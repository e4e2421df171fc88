"""The tables of docs/rules/calendar.md, row by row."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.training.tables import rows
from training.enums import PhaseKind
from training.rules.agreed_week import Part
from training.rules.conflicts import Meeting, between, conflicts
from training.rules.holidays import public_holidays
from training.rules.planner import ModuleNeed, Proposal, clashes, practice_halves, propose
from training.rules.rhythm import Closed, Half, Phase, clock_of, closed_because, phase_problem
from training.rules.timetable import Slot

PAGE = "calendar.md"
FIRST = date(2027, 3, 1)
STARTS = {"m": 9 * 60, "a": 13 * 60 + 30}


@pytest.mark.parametrize("row", rows(PAGE, "Moving holidays"), ids=lambda row: row[0])
def test_moving_holidays(row):
    year, *days = row
    found = public_holidays(int(year))
    names = ("lundi de Pâques", "Ascension", "lundi de Pentecôte")
    for day, name in zip(days, names, strict=True):
        # Ascension fell on the 1st of May in 2008: the day is free once.
        assert found[date.fromisoformat(day)] in {name, "1er mai"}
    assert len(found) == (10 if year == "2008" else 11)


@pytest.mark.parametrize("row", rows(PAGE, "Closed days"), ids=lambda row: row[0])
def test_closed_days(row):
    closed = [Closed(date(2026, 12, 21), date(2027, 1, 2), "congés (Noël)")]
    assert closed_because(date.fromisoformat(row[0]), closed) == row[1]


def phase(starts_on: str, ends_on: str, weekdays: str, halves: str) -> Phase:
    hours = tuple(
        tuple(time.fromisoformat(end) for end in half.split("-")) for half in halves.split()
    )
    days = frozenset(int(day) for day in weekdays.split())
    first, last = date.fromisoformat(starts_on), date.fromisoformat(ends_on)
    return Phase(PhaseKind.ALTERNATING, first, last, days, hours)


@pytest.mark.parametrize("row", rows(PAGE, "Phases"), ids=lambda row: row[0])
def test_phases(row):
    _, starts_on, ends_on, weekdays, halves, refused = row
    other = phase("2027-04-01", "2027-04-30", "1", "09:00-12:30")
    bounds = (FIRST, date(2027, 12, 31))
    problem = phase_problem(phase(starts_on, ends_on, weekdays, halves), bounds, [other])
    assert bool(problem) == bool(refused)
    assert refused in problem


def half(text: str) -> Half:
    """« 1m », « 9a! »"""
    kind = PhaseKind.EVALUATION if text.endswith("!") else PhaseKind.ALTERNATING
    text = text.removesuffix("!")
    start = STARTS[text[-1]]
    return Half(FIRST + timedelta(days=int(text[:-1]) - 1), start, start + 210, kind)


def needs(text: str) -> list[ModuleNeed]:
    """« A in_person:300 every:7; B virtual:60 after:A »; A is module 65 (its letter)."""
    found = []
    for module in text.split("; "):
        name, *parts = module.split()
        said = dict(part.split(":") for part in parts)
        found.append(
            ModuleNeed(
                module=ord(name),
                title=name,
                spacing_days=int(said.pop("every", 0)),
                after=frozenset(ord(letter) for letter in said.pop("after", "")),
                minutes={category: int(minutes) for category, minutes in said.items()},
            )
        )
    return found


def placed(found: Proposal) -> str:
    """« 1m A in_person 210, 1a A in_person 90 »"""
    return ", ".join(
        f"{(place.day - FIRST).days + 1}{'m' if place.start < 780 else 'a'} {chr(place.module)} "
        f"{place.category} {place.minutes}"
        for place in found.places
    )


@pytest.mark.parametrize("row", rows(PAGE, "Proposals"), ids=lambda row: row[0])
def test_proposals(row):
    _, halves, modules, sessions, missing = row
    found = propose(needs(modules), [half(text) for text in halves.split()])
    assert placed(found) == sessions
    assert ", ".join(f"{m.title} {m.category} {m.minutes}" for m in found.missing) == missing


def weeks(text: str) -> dict[int, list[Part]]:
    """« a:1m b:3a@8 »: who is at the practice on which half-day of the week, from which day on."""
    found: dict[int, list[tuple[date, list[Slot]]]] = {}
    for part in text.split():
        name, _, said = part.partition(":")
        said, _, since = said.partition("@")
        met = half(said)
        slot = Slot(met.day.isoweekday(), clock_of(met.start), clock_of(met.end))
        first = FIRST + timedelta(days=int(since or 1) - 1)
        found.setdefault(ord(name), [(first, [])])[0][1].append(slot)
    return {who: [Part(1, agreed)] for who, agreed in found.items()}


@pytest.mark.parametrize(
    "row", rows(PAGE, "Proposals and hours at a practice"), ids=lambda row: row[0]
)
def test_proposals_and_hours_at_a_practice(row):
    _, cell, practice, modules, sessions, on_hours = row
    halves, agreed = [half(text) for text in cell.split()], weeks(practice)
    found = propose(needs(modules), halves, at_practice=practice_halves(halves, agreed))
    assert placed(found) == sessions
    met = clashes(found.places, agreed)
    assert f"{len(met)} {len(frozenset().union(*met))}" == on_hours


def meeting(number: int, text: str) -> Meeting:
    clock, trainer, room, cohort, people = text.split()
    hour, _, minute = clock.partition(":")
    start = datetime(2027, 3, 1, int(hour), int(minute or 0), tzinfo=UTC)
    return Meeting(
        number, int(cohort[1]), start, start + timedelta(minutes=90), int(trainer[1:]),
        int(room[1:]), people=frozenset(ord(letter) for letter in people),
        whole=not cohort.endswith("*"),
    )  # fmt: skip


@pytest.mark.parametrize("row", rows(PAGE, "Conflicts"), ids=lambda row: row[0])
def test_conflicts(row):
    first, second = meeting(1, row[1]), meeting(2, row[2])
    kinds = row[3].split()
    assert [one.kind.value for one in between(first, second)] == kinds
    assert [one.kind.value for one in between(second, first)] == kinds
    # As a whole, both of a cohort being planned, or one of them already there.
    assert [one.kind.value for one in conflicts([first, second])] == kinds
    assert [one.kind.value for one in conflicts([second], [first])] == kinds
