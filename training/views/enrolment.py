"""The enrolment that an address names."""

from django.shortcuts import get_object_or_404

from people.permissions import ActingRequest
from training.models import Enrolment


def enrolment_of(request: ActingRequest, enrolment_id: int, *related: str) -> Enrolment:
    """Loaded for the screen, with what else is named; 404 to whom it does not concern."""
    found = Enrolment.objects.visible_to(request.actor).for_screen()
    return get_object_or_404(found.select_related(*related) if related else found, pk=enrolment_id)
