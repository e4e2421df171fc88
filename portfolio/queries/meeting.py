"""Meetings and follow-up actions, as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from people.models import Membership, Organisation
from portfolio.enums import ActionOwner, MeetingKind, MeetingState
from portfolio.models import FollowUp, Meeting, MeetingEvent, MeetingMinutes
from portfolio.models.follow_up import FollowUpQuerySet
from portfolio.models.meeting import MeetingQuerySet
from portfolio.permissions import has_follow_up
from portfolio.rules.meeting import PARTS, Section
from training.models import Cohort, Enrolment

SHOWN = 50


class Owner(NamedTuple):
    """Somebody who may have an action, and how they are called."""

    owner: str
    practice: int | None
    words: str


def practices_of(enrolment: Enrolment) -> list[Organisation]:
    """The main practice, then every one that ever shared the post; one query."""
    posts = enrolment.shared_posts.select_related("practice")
    every = {one.pk: one for one in (enrolment.practice, *(post.practice for post in posts))}
    return list(every.values())


def owners_of(meeting: Meeting) -> list[Owner]:
    """Who may do what is agreed at a meeting."""
    support = Owner(ActionOwner.SUPPORT, None, ActionOwner.SUPPORT.label)
    if meeting.enrolment is None:
        return [Owner(ActionOwner.GROUP, None, ActionOwner.GROUP.label), support]
    practices = practices_of(meeting.enrolment)
    return [
        Owner(ActionOwner.LEARNER, None, str(meeting.enrolment.learner)),
        support,
        *(Owner(ActionOwner.PRACTICE, one.pk, str(one)) for one in practices),
    ]


class ActionLine(NamedTuple):
    """An action as a reader sees it."""

    action: FollowUp
    late: bool
    may_note: bool


def action_lines(actor: Membership, found: FollowUpQuerySet, today: date) -> list[ActionLine]:
    """Actions with what the actor may do of each; `today` is a Europe/Paris date."""
    return [
        ActionLine(one, one.late(today), has_follow_up(actor, one)) for one in found.for_screen()
    ]


def meetings_of(actor: Membership, enrolment: Enrolment) -> MeetingQuerySet:
    """Of a person: theirs, and for themselves those of their group; newest first."""
    found = Meeting.objects.visible_to(actor).for_screen()
    own = found.filter(enrolment=enrolment)
    return own | found.filter(cohort=enrolment.cohort_id)


def actions_of(actor: Membership, enrolment: Enrolment) -> FollowUpQuerySet:
    """What was agreed at the meetings of a person and of their group."""
    return FollowUp.objects.visible_to(actor).filter(
        meeting__in=meetings_of(actor, enrolment).values("pk")
    )


@dataclass(frozen=True)
class Version:
    """Minutes by section; `row` is None as long as they are a draft."""

    parts: list[tuple[Section, str]]
    row: MeetingMinutes | None = None


@dataclass(frozen=True)
class MeetingPage:
    """What the page of a meeting shows: newest version first, states in their order."""

    meeting: Meeting
    versions: list[Version]
    events: list[MeetingEvent]
    actions: list[ActionLine]

    @property
    def newest(self) -> Version:
        return self.versions[0]


def versions_of(meeting: Meeting) -> list[Version]:
    """The draft, or the frozen versions, the newest first; one query."""
    drafted = meeting.state == MeetingState.DRAFT
    frozen = () if drafted else meeting.frozen_minutes.select_related("written_by__user")
    return versions_in(meeting, frozen)


def versions_in(meeting: Meeting, frozen: Iterable[MeetingMinutes]) -> list[Version]:
    """The same, of frozen minutes that were loaded, the newest first; no query."""
    rows: list[Meeting | MeetingMinutes] = [meeting]
    if meeting.state != MeetingState.DRAFT:
        rows = list(frozen)
    return [
        Version(
            [
                (part, getattr(row, name))
                for part, name in zip(meeting.sections, PARTS, strict=False)
            ],
            row if isinstance(row, MeetingMinutes) else None,
        )
        for row in rows
    ]


def meeting_page(actor: Membership, meeting: Meeting, today: date) -> MeetingPage:
    """All that a page shows of a meeting that the actor reads; four queries."""
    return MeetingPage(
        meeting,
        versions_of(meeting),
        list(meeting.events.select_related("actor__user")),
        action_lines(actor, meeting.follow_ups.all(), today),
    )


@dataclass(frozen=True)
class Accompaniment:
    """What waits for those who accompany, of their body."""

    drafts: list[Meeting]
    actions: list[ActionLine]
    more: int
    cohorts: list[Cohort]


def accompaniment(actor: Membership, today: date) -> Accompaniment:
    """Drafts to finish, open actions (the nearest day first), cohorts that go on."""
    waiting = Meeting.objects.visible_to(actor).for_screen()
    waiting = waiting.exclude(state=MeetingState.DIFFUSED)
    found = FollowUp.objects.visible_to(actor).open()
    count = found.count()
    cohorts = Cohort.objects.visible_to(actor).filter(ends_on__gte=today)
    return Accompaniment(
        list(waiting[:SHOWN]),
        action_lines(actor, found[:SHOWN], today),
        max(0, count - SHOWN),
        list(cohorts.order_by("title")),
    )


def group_days_of(actor: Membership, cohort: Cohort) -> MeetingQuerySet:
    """The group days of a cohort that the actor reads, newest first."""
    found = Meeting.objects.visible_to(actor).for_screen()
    return found.filter(kind=MeetingKind.GROUP, cohort=cohort)
