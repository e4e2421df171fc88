"""What a group may speak of, and the days that are proposed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, Subquery

from people.models import Membership
from portfolio.enums import EntryKind, WeekState
from portfolio.models import LogbookEntry, Meeting, WeekEvent
from portfolio.queries.meeting import group_days_of
from portfolio.rules.entry import TEXTS
from portfolio.rules.group_day import Rhythm, proposed_days
from records.rules.french import PARIS
from training.models import Cohort

AGENDA_KINDS = (EntryKind.OBSTACLE, EntryKind.QUESTION, EntryKind.GOOD_PRACTICE)
PROPOSED, AGENDA = 6, 60
REMEMBERED = timedelta(days=182)  # « choix de l’organisme »


@dataclass(frozen=True)
class GroupPlan:
    """The rhythm of a cohort with its next days; `seen`: the version, 0 for the usual one."""

    rhythm: Rhythm
    seen: int
    proposed: list[date]
    held: list[Meeting]


@dataclass(frozen=True)
class Agenda:
    """The situations since a day, by kind, as the actor may read them; nothing of it is kept."""

    since: date
    parts: list[tuple[str, list[LogbookEntry]]]
    more: int

    @property
    def empty(self) -> bool:
        return not any(entries for _, entries in self.parts)


def group_plan(actor: Membership, cohort: Cohort, today: date) -> GroupPlan:
    """Days proposed from today on, and those that were held; two queries."""
    last = cohort.rhythms.first()
    rhythm = last.rhythm if last else Rhythm(cohort.starts_on)
    coming = [day for day in proposed_days(rhythm, cohort.ends_on) if day >= today]
    held = list(group_days_of(actor, cohort))
    return GroupPlan(rhythm, last.number if last else 0, coming[:PROPOSED], held)


def own_words(actor: Membership, cohort: Cohort, today: date) -> Iterator[str]:
    """The texts of the situations of a cohort that the actor reads, of the last `REMEMBERED` days
    before a day; one query. Further back the search would grow without end.
    """
    found = LogbookEntry.objects.visible_to(actor).filter(week__enrolment__cohort=cohort)
    found = found.filter(day__gte=today - REMEMBERED)
    for texts in found.values_list(*TEXTS).iterator():
        yield from texts


def agenda(actor: Membership, cohort: Cohort, plan: GroupPlan, today: date) -> Agenda:
    """Obstacles, questions and good practices that came since the last group day; audiences hold.

    A situation comes when its week is handed in first, or when it is written later than that,
    whatever its own day: what was handed in after a group day was not spoken of there.
    Without a group day yet: since `first_days` of the rhythm ago, or the start of the cohort.
    """
    before = today - timedelta(days=max(plan.rhythm.first_days, plan.rhythm.then_days))
    since = max((meeting.held_on for meeting in plan.held), default=max(before, cohort.starts_on))
    handed_in = WeekEvent.objects.filter(week=OuterRef("week"), state=WeekState.SUBMITTED)
    first = handed_in.order_by("pk")
    found = (
        LogbookEntry.objects.visible_to(actor)
        .annotate(handed_in=Subquery(first.values("at")[:1]))
        .filter(week__enrolment__cohort=cohort, kind__in=AGENDA_KINDS)
        .filter(Q(handed_in__gte=start_of(since)) | Q(written_at__gte=start_of(since)))
        .select_related("week__enrolment__learner", "practice")
        .order_by("-day", "pk")
    )
    entries: list[LogbookEntry] = list(found[:AGENDA])
    parts = [(kind.label, [one for one in entries if one.kind == kind]) for kind in AGENDA_KINDS]
    return Agenda(since, parts, max(0, found.count() - AGENDA))


def start_of(day: date) -> datetime:
    """Its first instant in Europe/Paris."""
    return datetime.combine(day, time.min, tzinfo=PARIS)
