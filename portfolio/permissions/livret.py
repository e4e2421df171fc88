"""Who writes, signs, corrects and reads the livret."""

from typing import Any

from people.enums import STAFF_ROLES, Role
from people.models import Membership
from portfolio.enums import Audience, WeekState
from training.models import Enrolment
from training.permissions import can_view_enrolment

SIGNING_ROLES = (Role.TRAINER, Role.LEAD)
# Those who accompany a person, and read what was written for them alone.
SUPPORT_ROLES = (Role.COMPANION, Role.LEAD)
# Those who see whose livret waits, and offer help.
CARE_ROLES = (Role.TRAINER, Role.COMPANION, Role.LEAD)
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


def can_read_sheet(actor: Membership, sheet: Any) -> bool:
    """Its author in any state; the training body once the week is handed in and it is confirmed.

    Not the employer (docs/rules/livret.md, « On paper »). Twin of `WeekSheetQuerySet.visible_to`.
    """
    if can_write_week(actor, sheet.week.enrolment):
        return True
    return (
        actor.is_staff
        and sheet.week.state != WeekState.DRAFT
        and sheet.cleared_at is not None
        and can_view_enrolment(actor, sheet.week.enrolment)
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


def can_redact(actor: Membership, enrolment: Enrolment) -> bool:
    """Take the name of a patient out of what a correction keeps: its author, and who leads."""
    return can_write_week(actor, enrolment) or can_reopen_week(actor, enrolment)


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


def can_comment(actor: Membership, entry: Any) -> bool:
    """Who may sign, and who accompanies, if they read the situation; never the learner."""
    return (
        actor.role in (*SIGNING_ROLES, *SUPPORT_ROLES)
        and entry.week.enrolment.learner_id != actor.user_id
        and can_read_entry(actor, entry)
    )


def can_read_comment(actor: Membership, comment: Any) -> bool:
    """Author and training body, as far as they read what is commented; never an employer.

    Twin of `SentenceCommentQuerySet.visible_to`.
    """
    if actor.role != Role.LEARNER and not actor.is_staff:
        return False
    felt = comment.field == "feeling"
    return can_read_entry(actor, comment.entry) and (not felt or can_read_feelings(actor))


def can_use_template(actor: Membership, template: Any) -> bool:
    """Its author. Twin of `EntryTemplateQuerySet.visible_to`."""
    return can_write_week(actor, template.enrolment)
