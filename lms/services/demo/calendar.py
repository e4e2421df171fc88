"""Dates of the demo, counted back from today so that it never grows old."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
WEEKS_SINCE_START = {"inscrit": 0, "en-cours": 14, "certifie": 40}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a day in Paris."""
    return datetime.combine(day, time(hour, minute), tzinfo=PARIS)


def first_monday(today: date, stage: str) -> date:
    return monday_of(today) - timedelta(weeks=WEEKS_SINCE_START[stage])


def past_mondays(start: date, today: date) -> list[date]:
    """The Mondays of the weeks that are over."""
    weeks = (monday_of(today) - start).days // 7
    return [start + timedelta(weeks=number) for number in range(weeks)]
