"""Who may do what with what must be learnt."""

from people.models import Membership


def can_describe_offer(actor: Membership) -> bool:
    """Those who lead a training body say what it offers."""
    return actor.leads


def can_manage_questions(actor: Membership) -> bool:
    """Leads and administrators of a training body."""
    return actor.leads


def can_see_unwritten(actor: Membership) -> bool:
    """What is not written yet concerns those who lead; a learner sees what there is."""
    return actor.leads
