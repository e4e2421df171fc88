"""Phases of a cohort, and all its sessions proposed in one go."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from training.forms.calendar import NewSessionForm, PhaseForm, PlanForm
from training.models import Cohort, CohortPhase, Room
from training.queries.calendar import planned_mark
from training.queries.plan_export import plan_table
from training.queries.planning import CohortPlan, cohort_plan, trainers_of
from training.services import add_phase, plan_cohort, remove_phase, unplan_cohort
from training.services.planning import plan_session
from training.views.attempt import attempt
from training.views.calendar import visible_cohort
from training.views.table_file import streamed

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
    made = attempt(request, add_phase, form, cohort=cohort, **form.cleaned_data)
    if made:
        messages.success(request, f"Phase enregistrée : {made}.")
    return bool(made)


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


@require_safe
@acting_as(*LEADING_ROLES)
def export(request: ActingRequest, cohort_id: int, kind: str) -> StreamingHttpResponse:
    """What each module asks, for the trainers and rooms of the address, as a file."""
    cohort = visible_cohort(request, cohort_id)
    form = _form(request)
    form.is_valid()
    return streamed(plan_table(_plan(request, cohort, form)), kind, cohort.title)


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
    count = attempt(
        request, plan_cohort, form, cohort=cohort, trainers=list(data["trainers"]),
        rooms=list(data["rooms"]), seen=data["seen"],
    )  # fmt: skip
    if count is None:
        return False
    text = f"{count} séances en projet. Relisez-les, puis annoncez-les : personne n’est prévenu."
    messages.success(request, text)
    return True


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def add(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Plan one session by hand."""
    cohort = visible_cohort(request, cohort_id)
    form = NewSessionForm(
        request.POST or None,
        cohort=cohort,
        trainers=trainers_of(request.actor, timezone.localdate()),
        rooms=Room.objects.visible_to(request.actor),
    )
    if request.method == "POST" and form.is_valid() and _plan_one(request, cohort, form):
        return redirect("training:calendar", cohort.pk)
    context = {"cohort": cohort, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/calendar/new_session.html", context, status=status)


def _plan_one(request: ActingRequest, cohort: Cohort, form: NewSessionForm) -> bool:
    typed = ("day", "start", "end")
    data = {name: value for name, value in form.cleaned_data.items() if name not in typed}
    data["form_key"] = str(data["form_key"])
    made = attempt(request, plan_session, form, cohort=cohort, **data)
    if made:
        messages.success(request, f"Séance en projet : « {made.title} ». Personne n’est prévenu.")
    return bool(made)


@require_POST
@acting_as(*LEADING_ROLES)
def unplan(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Take out what is planned and not announced, to plan anew."""
    cohort = visible_cohort(request, cohort_id)
    count = attempt(request, unplan_cohort, cohort=cohort, seen=request.POST.get("seen", ""))
    if count is not None:
        messages.success(request, f"{count} séances retirées du projet.")
    return redirect("training:planning", cohort.pk)
