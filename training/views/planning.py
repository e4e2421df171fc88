"""Phases of a cohort, and all its sessions proposed in one go."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from training.forms.calendar import PhaseForm, PlanForm
from training.models import Cohort, CohortPhase, Room
from training.queries.calendar import planned_mark
from training.queries.planning import CohortPlan, cohort_plan, trainers_of
from training.services import add_phase, plan_cohort, remove_phase, unplan_cohort
from training.views.calendar import visible_cohort

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def phases(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """The phases of a cohort with their rhythm; a further one is added."""
    cohort = visible_cohort(request, cohort_id)
    form = PhaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(request, cohort, form):
        return redirect("training:phases", cohort.pk)
    found = CohortPhase.objects.visible_to(request.actor).filter(cohort=cohort)
    context = {"cohort": cohort, "phases": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/calendar/phases.html", context, status=status)


def _add(request: ActingRequest, cohort: Cohort, form: PhaseForm) -> bool:
    try:
        made = add_phase(
            actor=request.actor, cohort=cohort, now=timezone.now(), **form.cleaned_data
        )
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, f"Phase enregistrée : {made}.")
    return True


@require_POST
@acting_as(*LEADING_ROLES)
def remove(request: ActingRequest, cohort_id: int, phase_id: int) -> HttpResponse:
    """Take a phase out; one that is gone already leads to the same page."""
    cohort = visible_cohort(request, cohort_id)
    visible = CohortPhase.objects.visible_to(request.actor).select_related("cohort")
    if phase := visible.filter(cohort=cohort, pk=phase_id).first():
        remove_phase(actor=request.actor, phase=phase, now=timezone.now())
    messages.success(request, "Phase retirée. Les séances déjà prévues restent.")
    return redirect("training:phases", cohort.pk)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def plan(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """What the planner proposes, then the confirmation of what was seen."""
    cohort = visible_cohort(request, cohort_id)
    form = _form(request)
    form.is_valid()
    plan = _plan(request, cohort, form)
    if request.method == "POST" and not form.errors and _confirm(request, cohort, form):
        return redirect("training:calendar", cohort.pk)
    context = {
        "cohort": cohort, "form": form, "plan": plan,
        "planned": planned_mark(cohort, timezone.now()),
    }  # fmt: skip
    status = 422 if form.errors and request.method == "POST" else 200
    return render(request, "training/calendar/plan.html", context, status=status)


def _form(request: ActingRequest) -> PlanForm:
    """Choices stand in the address, so that looking changes nothing."""
    return PlanForm(
        request.POST if request.method == "POST" else request.GET,
        trainers=trainers_of(request.actor, timezone.localdate()),
        rooms=Room.objects.visible_to(request.actor),
    )


def _plan(request: ActingRequest, cohort: Cohort, form: PlanForm) -> CohortPlan:
    trainers = list(form.cleaned_data.get("trainers", ()))
    rooms = list(form.cleaned_data.get("rooms", ()))
    return cohort_plan(request.actor, cohort, trainers, rooms, timezone.now())


def _confirm(request: ActingRequest, cohort: Cohort, form: PlanForm) -> bool:
    data = form.cleaned_data
    try:
        count = plan_cohort(
            actor=request.actor, cohort=cohort, trainers=list(data["trainers"]),
            rooms=list(data["rooms"]), seen=data["seen"], now=timezone.now(),
        )  # fmt: skip
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return False
    text = f"{count} séances en projet. Relisez-les, puis annoncez-les : personne n’est prévenu."
    messages.success(request, text)
    return True


@require_POST
@acting_as(*LEADING_ROLES)
def unplan(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Take out what is planned and not announced, to plan anew."""
    cohort = visible_cohort(request, cohort_id)
    seen = request.POST.get("seen", "")
    try:
        count = unplan_cohort(actor=request.actor, cohort=cohort, seen=seen, now=timezone.now())
    except ServiceError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, f"{count} séances retirées du projet.")
    return redirect("training:planning", cohort.pk)
