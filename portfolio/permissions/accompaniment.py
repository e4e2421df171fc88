"""Who accompanies: meetings, actions, obstacles, balance sheets."""

from typing import Any

from people.enums import Role
from people.models import Membership
from portfolio.enums import ActionOwner, MeetingState, ReviewState
from portfolio.permissions.livret import (
    SUPPORT_ROLES,
    audiences_of,
    can_care,
    can_read_entry,
    can_write_week,
)
from training.models import Enrolment
from training.permissions import can_view_enrolment


def can_hold_meeting(actor: Membership, cohort: Any, person: Enrolment | None = None) -> bool:
    """Write, validate and diffuse the minutes of a person or a group: those who accompany.

    Nobody holds a meeting about themselves.
    """
    if person and person.learner_id == actor.user_id:
        return False
    return actor.role in SUPPORT_ROLES and cohort.organisation_id == actor.organisation_id


def can_read_meeting(actor: Membership, meeting: Any) -> bool:
    """Those who accompany; once diffused, the person, or whoever is in the group.

    Neither employer nor funder (docs/rules/accompaniment.md). Twin of `MeetingQuerySet.visible_to`.
    """
    if can_hold_meeting(actor, meeting.of_cohort, meeting.enrolment):
        return True
    if actor.role != Role.LEARNER or meeting.state != MeetingState.DIFFUSED:
        return False
    if meeting.enrolment:
        return can_view_enrolment(actor, meeting.enrolment)
    return meeting.cohort.enrolments.filter(learner_id=actor.user_id).exists()


def reads_meetings(actor: Membership) -> bool:
    """Whether an actor of this role reads meetings at all: the person, and who accompanies."""
    return actor.role == Role.LEARNER or actor.role in SUPPORT_ROLES


def can_read_follow_up(actor: Membership, follow_up: Any) -> bool:
    """Twin of `FollowUpQuerySet.visible_to`."""
    return can_read_meeting(actor, follow_up.meeting)


def has_follow_up(actor: Membership, follow_up: Any) -> bool:
    """Of an action that the actor reads: those who accompany, or it is theirs or their group's."""
    theirs = follow_up.owner in (ActionOwner.LEARNER, ActionOwner.GROUP)
    return can_hold_meeting(actor, follow_up.meeting.of_cohort, follow_up.meeting.enrolment) or (
        actor.role == Role.LEARNER and theirs
    )


def can_note_follow_up(actor: Membership, follow_up: Any) -> bool:
    """Say that an action is done, or take it up again."""
    return has_follow_up(actor, follow_up) and can_read_follow_up(actor, follow_up)


def can_view_obstacle_fact(actor: Membership, fact: Any) -> bool:
    """Whoever reads the situation. Twin of `ObstacleFactQuerySet.visible_to`."""
    return can_read_entry(actor, fact.entry)


def can_follow_obstacle(actor: Membership, entry: Any) -> bool:
    """Its author, and those who accompany and read it, never the learner in another role."""
    if can_write_week(actor, entry.week.enrolment):
        return True
    return (
        actor.role in SUPPORT_ROLES
        and entry.week.enrolment.learner_id != actor.user_id
        and can_read_entry(actor, entry)
    )


def can_read_review(actor: Membership, review: Any) -> bool:
    """Its author; once handed in, the circle to which it is open, an employer of that practice.

    Twin of `ActivityReviewQuerySet.visible_to`.
    """
    if can_write_week(actor, review.enrolment):
        return True
    return (
        review.state != ReviewState.DRAFT
        and review.audience in audiences_of(actor)
        and can_view_enrolment(actor, review.enrolment)
        and (actor.role != Role.EMPLOYER or review.practice_id == actor.organisation_id)
    )


def can_answer_review(actor: Membership, review: Any) -> bool:
    """Say that one has read it, with words: who reads it and cares, never the learner."""
    return can_care(actor, review.enrolment) and can_read_review(actor, review)


def can_read_personal(actor: Membership, review: Any) -> bool:
    """Its author; once shared, the circle to which it is open; neither employer nor funder.

    Twin of `PersonalReviewQuerySet.visible_to`.
    """
    if can_write_week(actor, review.enrolment):
        return True
    return review.audience in audiences_of(actor) and can_view_enrolment(actor, review.enrolment)


def can_accompany_personal(actor: Membership, review: Any) -> bool:
    """Link the interview, plan, note the presentation: the learner, and who accompanies."""
    if can_write_week(actor, review.enrolment):
        return True
    return can_read_personal(actor, review) and can_hold_meeting(
        actor, review.enrolment.cohort, review.enrolment
    )
