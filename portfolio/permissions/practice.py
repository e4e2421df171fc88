"""Who answers for a practice, and who asks it."""

from typing import Any

from people.enums import Role
from people.models import Membership
from portfolio.permissions.livret import audiences_of, can_read_texts
from training.models import Enrolment
from training.permissions import can_view_enrolment

# Those who send a link to somebody of the practice.
LINK_ROLES = (Role.LEARNER, Role.TRAINER, Role.COMPANION, Role.LEAD)


def can_view_answer(actor: Membership, answer: Any) -> bool:
    """What a practice answered: the learner, the training body, and that practice.

    Staff read the answer to a situation as long as its author opens that to them.
    Twin of `PracticeAnswerQuerySet.visible_to`.
    """
    if not can_view_enrolment(actor, answer.week.enrolment):
        return False
    if actor.role == Role.EMPLOYER:
        return answer.practice_id == actor.organisation_id
    if actor.is_staff and answer.entry:
        return answer.entry.audience in audiences_of(actor)
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
