"""The hours of a signed week in the ledger, once they were corrected."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from people.models import Membership
from portfolio.models import LogbookWeek
from portfolio.queries.amendment import signature_of
from portfolio.queries.hours import PlaceTotal
from portfolio.services.signing import practice_label, signed_places
from training.models import HoursEntry
from training.services import post_practice


class Line(NamedTuple):
    """The next version of a line of the ledger, in minutes, beside the one that stands."""

    key: str
    place: PlaceTotal | None
    standing: HoursEntry | None

    @property
    def minutes(self) -> int:
        return self.place.minutes if self.place else 0

    @property
    def day(self) -> date:
        if self.place and (self.place.practice or not self.standing):
            return self.place.last_day
        assert self.standing
        return self.standing.occurred_on

    @property
    def added(self) -> int:
        return self.minutes - (self.standing.minutes if self.standing else 0)

    @property
    def changed(self) -> bool:
        return self.added != 0 or bool(self.standing and self.standing.occurred_on != self.day)


def standing_lines(row: LogbookWeek) -> dict[str, HoursEntry]:
    """The newest version of each line that the week has in the ledger; one query."""
    lines = HoursEntry.objects.filter(
        enrolment=row.enrolment_id, source_key__startswith=f"portfolio.week:{row.pk}:"
    )
    return {line.source_key: line for line in lines.order_by("version")}


def posted_keys(row: LogbookWeek) -> list[str]:
    return list(standing_lines(row))


def repost_practice(actor: Membership, row: LogbookWeek, now: datetime) -> None:
    """Post a further version of each line that a correction changed; none is counted twice.

    What becomes less comes first, so that hours may go from a practice to another within what is
    agreed. A practice where nothing is left keeps a version of no minutes.
    """
    signed = signature_of(row).version - 1
    standing, places = standing_lines(row), signed_places(row, signed, timezone.localdate(now))
    keys = dict.fromkeys([*standing, *places])
    lines = [Line(key, places.get(key), standing.get(key)) for key in keys]
    for line in sorted(lines, key=lambda line: line.added):
        if not line.changed:
            continue
        known = line.standing
        post_practice(
            actor=actor,
            enrolment=row.enrolment,
            minutes=line.minutes,
            occurred_on=line.day,
            label=practice_label(row, line.place) if line.place else known.label if known else "",
            source_key=line.key,
            version=known.version + 1 if known else 1,
            practice=line.place.practice if line.place else None,
            now=now,
        )
