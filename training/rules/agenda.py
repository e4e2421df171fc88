"""A calendar feed (RFC 5545): what a person's calendar program reads. No name of anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

PRODUCT = "-//Livret//Agenda//FR"
REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class FeedEvent:
    """A session as a calendar program shows it; `number` grows with each change.

    A whole day is a date, and ends on the day after (RFC 5545, 3.6.1).
    """

    uid: str
    number: int
    starts_at: date
    ends_at: date
    changed_at: datetime
    title: str
    place: str
    description: str
    cancelled: bool = False


def feed(events: Iterable[FeedEvent]) -> bytes:
    """The text of a feed: instants in UTC, stable identifiers, lines folded."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Livret, mes séances")
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for one in events:
        calendar.add_component(_event(one))
    return calendar.to_ical()


def _moment(value: date) -> date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _event(one: FeedEvent) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", one.number)
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("dtstart", _moment(one.starts_at))
    event.add("dtend", _moment(one.ends_at))
    event.add("summary", f"Annulée : {one.title}" if one.cancelled else one.title)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    if one.place:
        event.add("location", one.place)
    event.add("description", one.description)
    return event
