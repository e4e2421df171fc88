"""An obstacle that is rewritten stays before what was done about it; the board forgets old ones."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.enums import OrganisationKind
from portfolio.enums import ObstacleAct
from portfolio.queries.obstacle import obstacles
from portfolio.rules.obstacle import NewFact, fact_problem, moves_behind
from portfolio.services import EntryRefused, edit_entry, return_week
from portfolio.services.obstacle import note_obstacle
from tests.factories import organisation_factory
from tests.factories.portfolio import (
    entry_factory,
    submitted_week_factory,
    week_factory,
    written_factory,
)
from tests.training.contracts import share

TUESDAY = date(2027, 3, 2)
SOLVED = NewFact("solved", "software", TUESDAY, note="Le code est arrivé.")


@pytest.fixture
def entry(world, now):
    """An obstacle of Monday, solved on Tuesday, in a week that was sent back."""
    week = week_factory(world.enrolment)
    made = entry_factory(week, kind="obstacle", text="Pas de code.", audience="support")
    week = submitted_week_factory(world.enrolment)
    note_obstacle(actor=world.companion, entry=made, new=SOLVED, seen=0, now=now)
    return_week(actor=world.trainer, week=week, version=week.version, comment="Précisez.", now=now)
    return made


def edits(world, entry, now, **fields):
    written = replace(written_factory(kind="obstacle", audience="support"), **fields)
    return edit_entry(actor=world.learner, entry=entry, written=written, version=1, now=now)


def test_its_day_may_move_up_to_the_first_fact_and_no_further(world, entry, now):
    with pytest.raises(EntryRefused, match="il ne vient pas après"):
        edits(world, entry, now, day=date(2027, 3, 3))
    assert edits(world, entry, now, day=TUESDAY).day == TUESDAY


def test_its_practice_stays(world, entry, now):
    other = organisation_factory(OrganisationKind.PRACTICE)
    share(world, other, now, since=date(2026, 9, 1))
    with pytest.raises(EntryRefused, match="son cabinet ne change plus"):
        edits(world, entry, now, practice=other.pk)
    assert edits(world, entry, now, text="Autre texte.").text == "Autre texte."


def test_closed_ones_leave_the_board_after_a_year_and_open_ones_stay(world, entry, now):
    still = entry_factory(week_factory(world.enrolment, iso_week=8), kind="obstacle")
    submitted_week_factory(world.enrolment, iso_week=8)
    a_year_on = TUESDAY + timedelta(days=365)
    assert len(obstacles(world.companion, a_year_on)) == 2
    assert [one.entry for one in obstacles(world.companion, a_year_on + timedelta(days=1))] == [
        still
    ]


days = st.dates(date(2027, 1, 1), date(2027, 12, 31))


@given(days, days, st.sampled_from(ObstacleAct))
def test_what_may_be_noted_after_a_day_is_not_behind_it(met, on, act):
    """The day of a situation and those of its facts hold each other, whichever comes first."""
    new = NewFact(act, "software", on, "le médecin", "Le code est arrivé.")
    if not fact_problem(new, met, [], date(2028, 1, 1)):
        assert not moves_behind(met, [new])
