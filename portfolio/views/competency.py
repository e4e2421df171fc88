"""The competency map and its evidence."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from portfolio.permissions import SIGNING_ROLES, can_read_texts
from portfolio.queries import competency_map, competency_sheet, logbook_path
from portfolio.views.learner import chosen, learner_context, own_enrolments
from portfolio.views.week_page import no_enrolment
from training.models import Enrolment

READERS = (Role.LEARNER, *STAFF_ROLES, Role.EMPLOYER)


def reader(request: ActingRequest) -> str:
    """Which links the page offers: those of the learner, of who signs, or none."""
    if request.actor.role == Role.LEARNER:
        return "learner"
    return "signer" if request.actor.role in SIGNING_ROLES else "other"


@acting_as(Role.LEARNER)
def own_map(request: ActingRequest) -> HttpResponse:
    enrolments = own_enrolments(request)
    enrolment = chosen(request, enrolments)
    if enrolment is None:
        return no_enrolment(request)
    path = logbook_path(enrolment, timezone.localdate())
    context = learner_context(request, enrolment, enrolments, path)
    return show_map(request, enrolment, context)


@acting_as(*READERS)
def map_of(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The map of one learner, for those who see the enrolment."""
    own = Enrolment.objects.visible_to(request.actor).for_screen()
    return show_map(request, get_object_or_404(own, pk=enrolment_id), {})


def show_map(request: ActingRequest, enrolment: Enrolment, context: dict) -> HttpResponse:
    blocks = competency_map(enrolment)
    context |= {
        "enrolment": enrolment,
        "blocks": blocks,
        "shown": sum(block.shown for block in blocks),
        "total": sum(block.total for block in blocks),
        "stitches": [unit for block in blocks for unit in block.stitches],
        "reader": reader(request),
    }
    return render(request, "portfolio/competency/map.html", context)


@acting_as(*READERS)
def evidence(request: ActingRequest, enrolment_id: int, competency_id: int) -> HttpResponse:
    """The facts that made the state of one competency."""
    own = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(own, pk=enrolment_id)
    sheet = competency_sheet(enrolment, competency_id)
    if sheet is None:
        raise Http404
    context = {
        "enrolment": enrolment,
        "sheet": sheet,
        "reader": reader(request),
        "waits": ["att"],
        "accepted": ["ok"],
        "reads_texts": can_read_texts(request.actor),
    }
    return render(request, "portfolio/competency/evidence.html", context)
