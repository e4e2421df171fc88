"""Half-days given and absences: the tables of docs/rules/calendar.md, and what always holds."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.tables import rows
from tests.training.test_calendar_properties import START, days, modules, rhythms
from tests.training.test_calendar_worked_tables import half, needs, placed
from training.enums import AwayPart, DayPart, PhaseKind
from training.rules.availability import (
    Availability,
    Away,
    GivenWeek,
    absences,
    available,
    away_text,
    given_on,
    not_given,
    not_given_text,
    periods,
    touched,
    week_problem,
    week_text,
)
from training.rules.planner import Resource, propose
from training.rules.rhythm import Half, half_days

PAGE = "calendar.md"
TODAY = date(2027, 3, 4)
PARTS = {"m": DayPart.MORNING, "a": DayPart.AFTERNOON}
AWAY = {"": AwayPart.DAY, "m": AwayPart.MORNING, "a": AwayPart.AFTERNOON}


def halves(text: str) -> frozenset:
    """« 1m 4ma »"""
    return frozenset((int(day[0]), PARTS[part]) for day in text.split() for part in day[1:])


def bounds(text: str) -> tuple[date, date | None]:
    first, _, last = text.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last) if last else None


def weeks(text: str) -> list[GivenWeek]:
    """« 2027-03-01..: 1m; 2027-04-01..2027-04-30: 2m »; the newest comes first."""
    found = []
    for said in filter(None, text.split("; ")):
        dates, _, given = said.partition(": ")
        found.append(GivenWeek(*bounds(dates), halves(given)))
    return found[::-1]


def away(text: str) -> list[Away]:
    found = []
    for said in text.split():
        dates, _, part = said.partition(":")
        first, last = bounds(dates)
        found.append(Away(first, last, AWAY[part]))
    return found


def session(text: str) -> tuple[date, int, int]:
    day, _, hours = text.partition(" ")
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in hours.split("-"))
    return date.fromisoformat(day), start, end


@pytest.mark.parametrize("row", rows(PAGE, "Half-days given"), ids=lambda row: row[0])
def test_half_days_given(row):
    _, said, gone, hours, wanted = row
    one, met = Availability(weeks(said), away(gone)), session(hours)
    texts = [not_given_text(met[0], not_given(one, *met)), away_text(absences(one, *met))]
    assert " ; ".join(filter(None, texts)) == wanted
    assert available(one, *met) == (not wanted)


def shown(given) -> str:
    """« 1m 4ma », as the tables write it."""
    if given is None:
        return "*"
    found = {
        day: "".join(k for k, part in PARTS.items() if (day, part) in given) for day, _ in given
    }
    return " ".join(f"{day}{parts}" for day, parts in sorted(found.items()))


@pytest.mark.parametrize(
    "row", rows(PAGE, "What holds, period after period"), ids=lambda row: row[0]
)
def test_what_holds_period_after_period(row):
    found = periods(weeks(row[1]), TODAY)
    assert " ".join(f"{p.since}..{p.until or ''}: {shown(p.halves)}" for p in found) == row[2]


@pytest.mark.parametrize("row", rows(PAGE, "Weeks refused"), ids=lambda row: row[0])
def test_weeks_refused(row):
    _, since, until, given, refused = row
    last = date.fromisoformat(until) if until else None
    problem = week_problem(GivenWeek(date.fromisoformat(since), last, halves(given)), TODAY)
    assert bool(problem) == bool(refused)
    assert refused in problem


@pytest.mark.parametrize("row", rows(PAGE, "Proposals and half-days given"), ids=lambda row: row[0])
def test_proposals_and_half_days_given(row):
    _, cell, named, wanted, sessions, without = row
    trainers = []
    for one in named.split():
        name, _, given = one.partition(":")
        said = [GivenWeek(START, None, halves(given))] if given else []
        trainers.append(Resource(ord(name), Availability(said)))
    found = propose(needs(wanted), [half(text) for text in cell.split()], trainers)
    held = [chr(place.trainer) for place in found.places]
    said = [one for one in placed(found).split(", ") if one]
    assert ", ".join(f"{one} {who}" for one, who in zip(said, held, strict=True)) == sessions
    assert found.without_trainer == int(without)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("1m 4ma", "lundi matin et jeudi toute la journée"),
        ("5a", "vendredi après-midi"),
        ("1ma 2m 7a", "lundi toute la journée, mardi matin et dimanche après-midi"),
    ],
)
def test_a_week_in_words(given, text):
    assert week_text(halves(given)) == text
    assert week_text(None) == "tous les jours"


@pytest.mark.parametrize(
    ("one", "text"),
    [
        ("2027-04-05..2027-04-05", "le lundi 5 avril 2027"),
        ("2027-04-05..2027-04-05:a", "le lundi 5 avril 2027, l’après-midi"),
        ("2027-04-05..2027-04-06", "du lundi 5 avril 2027 au mardi 6 avril 2027"),
        (
            "2027-04-05..2027-04-06:m",
            "du lundi 5 avril 2027 au mardi 6 avril 2027, le matin seulement",
        ),
    ],
)
def test_an_absence_in_words(one, text):
    assert away(one)[0].text == text


# --- What always holds ----------------------------------------------------------------------------

week_halves = st.frozensets(
    st.tuples(st.integers(1, 7), st.sampled_from(DayPart)), min_size=1, max_size=14
)


@st.composite
def given_weeks(draw):
    since = draw(days)
    until = draw(st.none() | st.integers(0, 60).map(lambda n: since + timedelta(days=n)))
    return GivenWeek(since, until, draw(week_halves))


@st.composite
def absent(draw):
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(0, 10)))
    return Away(first, last, draw(st.sampled_from(AwayPart)))


known = st.builds(Availability, st.lists(given_weeks(), max_size=3), st.lists(absent(), max_size=3))


@given(modules(), rhythms(), st.lists(known, min_size=1, max_size=3))
@settings(deadline=None, max_examples=100)
def test_a_proposal_never_stands_on_a_half_day_that_is_not_given(needed, rhythm, trainers):
    """Each half-day in which a minute of a session stands is asked for by itself."""
    named = [Resource(number, one) for number, one in enumerate(trainers)]
    for place in propose(needed, half_days(*rhythm, START), named).places:
        one = trainers[place.trainer]
        week = next((week for week in one.weeks if week.since <= place.day), None)
        ended = week and week.until and week.until < place.day
        gone = {away.part.value for away in one.away if away.first <= place.day <= away.last}
        for part in {
            "morning" if at < 780 else "afternoon" for at in range(place.start, place.end)
        }:
            assert not week or ended or (place.day.isoweekday(), DayPart(part)) in week.halves
            assert not gone & {"day", part}


@given(modules(), rhythms())
@settings(deadline=None, max_examples=50)
def test_who_said_every_half_day_is_planned_like_who_said_nothing(needed, rhythm):
    whole = frozenset((day, part) for day in range(1, 8) for part in DayPart)
    said = Availability([GivenWeek(START, None, whole)])
    open_days = half_days(*rhythm, START)
    assert propose(needed, open_days, [Resource(1, said)]) == propose(
        needed, open_days, [Resource(1)]
    )


@given(st.lists(given_weeks(), max_size=5), days)
@settings(deadline=None, max_examples=50)
def test_the_periods_say_of_each_day_what_holds_on_it(said, first):
    found = periods(said, first)
    assert (found[0].since, found[-1].until) == (first, None)
    for offset in range(150):
        day = first + timedelta(days=offset)
        [period] = [p for p in found if p.since <= day and (p.until is None or day <= p.until)]
        assert period.halves == given_on(said, day)
    assert all(one.halves != other.halves for one, other in pairwise(found))


minutes = st.integers(0, 24 * 60)


@given(st.sets(minutes, min_size=3, max_size=3).map(sorted))
@settings(deadline=None)
def test_splitting_a_session_touches_the_same_half_days(three):
    start, at, end = three
    assert {*touched(start, at), *touched(at, end)} == {*touched(start, end)}


@given(known, days, st.sets(minutes, min_size=2, max_size=2).map(sorted))
@settings(deadline=None, max_examples=50)
def test_a_session_can_be_held_if_each_of_its_minutes_can(one, day, two):
    start, end = two
    each = all(available(one, day, minute, minute + 1) for minute in range(start, end))
    assert available(one, day, start, end) == each


def test_a_half_day_of_a_phase_across_noon_needs_both():
    across = Half(START, 9 * 60, 14 * 60, PhaseKind.ALTERNATING)
    said = [Availability([GivenWeek(START, None, halves(text))]) for text in ("1m", "1ma")]
    assert [Resource(1, one).free(across) for one in said] == [False, True]
