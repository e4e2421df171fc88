"""One week as its pages show it."""

from dataclasses import dataclass
from datetime import date

from people.models import Membership
from portfolio.enums import EntryKind, WeekState
from portfolio.models import LogbookEntry, LogbookWeek, WeekEvent
from portfolio.queries.comment import load_comments
from portfolio.queries.obstacle import load_facts
from portfolio.rules.weeks import FRIDAY, SATURDAY, IsoWeek
from records.rules.french import day_and_month
from training.models import Enrolment


@dataclass(frozen=True)
class DayOfWeek:
    day: date
    entries: list[LogbookEntry]
    today: bool
    future: bool

    @property
    def name(self) -> str:
        name = day_and_month(self.day)
        return f"{name[0].upper()}{name[1:]}"


def entries_of(row: LogbookWeek | None, actor: Membership) -> list[LogbookEntry]:
    """The situations of a week that the actor reads, with all that their text needs.

    Of a week handed in they come with the comments, obstacles with what became of them.
    """
    if row is None:
        return []
    found = list(LogbookEntry.objects.visible_to(actor).filter(week=row).with_links())
    for entry in found:
        entry.week = row
    if row.state != WeekState.DRAFT:
        load_facts([entry for entry in found if entry.kind == EntryKind.OBSTACLE])
        load_comments(found, actor)
    return found


def unread_count(row: LogbookWeek, actor: Membership) -> int:
    """How many situations of a week are not for the actor; one query."""
    read = LogbookEntry.objects.visible_to(actor).values("pk")
    return row.entries.exclude(pk__in=read).count()


def week_days(iso: IsoWeek, entries: list[LogbookEntry], today: date) -> list[DayOfWeek]:
    """Monday to Friday, and Saturday if it is today or something was written for it."""
    days = []
    for weekday in range(SATURDAY + 1):
        day = iso.day(weekday)
        written = [entry for entry in entries if entry.day == day]
        if weekday <= FRIDAY or written or day == today:
            days.append(DayOfWeek(day, written, day == today, day > today))
    return days


def history(row: LogbookWeek | None) -> list[WeekEvent]:
    """Handed in, sent back, signed: the newest first."""
    if row is None:
        return []
    return list(row.events.select_related("actor__user").order_by("-pk"))


def readable_weeks(actor: Membership):
    """Weeks with all that their page says of the learner."""
    return LogbookWeek.objects.visible_to(actor).select_related(
        "enrolment__learner", "enrolment__practice", "enrolment__cohort"
    )


def rank_of(row: LogbookWeek, enrolment: Enrolment) -> int:
    """The place of the week in the cohort, from 1."""
    start = enrolment.cohort.starts_on
    monday = date.fromordinal(start.toordinal() - start.weekday())
    return (IsoWeek(row.iso_year, row.iso_week).monday - monday).days // 7 + 1
