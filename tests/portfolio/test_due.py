"""Which weeks are due: docs/rules/care.md, « Weeks due »; one rule for all who ask."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.queries.learner import week_todos
from portfolio.queries import logbook_path
from portfolio.queries.care import kept_by
from portfolio.queries.week_facts import with_week_facts
from portfolio.queries.window import late_learners
from portfolio.rules.care import missed_in_a_row
from portfolio.rules.due import Keeping, weeks_due
from portfolio.rules.hours import Term
from portfolio.rules.weeks import IsoWeek, week_of
from tests.portfolio.tables import rows
from training.enums import SituationAct, SituationReason
from training.models import Enrolment
from training.rules.situation import Change
from training.services.contract import write_contract
from training.services.situation import change_situation

COHORT = Term(date(2027, 1, 4), date(2027, 7, 2))


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@pytest.mark.parametrize("row", rows("care", "Weeks due"), ids=lambda row: row[0])
def test_weeks_due_follow_the_table(row):
    _, today, enrolled, recruited, contract, out, due = row
    first, _, last = contract.partition("/")
    left, _, back = out.partition("/")
    changes = [Change(date.fromisoformat(left), "suspended")] if left else []
    changes += [Change(date.fromisoformat(back), "active")] if back else []
    keeping = Keeping(
        COHORT, date.fromisoformat(enrolled), Term(day(first), day(last)), changes, day(recruited)
    )
    found = weeks_due(keeping, week_of(date.fromisoformat(today)))
    assert found == [IsoWeek(2027, int(number)) for number in due.split(",") if number]


some_day = st.dates(date(2026, 12, 1), date(2027, 8, 1))


@given(some_day, some_day, some_day, st.integers(0, 60))
def test_a_suspension_takes_weeks_away_and_adds_none(today, enrolled, left, length):
    whole = Keeping(COHORT, enrolled)
    back = left + timedelta(days=length)
    away = Keeping(COHORT, enrolled, changes=[Change(left, "suspended"), Change(back, "active")])
    every, kept = weeks_due(whole, week_of(today)), weeks_due(away, week_of(today))
    gone = [week for week in every if week not in kept]
    assert [week for week in every if week not in gone] == kept
    assert all(left <= week.day(4) < back for week in gone)


@given(some_day, some_day, st.integers(0, 20))
def test_time_adds_weeks_and_takes_none_away(today, enrolled, later):
    keeping = Keeping(COHORT, enrolled)
    now = weeks_due(keeping, week_of(today))
    then = weeks_due(keeping, week_of(today + timedelta(weeks=later)))
    assert then[: len(now)] == now


def asked(enrolment: Enrolment, today: date) -> list[list[IsoWeek]]:
    """What the list of the lead, the reminders and the home say is missing before this week.

    Since January: older ones are closed for good, and the list counts them only.
    """
    rows = with_week_facts(Enrolment.objects.filter(pk=enrolment.pk))
    row = rows.select_related("cohort").get()
    [late] = late_learners([row], today)
    listed = [one.week for one in (*late.closed, *late.open)]
    told = missed_in_a_row(kept_by([row])[row.pk].keeping, (), today)
    path = logbook_path(row, today)
    blank = [w.iso for w in path.weeks if w.due and not w.row and w.iso < week_of(today)]
    return [sorted(w for w in found if w.year == 2027) for found in (listed, told, blank)]


def test_the_list_the_reminders_and_the_home_ask_for_the_same(world, now):
    today = date(2027, 3, 22)
    write_contract(
        actor=world.lead, enrolment=world.enrolment, starts_on=date(2027, 2, 8),
        ends_on=date(2027, 3, 3), weekly_minutes=2100, kind="CDD", reason="", seen=0, now=now,
    )  # fmt: skip
    due = [IsoWeek(2027, number) for number in (6, 7, 8, 9)]
    assert asked(world.enrolment, today) == [due] * 3


def test_nothing_is_asked_for_while_a_suspension_lasts(world, now):
    today = date(2027, 3, 22)
    change_situation(
        actor=world.lead, enrolment=world.enrolment, act=SituationAct.SUSPENDED,
        since=date(2027, 3, 4), why=SituationReason.LEAVE, seen=0, now=now,
    )  # fmt: skip
    due = [IsoWeek(2027, number) for number in range(1, 9)]
    assert asked(world.enrolment, today) == [due] * 3
    path = logbook_path(world.enrolment, today)
    assert path.find(IsoWeek(2027, 10)).words == "rien à remettre"
    assert [todo.kind for todo in week_todos(path)] == []
