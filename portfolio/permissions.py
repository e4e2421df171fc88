"""Who may write, sign and issue; who may read is `visible_to` of each queryset."""

from people.enums import Role
from people.models import Membership
from training.models import Enrolment

SIGNING_ROLES = (Role.TRAINER, Role.LEAD)


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


def can_read_texts(actor: Membership) -> bool:
    """The learner and the training body read texts; an employer sees states only."""
    return actor.role == Role.LEARNER or actor.is_staff
