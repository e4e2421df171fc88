"""What a device keeps of a livret to write it without network."""

from dataclasses import dataclass
from datetime import date

from curricula.models import Block, Mission
from people.models import AuditEvent, Membership, Organisation
from portfolio.models import LogbookEntry
from portfolio.queries.competency import most_used
from portfolio.queries.hours import practices_of_week
from portfolio.queries.logbook import logbook_path
from portfolio.queries.window import windows_of
from portfolio.rules.entry import WrittenEntry
from portfolio.rules.sync import WEEKS_AHEAD
from portfolio.rules.weeks import IsoWeek, week_of
from training.models import Enrolment


@dataclass(frozen=True)
class DeviceWeek:
    """A week that is written, or will be; `until`: its last day; its situations as stored."""

    rank: int
    iso: IsoWeek
    label: str
    until: date
    entries: list[LogbookEntry]


@dataclass(frozen=True)
class Catalogue:
    """Everything that a device needs to write the livret of one enrolment."""

    enrolment: Enrolment
    weeks: list[DeviceWeek]
    blocks: list[Block]
    used: list[int]
    missions: list[Mission]
    practices: list[Organisation]


def catalogue(enrolment: Enrolment, today: date) -> Catalogue:
    """The weeks that may be written, and those that begin in the next four; constant queries."""
    path, windows = logbook_path(enrolment, today), windows_of([enrolment])
    ahead = [week for week in path.weeks if week.future][:WEEKS_AHEAD]
    written = [week for week in path.weeks if week.writable]
    rows = [week.row.pk for week in written if week.row]
    stored: dict[IsoWeek, list[LogbookEntry]] = {}
    for entry in LogbookEntry.objects.filter(week__in=rows).select_related("week").with_links():
        stored.setdefault(IsoWeek(entry.week.iso_year, entry.week.iso_week), []).append(entry)
    weeks = [
        DeviceWeek(
            week.rank,
            week.iso,
            week.label,
            windows.of(enrolment.pk, week.iso).until,
            stored.get(week.iso, []),
        )
        for week in [*written, *ahead]
    ]
    blocks = Block.objects.filter(qualification=enrolment.qualification_id)
    return Catalogue(
        enrolment,
        weeks,
        list(blocks.prefetch_related("competencies")),
        most_used(enrolment),
        list(Mission.objects.all()),
        practices_of_week(enrolment, week_of(today)),
    )


def was_taken_out(actor: Membership, form_key: str) -> bool:
    """Whether this person took a situation out after a device had stored it; one query."""
    removed = AuditEvent.objects.filter(actor__user=actor.user_id, verb="portfolio.entry.removed")
    return removed.filter(detail__form_key=form_key).exists()


def own_entry(enrolment: Enrolment, form_key: str) -> LogbookEntry | None:
    """The situation that a device names; none if it is not of this livret. Three queries."""
    own = LogbookEntry.objects.filter(week__enrolment=enrolment, form_key=form_key)
    own = own.select_related("week", "practice")
    return own.prefetch_related("claims", "missions").first()


def written_of(entry: LogbookEntry) -> WrittenEntry:
    """A stored situation, loaded with its links, as it would be typed."""
    return WrittenEntry(
        day=entry.day,
        kind=entry.kind,
        text=entry.text,
        context=entry.context,
        result=entry.result,
        learnt=entry.learnt,
        feeling=entry.feeling,
        moment=entry.moment,
        autonomy=entry.autonomy,
        audience=entry.audience,
        claims={claim.competency_id: claim.level for claim in entry.claims.all()},
        axes=frozenset(entry.axes),
        missions=frozenset(mission.pk for mission in entry.missions.all()),
        practice=entry.practice_id,
    )
