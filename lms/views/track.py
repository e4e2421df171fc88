"""The learner's track and one of its modules."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from curricula.models import Module
from lms.queries.learner import own_enrolment
from lms.queries.module import learner_module, staff_module, taught_modules
from lms.queries.track import resume_step, track_sentence, track_sheets
from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.queries import enrolment_for
from training.queries.moving import last_move


@acting_as(Role.LEARNER)
def track(request: ActingRequest) -> HttpResponse:
    enrolment = own_enrolment(request.actor, timezone.now())
    if enrolment is None:
        return render(request, "lms/home/not_enrolled.html")
    sheets = track_sheets(enrolment)
    context = {
        "enrolment": enrolment,
        "move": last_move(enrolment),
        "sheets": sheets,
        "heading": track_sentence(sheets),
        "resume": resume_step(sheets),
    }
    return render(request, "lms/track/track.html", context)


@acting_as(Role.LEARNER, *STAFF_ROLES)
def module(request: ActingRequest, module_id: int) -> HttpResponse:
    """A learner's own module, or the module as the staff of the training body may read it."""
    if request.actor.is_staff:
        found = get_object_or_404(taught_modules(request.actor), pk=module_id)
        return render(request, "lms/track/module_staff.html", {"page": staff_module(found)})
    found = get_object_or_404(Module, pk=module_id)
    enrolment = enrolment_for(request.actor, found.track_version_id)
    if enrolment is None:
        raise Http404
    page = learner_module(enrolment, found, timezone.localdate())
    return render(request, "lms/track/module.html", {"page": page})
