"""Who meets on the wall of a cohort and in groups of users."""

from typing import Any

from people.enums import Role
from people.models import Membership
from portfolio.enums import SharingAct
from portfolio.permissions.livret import CARE_ROLES, can_read_entry, can_write_week
from training.enums import Situation
from training.models import Enrolment

# Those who read the wall of a cohort: its learners, and those who train and accompany them.
WALL_ROLES = (Role.LEARNER, *CARE_ROLES)
# Those who run groups of users, and those who take part as well.
RUNNING_ROLES = CARE_ROLES
GROUP_ROLES = (Role.LEARNER, Role.EMPLOYER, *RUNNING_ROLES)


def can_read_wall(actor: Membership, cohort: Any) -> bool:
    """Whoever learns in the cohort and has not left, or accompanies at the body that runs it."""
    if actor.role == Role.LEARNER:
        own = cohort.enrolments.filter(learner_id=actor.user_id)
        return own.exclude(situation=Situation.LEFT).exists()
    return actor.role in CARE_ROLES and actor.organisation_id == cohort.organisation_id


def can_read_copy(actor: Membership, copy: Any) -> bool:
    """What stands on a wall that the actor reads. Twin of `WallCopyQuerySet.visible_to`."""
    newest = copy.entry.sharing_facts.last()
    return newest.pk == copy.consent_id and can_read_wall(actor, copy.cohort)


def can_read_sharing(actor: Membership, fact: Any) -> bool:
    """Its author, and those who train or accompany and read the situation.

    Twin of `SharingFactQuerySet.visible_to`.
    """
    entry = fact.entry
    return can_write_week(actor, entry.week.enrolment) or (
        actor.role in CARE_ROLES and can_read_entry(actor, entry)
    )


def can_note_sharing(actor: Membership, entry: Any, act: str) -> bool:
    """Who reads a situation may ask for it; its author alone answers, shares and takes back."""
    enrolment = entry.week.enrolment
    if act == SharingAct.ASKED:
        other = actor.role in CARE_ROLES and enrolment.learner_id != actor.user_id
        return other and can_read_entry(actor, entry)
    return act != SharingAct.REMOVED and can_write_week(actor, enrolment)


def can_remove_copy(actor: Membership, copy: Any) -> bool:
    """A lead of the body that runs the cohort takes a copy from its wall."""
    return actor.role == Role.LEAD and can_read_wall(actor, copy.cohort)


def can_read_group(actor: Membership, group: Any) -> bool:
    """Who runs groups at its body; learners and employers who have to do with that body.

    Neither funder nor juror. Twin of `UserGroupQuerySet.visible_to`.
    """
    if actor.role in RUNNING_ROLES:
        return actor.organisation_id == group.organisation_id
    if actor.role not in GROUP_ROLES:
        return False
    theirs = Enrolment.objects.visible_to(actor).exclude(situation=Situation.LEFT)
    return theirs.filter(cohort__organisation_id=group.organisation_id).exists()


def can_run_group(actor: Membership, group: Any) -> bool:
    """Set its rhythm, note its meetings and what becomes of its needs."""
    return actor.role in RUNNING_ROLES and can_read_group(actor, group)


def can_read_inside(actor: Membership, group: Any) -> bool:
    """Its themes, needs and members: who runs it, and who is in it now.

    Twin of `UserGroupQuerySet.inside`.
    """
    if not can_read_group(actor, group):
        return False
    newest = group.member_facts.filter(member=actor).last()
    return actor.role in RUNNING_ROLES or bool(newest and newest.joined)


def can_name_group_referent(actor: Membership, group: Any) -> bool:
    """An employer, for their own practice."""
    return actor.role == Role.EMPLOYER and can_read_group(actor, group)
