from people.enums import LEADING_ROLES
from people.models import Membership


def can_see_unwritten(actor: Membership) -> bool:
    """What is not written yet concerns those who lead; a learner sees what there is."""
    return actor.role in LEADING_ROLES
