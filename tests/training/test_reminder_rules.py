"""Reminders follow their tables."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.enums import Role
from records.enums import ReminderKind, Rhythm
from records.rules.french import countdown
from records.rules.reminders import CONCERNED, DEFAULTS, kinds_of, told_in_digest
from tests.training.tables import rows
from training.rules.regimes import REGIMES, delays
from training.rules.reminders import (
    DEADLINE_MONTHS,
    PAPER_AFTER,
    all_accepted,
    deadline_step,
    deadlines,
    debt_step,
    is_ahead,
    is_tomorrow,
    months_before,
    paper_step,
    recruited_since,
    share_step,
    still_owed,
    unsigned_step,
)


def day(cell: str) -> date:
    return date.fromisoformat(cell)


def step(cell: str) -> int | None:
    return int(cell) if cell else None


@pytest.mark.parametrize(("case", "starts", "now", "expected"), rows("reminders.md", "Tomorrow"))
def test_tomorrow_is_a_day_in_paris(case, starts, now, expected):
    found = is_tomorrow(
        datetime.fromisoformat(starts).replace(tzinfo=UTC),
        datetime.fromisoformat(now).replace(tzinfo=UTC),
    )
    assert found == (expected == "yes")


@pytest.mark.parametrize(("case", "starts", "now", "expected"), rows("reminders.md", "In the week"))
def test_the_week_ahead_is_counted_in_days_of_paris(case, starts, now, expected):
    found = is_ahead(
        datetime.fromisoformat(starts).replace(tzinfo=UTC),
        datetime.fromisoformat(now).replace(tzinfo=UTC),
    )
    assert found == (expected == "yes")


@pytest.mark.parametrize(
    ("case", "due", "today", "expected"), rows("reminders.md", "Deadline steps")
)
def test_a_deadline_is_told_as_the_table_says(case, due, today, expected):
    assert deadline_step(day(due), day(today)) == step(expected)


@pytest.mark.parametrize(
    ("case", "regime", "recruited", "accepted", "today", "told"),
    rows("reminders.md", "Which deadlines"),
)
def test_both_deadlines_are_told_as_the_table_says(case, regime, recruited, accepted, today, told):
    found = deadlines(delays(REGIMES[regime], day(recruited)), accepted == "yes", day(today))
    assert ", ".join(f"{one.what} {one.step}" for one in found) == told


@pytest.mark.parametrize(
    ("case", "accepted", "due", "expected"), rows("reminders.md", "All accepted")
)
def test_the_training_is_followed_once_all_that_is_due_is_accepted(case, accepted, due, expected):
    assert all_accepted(int(accepted), int(due)) == (expected == "yes")


@pytest.mark.parametrize(("case", "due", "today", "said"), rows("reminders.md", "Time left"))
def test_the_time_left_is_said_as_the_table_says(case, due, today, said):
    assert countdown(day(due), day(today)) == said


@pytest.mark.parametrize(
    ("case", "ends", "regime", "recruited", "today", "told"),
    rows("reminders.md", "Debts after the end"),
)
def test_hours_owed_are_told_after_the_end(case, ends, regime, recruited, today, told):
    mine = delays(REGIMES[regime], day(recruited))
    assert still_owed(day(ends), mine, day(today)) == (told == "yes")


@pytest.mark.parametrize(
    ("case", "ended", "today", "expected"), rows("reminders.md", "Signature steps")
)
def test_a_signature_is_asked_as_the_table_says(case, ended, today, expected):
    assert unsigned_step(day(ended), day(today)) == step(expected)


@pytest.mark.parametrize(
    ("case", "since", "today", "expected"), rows("reminders.md", "Paper steps")
)
def test_a_document_is_asked_as_the_table_says(case, since, today, expected):
    assert paper_step(day(since), day(today)) == step(expected)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_a_document_is_asked_in_three_steps_and_no_more(since):
    told = [paper_step(since, since + timedelta(days=days)) for days in range(120)]
    steps = [step for step in told if step is not None]
    assert steps == sorted(steps)
    assert set(steps) == {0, 1, 2}
    assert told[:PAPER_AFTER] == [None] * PAPER_AFTER


@pytest.mark.parametrize(("case", "accepted", "due", "expected"), rows("reminders.md", "Shares"))
def test_a_share_of_hours_is_told_as_the_table_says(case, accepted, due, expected):
    assert share_step(int(accepted), int(due)) == step(expected)


@pytest.mark.parametrize(
    ("case", "missed", "today", "expected"), rows("reminders.md", "Debt steps")
)
def test_a_debt_is_told_as_the_table_says(case, missed, today, expected):
    assert debt_step(day(missed), day(today)) == step(expected)


days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(days, st.integers(0, 400))
def test_the_steps_of_a_deadline_come_in_order(due, before):
    today = due - timedelta(days=before)
    now, then = deadline_step(due, today), deadline_step(due, today + timedelta(days=1))
    if now and then:
        assert then <= now


@given(days, st.sampled_from(DEADLINE_MONTHS))
def test_months_before_is_a_day_of_the_month_asked_for(day, months):
    found = months_before(day, months)
    assert found < day
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day in {day.day, 27, 28, 29, 30}


@given(days, st.integers(0, 400), st.sampled_from(sorted(REGIMES)))
def test_nobody_whose_delay_runs_was_recruited_too_long_ago(recruited, before, regime):
    today = delays(REGIMES[regime], recruited).last - timedelta(days=before)
    assert recruited >= recruited_since(today)


@given(st.integers(0, 9000), st.integers(0, 9000))
def test_more_hours_never_give_a_lower_share(accepted, more):
    assert (share_step(accepted, 6900) or 0) <= (share_step(accepted + more, 6900) or 0)


def test_every_kind_has_its_first_choice_and_its_people():
    assert set(DEFAULTS) == set(CONCERNED) == set(ReminderKind)
    assert kinds_of({Role.EMPLOYER}) == [ReminderKind.DEADLINE, ReminderKind.LOGBOOK]
    assert kinds_of({Role.FUNDER}) == []


@pytest.mark.parametrize(
    ("rhythm", "today", "told"),
    [
        (Rhythm.DAILY, date(2027, 3, 2), True),
        (Rhythm.WEEKLY, date(2027, 3, 2), False),
        (Rhythm.WEEKLY, date(2027, 3, 1), True),
        (Rhythm.AT_ONCE, date(2027, 3, 2), True),
    ],
)
def test_a_digest_holds_what_waits_in_its_rhythm(rhythm, today, told):
    assert told_in_digest(rhythm, today) == told
