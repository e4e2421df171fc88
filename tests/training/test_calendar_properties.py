"""What holds of every proposal and of every set of sessions, whatever they are."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from training.enums import PhaseKind
from training.rules.availability import Availability, Away
from training.rules.conflicts import Meeting, between, conflicts, overlap
from training.rules.holidays import public_holiday
from training.rules.planner import PLANNED_CATEGORIES, ModuleNeed, Resource, propose
from training.rules.rhythm import Closed, Phase, half_days

START = date(2027, 3, 1)
HALVES = ((time(9), time(12, 30)), (time(13, 30), time(17)))
days = st.integers(0, 60).map(lambda number: START + timedelta(days=number))


@st.composite
def modules(draw):
    count = draw(st.integers(1, 4))
    return [
        ModuleNeed(
            module=number,
            title=str(number),
            minutes={c: draw(st.integers(0, 700)) for c in PLANNED_CATEGORIES},
            spacing_days=draw(st.sampled_from([0, 1, 7, 14])),
            after=frozenset(n for n in range(number) if draw(st.booleans())),
        )
        for number in range(count)
    ]


@st.composite
def rhythms(draw):
    phases, since = [], START
    for _ in range(draw(st.integers(0, 3))):
        last = since + timedelta(days=draw(st.integers(0, 80)))
        weekdays = draw(st.frozensets(st.integers(1, 7), max_size=4))
        hours = HALVES[: draw(st.integers(1, 2))]
        phases.append(Phase(draw(st.sampled_from(PhaseKind)), since, last, weekdays, hours))
        since = last + timedelta(days=1)
    first = draw(days)
    return phases, [Closed(first, first + timedelta(days=draw(st.integers(0, 20))), "congés")]


@given(modules(), rhythms())
@settings(deadline=None, max_examples=150)
def test_a_proposal_reaches_every_budget_or_holds_nothing(needs, rhythm):
    phases, closed = rhythm
    found = propose(needs, half_days(phases, closed, START))
    missing = sum(one.minutes for one in found.missing)
    assert found.wanted == found.placed + missing
    if missing:
        assert found.places == ()
        return
    sums = defaultdict(int)
    for place in found.places:
        sums[place.module, place.category] += place.minutes
    asked = {(n.module, c): m for n in needs for c, m in n.minutes.items() if m}
    assert dict(sums) == asked


@given(modules(), rhythms())
@settings(deadline=None, max_examples=150)
def test_a_proposal_keeps_to_open_days_spacing_and_one_thing_at_a_time(needs, rhythm):
    phases, closed = rhythm
    places = propose(needs, half_days(phases, closed, START)).places
    spacing = {need.module: need.spacing_days for need in needs}
    for place in places:
        assert place.minutes > 0
        assert not public_holiday(place.day)
        assert not any(c.starts_on <= place.day <= c.ends_on for c in closed)
        [phase] = [p for p in phases if p.starts_on <= place.day <= p.ends_on]
        assert place.day.isoweekday() in phase.weekdays
        assert any(
            a.hour * 60 + a.minute <= place.start and place.end <= b.hour * 60 + b.minute
            for a, b in phase.hours
        )
    for one, other in combinations(places, 2):
        assert one.day != other.day or one.end <= other.start or other.end <= one.start
        if one.module == other.module and one.day != other.day:
            assert abs((one.day - other.day).days) >= spacing[one.module]


@given(modules(), rhythms())
@settings(deadline=None, max_examples=80)
def test_a_module_waits_for_those_it_requires(needs, rhythm):
    places = propose(needs, half_days(*rhythm, START)).places
    for need in needs:
        mine = [place.day for place in places if place.module == need.module]
        for place in places:
            if place.module in need.after and place.category != "evaluation" and mine:
                assert place.day < min(mine)


@given(modules(), rhythms(), st.randoms())
@settings(deadline=None, max_examples=50)
def test_the_same_facts_give_the_same_proposal(needs, rhythm, random):
    halves = half_days(*rhythm, START)
    mixed = random.sample(halves, len(halves))
    assert propose(needs, halves) == propose(needs, mixed)


@given(modules(), rhythms(), days)
@settings(deadline=None, max_examples=80)
def test_nobody_is_named_who_is_away_or_busy(needs, rhythm, day):
    halves = half_days(*rhythm, START)
    away = Resource(1, Availability(away=(Away(day, day),)))
    busy = Resource(2, busy=((day, 0, 800),))
    for place in propose(needs, halves, [away, busy], [busy]).places:
        assert place.trainer in {1, 2}
        assert place.day != day or place.trainer == 2
        assert place.day != day or place.start >= 800 or place.category == "virtual"
        assert (place.room is None) == (place.category == "virtual")


@given(modules(), rhythms())
@settings(deadline=None, max_examples=30)
def test_rooms_that_are_all_too_small_hold_nobody(needs, rhythm):
    found = propose(needs, half_days(*rhythm, START), rooms=[Resource(0, shut=True)])
    assert all(place.category == "virtual" for place in found.places)


meetings = st.builds(
    lambda number, start, length, cohort, trainer, people: Meeting(
        number, cohort, datetime(2027, 3, 1, tzinfo=UTC) + timedelta(minutes=start),
        datetime(2027, 3, 1, tzinfo=UTC) + timedelta(minutes=start + length), trainer,
        people=people,
    ),
    st.integers(), st.integers(0, 600), st.integers(1, 200), st.integers(1, 3),
    st.none() | st.integers(1, 3), st.frozensets(st.integers(1, 5)),
)  # fmt: skip


@given(meetings, meetings)
def test_overlap_is_symmetric(one, other):
    assert overlap(one, other) == overlap(other, one)
    kinds = [c.kind for c in between(one, other)]
    assert kinds == [c.kind for c in between(other, one)]


@given(st.lists(meetings, max_size=12, unique_by=lambda one: one.pk))
@settings(deadline=None)
def test_conflicts_in_one_pass_are_those_of_every_pair(found):
    pairs = [c for one, other in combinations(found, 2) for c in between(one, other)]
    wanted = sorted((c.kind, *sorted([c.meeting, c.other])) for c in pairs)
    swept = sorted((c.kind, *sorted([c.meeting, c.other])) for c in conflicts(found))
    assert swept == wanted
