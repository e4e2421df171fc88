"""Hours read from the ledger. The rule is `training.rules.hours`; a test holds the two together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from training.enums import COUNTED_CATEGORIES, HoursCategory, HoursState
from training.models import Enrolment, HoursEntry
from training.rules.hours import HoursTotals, Line, standing_lines, totals

COUNTED = Q(category__in=COUNTED_CATEGORIES)
ACCEPTED = Q(state=HoursState.ACCEPTED)
PRACTICE = Q(category=HoursCategory.PRACTICE)


def hours_totals(enrolment_ids: Iterable[int]) -> dict[int, HoursTotals]:
    """Accepted, waiting and practice minutes of each enrolment, in one query."""
    ids = list(enrolment_ids)
    rows = (
        _standing(HoursEntry.objects.filter(enrolment__in=ids))
        .order_by()
        .values_list("enrolment")
        .annotate(
            accepted=Sum("minutes", filter=COUNTED & ACCEPTED, default=0),
            pending=Sum("minutes", filter=COUNTED & ~ACCEPTED, default=0),
            practice=Sum("minutes", filter=PRACTICE & ACCEPTED, default=0),
        )
    )
    found = {enrolment: HoursTotals(*sums) for enrolment, *sums in rows}
    return {pk: found.get(pk, HoursTotals()) for pk in ids}


def _standing(entries: QuerySet[HoursEntry]) -> QuerySet[HoursEntry]:
    """Without the waiting lines that an accepted line of the same source has replaced."""
    accepted = HoursEntry.objects.filter(
        source_key=OuterRef("source_key"), state=HoursState.ACCEPTED
    )
    return entries.filter(ACCEPTED | ~Exists(accepted))


@dataclass(frozen=True)
class HoursLine:
    """A line that makes up a total."""

    occurred_on: date
    label: str
    module_id: int | None
    module: str
    category: str
    state: str
    minutes: int
    source_key: str
    posted_at: datetime

    @property
    def kind(self) -> str:
        return HoursCategory(self.category).label

    @property
    def session_id(self) -> int | None:
        """The session that the line comes from."""
        app, _, rest = self.source_key.partition(":")
        return int(rest.split(":")[0]) if app == "training.session" else None


@dataclass(frozen=True)
class HoursDetail:
    """The totals of a learner and, for each, the lines that make it up (newest first)."""

    totals: HoursTotals
    accepted: list[HoursLine]
    pending: list[HoursLine]
    practice: list[HoursLine]


def hours_detail(enrolment: Enrolment) -> HoursDetail:
    """Every line that counts, sorted by the total it belongs to, in one query."""
    lines = hours_lines(enrolment)
    counted = [line for line in lines if line.category in COUNTED_CATEGORIES]
    return HoursDetail(
        totals=totals(Line(x.source_key, x.category, x.state, x.minutes) for x in lines),
        accepted=[line for line in counted if line.state == HoursState.ACCEPTED],
        pending=[line for line in counted if line.state == HoursState.SUBMITTED],
        practice=[x for x in lines if x.category == HoursCategory.PRACTICE],
    )


def hours_lines(enrolment: Enrolment) -> list[HoursLine]:
    """The lines that stand, one per source, newest first."""
    entries = enrolment.hours_entries.select_related("module")
    standing = {
        (line.source_key, line.state)
        for line in standing_lines(
            Line(e.source_key, e.category, e.state, e.minutes) for e in entries
        )
    }
    return [_line(e) for e in entries if (e.source_key, e.state) in standing]


def _line(entry: HoursEntry) -> HoursLine:
    return HoursLine(
        occurred_on=entry.occurred_on,
        label=entry.label,
        module_id=entry.module_id,
        module=entry.module.title if entry.module else "",
        category=entry.category,
        state=entry.state,
        minutes=entry.minutes,
        source_key=entry.source_key,
        posted_at=entry.posted_at,
    )


EXPORT_COLUMNS = ("Date", "Nature", "Module", "Libellé", "Minutes", "État", "Compte", "Origine")


def export_rows(detail: HoursDetail) -> list[tuple[date | str | int, ...]]:
    """The lines as a spreadsheet shows them: accepted, waiting, then practice."""
    groups = (
        (detail.accepted, "oui"),
        (detail.pending, "en attente"),
        (detail.practice, "hors compte"),
    )
    return [
        (
            line.occurred_on,
            line.kind,
            line.module,
            line.label,
            line.minutes,
            HoursState(line.state).label,
            counts,
            line.source_key,
        )
        for lines, counts in groups
        for line in lines
    ]
