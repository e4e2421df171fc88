"""The worked tables of docs/rules/care.md, and what holds of any stretch of weeks."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.care import acts_after, missed_in_a_row, nudged
from portfolio.rules.due import Keeping
from portfolio.rules.hours import Term
from portfolio.rules.weeks import IsoWeek, week_of
from records.rules.reminders import is_quiet
from tests.portfolio.tables import rows
from training.rules.session import PARIS
from training.rules.situation import Change

COHORT = Term(date(2027, 1, 4), date(2027, 7, 2))


def days(cell: str) -> list[date | None]:
    return [date.fromisoformat(day) if day else None for day in (cell or "/").split("/")]


def weeks(cell: str) -> list[IsoWeek]:
    return [IsoWeek(2027, int(number)) for number in cell.split(",") if number]


def at(cell: str) -> datetime:
    return datetime.fromisoformat(cell).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("today", "enrolled", "contract", "out", "handed_in", "missed"),
    [row[1:] for row in rows("care", "Missed weeks")],
)
def test_missed_weeks_follow_the_table(today, enrolled, contract, out, handed_in, missed):
    left, back = days(out)
    changes = [Change(left, "suspended"), Change(back, "active")] if left and back else []
    keeping = Keeping(COHORT, date.fromisoformat(enrolled), Term(*days(contract)), changes)
    found = missed_in_a_row(keeping, weeks(handed_in), date.fromisoformat(today))
    assert found == weeks(missed)


@pytest.mark.parametrize(("now", "handed_in", "told"), [r[1:] for r in rows("care", "Friday")])
def test_the_nudge_follows_the_table(now, handed_in, told):
    keeping = Keeping(COHORT, date(2027, 1, 4))
    found = nudged(keeping, weeks(handed_in), at(now))
    assert [found] == (weeks(told) or [None])


@pytest.mark.parametrize(("last", "staff", "own"), rows("care", "Acts"))
def test_acts_follow_the_table(last, staff, own):
    for cell, is_own in ((staff, False), (own, True)):
        expected = {act for act in cell.split(", ") if act}
        assert {str(act.value) for act in acts_after(last, is_own)} == expected


@pytest.mark.parametrize(("now", "quiet"), rows("care", "Quiet hours"))
def test_quiet_hours_follow_the_table(now, quiet):
    assert is_quiet(at(now)) == (quiet == "yes")


@given(
    st.dates(date(2026, 12, 1), date(2027, 9, 1)),
    st.dates(date(2026, 12, 1), date(2027, 9, 1)),
    st.sets(st.integers(1, 26).map(lambda number: IsoWeek(2027, number))),
)
def test_missed_weeks_are_over_follow_each_other_and_were_not_handed_in(today, enrolled, handed_in):
    keeping = Keeping(COHORT, enrolled)
    missed = missed_in_a_row(keeping, handed_in, today)
    assert not handed_in.intersection(missed)
    assert all(week < week_of(today) for week in missed)
    apart = {late.monday - early.monday for early, late in pairwise(missed)}
    assert apart <= {timedelta(weeks=1)}


@given(st.dates(date(2026, 12, 1), date(2027, 9, 1)))
def test_handing_in_the_newest_week_ends_the_stretch(today):
    keeping = Keeping(COHORT, date(2027, 1, 4))
    missed = missed_in_a_row(keeping, (), today)
    if missed:
        assert missed_in_a_row(keeping, {missed[-1]}, today) == []
