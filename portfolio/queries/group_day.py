"""What a group may speak of, and the days that are proposed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from people.models import Membership
from portfolio.enums import EntryKind
from portfolio.models import LogbookEntry, Meeting
from portfolio.queries.meeting import group_days_of
from portfolio.rules.entry import TEXTS
from portfolio.rules.group_day import Rhythm, proposed_days
from training.models import Cohort

AGENDA_KINDS = (EntryKind.OBSTACLE, EntryKind.QUESTION, EntryKind.GOOD_PRACTICE)
PROPOSED, AGENDA = 6, 60


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


def own_words(actor: Membership, cohort: Cohort) -> Iterator[str]:
    """Every text of the situations of a cohort that the actor reads; one query."""
    found = LogbookEntry.objects.visible_to(actor).filter(week__enrolment__cohort=cohort)
    for texts in found.values_list(*TEXTS).iterator():
        yield from texts


def agenda(actor: Membership, cohort: Cohort, plan: GroupPlan, today: date) -> Agenda:
    """Obstacles, questions and good practices since the last group day; audiences hold.

    Without a group day yet: since `first_days` of the rhythm ago, or the start of the cohort.
    """
    before = today - timedelta(days=max(plan.rhythm.first_days, plan.rhythm.then_days))
    since = max((meeting.held_on for meeting in plan.held), default=max(before, cohort.starts_on))
    found = (
        LogbookEntry.objects.visible_to(actor)
        .filter(week__enrolment__cohort=cohort, kind__in=AGENDA_KINDS)
        .filter(day__gte=since, day__lte=today)
        .select_related("week__enrolment__learner", "practice")
        .order_by("-day", "pk")
    )
    entries, count = list(found[:AGENDA]), found.count()
    parts = [(kind.label, [one for one in entries if one.kind == kind]) for kind in AGENDA_KINDS]
    return Agenda(since, parts, max(0, count - AGENDA))
