from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from training.models import Enrolment
from training.permissions import HOURS_ROLES
from training.queries.enrolment_file import file_parts


@require_safe
@acting_as(*HOURS_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The file of an enrolment: each part with its state, what is missing first."""
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(visible, pk=enrolment_id)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "parts": file_parts(request.actor, enrolment, timezone.localdate()),
    }
    return render(request, "training/enrolment/file.html", context)
