"""Who may write, sign and issue; who may read is `visible_to` of each queryset."""

from typing import Any

from people.enums import STAFF_ROLES, Role
from people.models import Membership
from portfolio.enums import ActionOwner, Audience, MeetingState, WeekState
from training.models import Enrolment
from training.permissions import can_view_enrolment

SIGNING_ROLES = (Role.TRAINER, Role.LEAD)
# Those who accompany a person, and read what was written for them alone.
SUPPORT_ROLES = (Role.COMPANION, Role.LEAD)
AUDIENCE_READERS = {
    Audience.SELF: (),
    Audience.SUPPORT: SUPPORT_ROLES,
    Audience.TRAINING: STAFF_ROLES,
    Audience.EMPLOYER: (*STAFF_ROLES, Role.EMPLOYER),
}


def can_write_week(actor: Membership, enrolment: Enrolment) -> bool:
    """Only the learner writes the livret."""
    return actor.role == Role.LEARNER and enrolment.learner_id == actor.user_id


def can_sign_week(actor: Membership, enrolment: Enrolment) -> bool:
    """A trainer or the lead of the training body that runs the cohort, never the learner.

    Twin of `LogbookWeekQuerySet.signable_by`.
    """
    return (
        actor.role in SIGNING_ROLES
        and enrolment.cohort.organisation_id == actor.organisation_id
        and enrolment.learner_id != actor.user_id
    )


def can_issue_attestation(actor: Membership, enrolment: Enrolment) -> bool:
    """Those who lead the training body that runs the cohort."""
    return actor.leads and enrolment.cohort.organisation_id == actor.organisation_id


def audiences_of(actor: Membership) -> list[Audience]:
    """Whose readers the actor is among; never those of what somebody keeps for themselves."""
    return [audience for audience, roles in AUDIENCE_READERS.items() if actor.role in roles]


def can_read_entry(actor: Membership, entry: Any) -> bool:
    """Its author; once the week is handed in, the circle to which its author opened it.

    Twin of `LogbookEntryQuerySet.visible_to`.
    """
    if can_write_week(actor, entry.week.enrolment):
        return True
    return (
        entry.week.state != WeekState.DRAFT
        and entry.audience in audiences_of(actor)
        and can_view_enrolment(actor, entry.week.enrolment)
        and (actor.role != Role.EMPLOYER or entry.practice_id == actor.organisation_id)
    )


def can_read_feelings(actor: Membership) -> bool:
    """What was felt, in the situations that the actor reads: authors and those who accompany."""
    return actor.role == Role.LEARNER or actor.role in SUPPORT_ROLES


def can_read_texts(actor: Membership) -> bool:
    """The learner and the training body read texts; an employer sees states only."""
    return actor.role == Role.LEARNER or actor.is_staff


def can_hold_meeting(actor: Membership, cohort: Any) -> bool:
    """Write, validate and diffuse the minutes of a person or a group: those who accompany."""
    return actor.role in SUPPORT_ROLES and cohort.organisation_id == actor.organisation_id


def can_read_meeting(actor: Membership, meeting: Any) -> bool:
    """Those who accompany; once diffused, the person, or whoever is in the group.

    Neither employer nor funder (docs/rules/accompaniment.md). Twin of `MeetingQuerySet.visible_to`.
    """
    if can_hold_meeting(actor, meeting.of_cohort):
        return True
    if actor.role != Role.LEARNER or meeting.state != MeetingState.DIFFUSED:
        return False
    if meeting.enrolment:
        return can_view_enrolment(actor, meeting.enrolment)
    return meeting.cohort.enrolments.filter(learner_id=actor.user_id).exists()


def can_read_follow_up(actor: Membership, follow_up: Any) -> bool:
    """Twin of `FollowUpQuerySet.visible_to`."""
    return can_read_meeting(actor, follow_up.meeting)


def has_follow_up(actor: Membership, follow_up: Any) -> bool:
    """Of an action that the actor reads: those who accompany, or it is theirs or their group's."""
    theirs = follow_up.owner in (ActionOwner.LEARNER, ActionOwner.GROUP)
    return can_hold_meeting(actor, follow_up.meeting.of_cohort) or (
        actor.role == Role.LEARNER and theirs
    )


def can_note_follow_up(actor: Membership, follow_up: Any) -> bool:
    """Say that an action is done, or take it up again."""
    return has_follow_up(actor, follow_up) and can_read_follow_up(actor, follow_up)
