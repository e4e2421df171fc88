"""Who may change what must be learnt."""

from people.enums import LEADING_ROLES
from people.models import Membership


def can_manage_questions(actor: Membership) -> bool:
    """Leads and administrators of a training body."""
    return actor.role in LEADING_ROLES
