"""Who of a cohort, and of its practices, has not answered an invitation yet."""

from django.db.models import Q, QuerySet

from people.enums import Role
from people.models import Membership
from records.models import Invitation
from records.queries.invitations import open_invitations
from training.models import Cohort, SharedPost


def unanswered_of(actor: Membership, cohort: Cohort) -> QuerySet[Invitation]:
    """Learners whose account waits for its password, and employers of their practices."""
    enrolments = cohort.enrolments.all()
    mine = Q(account__in=enrolments.values("learner"))
    sharing = SharedPost.objects.filter(enrolment__in=enrolments).values("practice")
    places = Q(organisation__in=enrolments.values("practice")) | Q(organisation__in=sharing)
    theirs = Q(role=Role.EMPLOYER) & places
    return open_invitations(actor).filter(mine | theirs).order_by("expires_at", "pk")
