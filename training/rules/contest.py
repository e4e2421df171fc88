"""Until when a learner may contest what was noted. Worked table: docs/rules/attendance.md."""

from datetime import date, datetime, timedelta

from training.rules.session import PARIS

# A choice of the training body: no text sets it.
CONTEST_DAYS = 7


def contest_until(marked_at: datetime) -> date:
    """The last day, in Paris, on which a mark may be contested."""
    return marked_at.astimezone(PARIS).date() + timedelta(days=CONTEST_DAYS)


def may_contest(marked_at: datetime, now: datetime) -> bool:
    return now.astimezone(PARIS).date() <= contest_until(marked_at)
