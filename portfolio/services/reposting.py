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
    place: PlaceTotal
    standing: HoursEntry | None

    @property
    def day(self) -> date:
        """The last day at the practice; a sum without days keeps the one it had."""
        if self.standing and not self.place.practice:
            return self.standing.occurred_on
        return self.place.last_day

    @property
    def added(self) -> int:
        return self.place.minutes - (self.standing.minutes if self.standing else 0)

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
    for key, known in standing.items():
        places.setdefault(key, PlaceTotal(0, known.occurred_on))
    lines = [Line(key, place, standing.get(key)) for key, place in places.items()]
    for line in sorted(lines, key=lambda line: line.added):
        if line.changed:
            _post(actor, row, line, now)


def _post(actor: Membership, row: LogbookWeek, line: Line, now: datetime) -> None:
    known = line.standing
    post_practice(
        actor=actor,
        enrolment=row.enrolment,
        minutes=line.place.minutes,
        occurred_on=line.day,
        label=known.label if known else practice_label(row, line.place),
        source_key=line.key,
        version=known.version + 1 if known else 1,
        practice=line.place.practice,
        now=now,
    )
