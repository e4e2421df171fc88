"""The half-days of a training day: the sheet of a half-day lists its sessions."""

from datetime import date, datetime, time, timedelta

from training.rules.session import PARIS

NOON = time(13)  # Paris


def half_day(starts_at: datetime) -> tuple[date, str]:
    """The day in Paris and its half, « matin » or « après-midi », by the hour of the start."""
    start = starts_at.astimezone(PARIS)
    return start.date(), "matin" if start.time() < NOON else "après-midi"


def bounds(starts_at: datetime) -> tuple[datetime, datetime]:
    """From when to when a session has to start to stand on the same sheet; the end is outside."""
    day, half = half_day(starts_at)
    noon = datetime.combine(day, NOON, PARIS)
    if half == "matin":
        return datetime.combine(day, time(0), PARIS), noon
    return noon, datetime.combine(day + timedelta(days=1), time(0), PARIS)
