"""Who may answer, write, look and grade. Each has its twin among the querysets of `models`."""

from assessments.enums import SubmissionState
from people.enums import Role
from people.models import Membership
from training.models import Enrolment

GRADING_ROLES = (Role.TRAINER, Role.LEAD)


def _is_own(actor: Membership, enrolment: Enrolment) -> bool:
    return actor.role == Role.LEARNER and enrolment.learner_id == actor.user_id


def _is_of_the_body(actor: Membership, enrolment: Enrolment) -> bool:
    return actor.is_staff and enrolment.cohort.organisation_id == actor.organisation_id


def can_answer_quiz(actor: Membership, enrolment: Enrolment) -> bool:
    """The learner, for the own enrolment."""
    return _is_own(actor, enrolment)


def can_write_synthesis(actor: Membership, enrolment: Enrolment) -> bool:
    """The learner, for the own enrolment."""
    return _is_own(actor, enrolment)


def can_view_attempt(actor: Membership, enrolment: Enrolment) -> bool:
    """The learner and the staff of the training body; twin of `QuizAttempt.visible_to`."""
    return _is_own(actor, enrolment) or _is_of_the_body(actor, enrolment)


def can_view_submission(actor: Membership, enrolment: Enrolment, state: str) -> bool:
    """The author; the staff once it is handed in; twin of `Submission.visible_to`."""
    handed_in = state != SubmissionState.DRAFT
    return _is_own(actor, enrolment) or (handed_in and _is_of_the_body(actor, enrolment))


def can_grade(actor: Membership, enrolment: Enrolment, state: str) -> bool:
    """Trainers and leads of the training body, never their own writing; twin of `gradable_by`."""
    may = actor.role in GRADING_ROLES and enrolment.learner_id != actor.user_id
    return may and can_view_submission(actor, enrolment, state)
