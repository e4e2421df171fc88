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
# Those who see whose livret waits, and offer help.
CARE_ROLES = (Role.TRAINER, Role.COMPANION, Role.LEAD)
# Those who send a link to somebody of the practice.
LINK_ROLES = (Role.LEARNER, Role.TRAINER, Role.COMPANION, Role.LEAD)
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


def can_reopen_week(actor: Membership, enrolment: Enrolment) -> bool:
    """Those who lead the training body that runs the cohort, never the learner themselves."""
    return (
        actor.leads
        and enrolment.cohort.organisation_id == actor.organisation_id
        and enrolment.learner_id != actor.user_id
    )


def can_view_opening(actor: Membership, opening: Any) -> bool:
    """The learner and the training body."""
    return (actor.role == Role.LEARNER or actor.is_staff) and can_view_enrolment(
        actor, opening.enrolment
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
        and (actor.role != Role.EMPLOYER or _reads_as_practice(actor, entry))
    )


def _reads_as_practice(actor: Membership, entry: Any) -> bool:
    """Of their own practice, and not while the week that was sent back is written again."""
    state = WeekState(entry.week.state)
    return entry.practice_id == actor.organisation_id and state != WeekState.RETURNED


def can_read_attachment(actor: Membership, attachment: Any) -> bool:
    """Who reads the situation, once its author confirmed the piece; its author in any state.

    Twin of `EntryAttachmentQuerySet.visible_to`.
    """
    return can_read_entry(actor, attachment.entry) and (
        actor.role == Role.LEARNER or attachment.cleared_at is not None
    )


def can_read_amendment(actor: Membership, amendment: Any) -> bool:
    """A correction of hours, with the week; of a situation, with the situation.

    Twin of `WeekAmendmentQuerySet.visible_to`; only a signed week has corrections.
    """
    if amendment.entry:
        return can_read_entry(actor, amendment.entry)
    enrolment = amendment.week.enrolment
    return can_write_week(actor, enrolment) or (
        actor.is_staff and can_view_enrolment(actor, enrolment)
    )


def can_answer_amendment(actor: Membership, amendment: Any) -> bool:
    """Who signs, if they read what is corrected; twin of `answerable_by`."""
    return can_sign_week(actor, amendment.week.enrolment) and can_read_amendment(actor, amendment)


def can_read_feelings(actor: Membership) -> bool:
    """What was felt, in the situations that the actor reads: authors and those who accompany."""
    return actor.role == Role.LEARNER or actor.role in SUPPORT_ROLES


def can_read_texts(actor: Membership) -> bool:
    """The learner and the training body read texts; an employer sees states only."""
    return actor.role == Role.LEARNER or actor.is_staff


def can_care(actor: Membership, enrolment: Enrolment) -> bool:
    """Those who accompany at the training body that runs the cohort, never the learner."""
    return (
        actor.role in CARE_ROLES
        and enrolment.cohort.organisation_id == actor.organisation_id
        and enrolment.learner_id != actor.user_id
    )


def can_view_care(actor: Membership, fact: Any) -> bool:
    """Twin of `CareFactQuerySet.visible_to`."""
    return (actor.role == Role.LEARNER or actor.role in CARE_ROLES) and can_view_enrolment(
        actor, fact.enrolment
    )


def can_view_answer(actor: Membership, answer: Any) -> bool:
    """What a practice answered: the learner, the training body, and that practice.

    Twin of `PracticeAnswerQuerySet.visible_to`.
    """
    if not can_view_enrolment(actor, answer.week.enrolment):
        return False
    if actor.role == Role.EMPLOYER:
        return answer.practice_id == actor.organisation_id
    return can_read_texts(actor)


def can_answer_for_practice(actor: Membership, enrolment: Enrolment) -> bool:
    """An employer of a practice that employs the learner today; nobody answers for themselves."""
    return (
        actor.role == Role.EMPLOYER
        and enrolment.learner_id != actor.user_id
        and can_view_enrolment(actor, enrolment)
    )


def can_send_link(actor: Membership, enrolment: Enrolment) -> bool:
    """The learner, and those of the training body who accompany or sign."""
    return actor.role in LINK_ROLES and can_view_enrolment(actor, enrolment)


def can_view_link(actor: Membership, link: Any) -> bool:
    """Whoever may send one. Twin of `PracticeLinkQuerySet.visible_to`."""
    return can_send_link(actor, link.week.enrolment)


def can_view_substitute(actor: Membership, substitute: Any) -> bool:
    """Employers of the practice. Twin of `PracticeSubstituteQuerySet.visible_to`."""
    return actor.role == Role.EMPLOYER and actor.organisation_id == substitute.practice_id


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
