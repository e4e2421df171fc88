"""From a module to the enrolment of the learner who opens it."""

from curricula.models import Module
from people.models import Membership
from training.models import Enrolment


def own_enrolment(actor: Membership, module: Module) -> Enrolment | None:
    """The newest enrolment of the actor in the track that holds the module."""
    return (
        Enrolment.objects.visible_to(actor)
        .filter(track_version=module.track_version_id)
        .select_related("cohort", "learner")
        .order_by("-pk")
        .first()
    )
