"""Who may do what with what must be learnt."""

from typing import TYPE_CHECKING

from curricula.enums import VersionState
from people.enums import LEADING_ROLES, Role
from people.models import Membership

if TYPE_CHECKING:
    from curricula.models import MissionCondition, Qualification, ReferenceImport


def can_edit_references(actor: Membership) -> bool:
    """References belong to the whole site: whoever leads a training body prepares and publishes."""
    return actor.leads


def can_view_reference(actor: Membership, qualification: "Qualification") -> bool:
    """A draft is for those who edit; what was once published is no secret."""
    return can_edit_references(actor) or qualification.state != VersionState.DRAFT


def can_write_conditions(actor: Membership) -> bool:
    """Conditions on missions belong to the whole site, as the references do."""
    return actor.leads


def can_view_condition(actor: Membership, condition: "MissionCondition") -> bool:
    """What stands is for anybody; what was taken back is for those who write conditions."""
    return can_write_conditions(actor) or condition.withdrawn_at is None


def can_edit_tracks(actor: Membership) -> bool:
    """Tracks belong to the whole site, as the references they follow."""
    return actor.leads


def can_commit_import(actor: Membership, waiting: "ReferenceImport") -> bool:
    """A file is confirmed by the person who handed it in, with the same membership."""
    return can_edit_references(actor) and waiting.actor_id == actor.pk


def can_describe_offer(actor: Membership) -> bool:
    """Those who lead a training body say what it offers."""
    return actor.leads


def can_manage_questions(actor: Membership) -> bool:
    """Leads and administrators of a training body."""
    return actor.leads


def can_edit_lessons(actor: Membership) -> bool:
    """Those who lead write lessons, review and publish them (the group « Rédaction »)."""
    return actor.leads


# Who writes lessons or teaches with them.
PREVIEW_ROLES = (*LEADING_ROLES, Role.TRAINER)


def can_preview_lessons(actor: Membership) -> bool:
    """They see the newest draft, with its files."""
    return actor.role in PREVIEW_ROLES
