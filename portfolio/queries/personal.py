"""The personal and professional balance sheet, as its page shows it to a reader."""

from dataclasses import dataclass
from datetime import date

from people.models import Membership
from portfolio.enums import Heading, MeetingKind, MeetingState, PersonalStep
from portfolio.models import (
    FollowUp,
    Meeting,
    OralPresentation,
    PersonalEvent,
    PersonalReview,
    PersonalText,
)
from portfolio.queries.meeting import ActionLine, action_lines
from portfolio.rules.personal import headings_at, newest, shown_versions
from training.models import Enrolment


@dataclass(frozen=True)
class Part:
    """A heading with its text that holds, and the earlier versions that the reader sees."""

    heading: Heading
    held: PersonalText | None
    earlier: list[PersonalText]


@dataclass(frozen=True)
class StepLine:
    """A step, and the event by which it was reached."""

    step: PersonalStep
    event: PersonalEvent | None
    current: bool


@dataclass(frozen=True)
class PersonalPage:
    """What a reader sees. `reads_meeting`: whether they read the interview and its actions."""

    review: PersonalReview
    steps: list[StepLine]
    parts: list[Part]
    actions: list[ActionLine]
    presentations: list[OralPresentation]
    reads_meeting: bool


def personal_of(actor: Membership, enrolment: Enrolment) -> PersonalReview | None:
    """That of a person, if the actor reads it; one query."""
    found = PersonalReview.objects.visible_to(actor).for_screen()
    return found.filter(enrolment=enrolment).first()


def texts_of(review: PersonalReview) -> dict[str, str]:
    """The text that holds under each heading; one query."""
    return {name: one.text for name, one in newest(review.texts.all()).items()}


def personal_page(
    actor: Membership, review: PersonalReview, today: date, *, own: bool
) -> PersonalPage:
    """All that the page shows; a constant number of queries. `own`: to its author."""
    seen = shown_versions(list(review.texts.all()), review.shared_at, own)
    parts = []
    for heading in headings_at(review.step):
        versions = [one for one in seen if one.heading == heading]
        parts.append(Part(heading, next(iter(versions), None), versions[1:]))
    events = {event.step: event for event in review.events.select_related("actor__user")}
    steps = [StepLine(one, events.get(one), one == review.step) for one in PersonalStep]
    meeting = Meeting.objects.visible_to(actor).filter(pk=review.meeting_id or 0)
    return PersonalPage(
        review,
        steps,
        parts,
        action_lines(actor, plan_of(actor, review), today),
        list(review.presentations.select_related("noted_by__user")),
        meeting.exists(),
    )


def plan_of(actor: Membership, review: PersonalReview):
    """The actions of the plan that the actor reads: those of the interview."""
    return FollowUp.objects.visible_to(actor).filter(meeting=review.meeting_id)


def interviews_of(actor: Membership, enrolment: Enrolment) -> list[Meeting]:
    """Interviews of a person whose minutes they read, the newest first; one query."""
    found = Meeting.objects.visible_to(actor).for_screen()
    return list(
        found.filter(enrolment=enrolment, kind=MeetingKind.INTERVIEW, state=MeetingState.DIFFUSED)
    )
