"""Convocations: sent by those who lead, read and printed by each."""

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.forms.convocation import ConvokeForm, SessionsForm
from training.models import Cohort, Enrolment
from training.permissions import CONVOCATION_ROLES, can_convoke
from training.queries.convocation import (
    ConvocationPlan,
    coming_sessions,
    convocation_plan,
    own_convocations,
    sendings,
)
from training.services.convocation import convoke
from training.views.attempt import attempt
from training.views.calendar import visible_cohort

PAGE = 10
NOT_TO_COME = "Ces séances ne sont plus annoncées et à venir : choisissez-en d’autres."


@require_safe
@acting_as(*STAFF_ROLES)
def cohort_convocations(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Who of a cohort was convoked to what, and when."""
    cohort = visible_cohort(request, cohort_id)
    context = {
        "cohort": cohort,
        "page": Paginator(sendings(cohort), PAGE).get_page(request.GET.get("page")),
        "convokes": can_convoke(request.actor, cohort),
    }
    return render(request, "training/convocation/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def send(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Choose sessions, see who would be convoked, confirm."""
    cohort, now = visible_cohort(request, cohort_id), timezone.now()
    sessions = list(coming_sessions(cohort, now))
    choice = SessionsForm(request.POST or request.GET or None, sessions=sessions)
    plan = form = None
    if choice.is_valid():
        plan = convocation_plan(cohort, choice.cleaned_data["sessions"], now)
        if not plan.lines:
            choice.add_error("sessions", NOT_TO_COME)
        form = ConvokeForm(request.POST or None, plan=plan)
        if request.method == "POST" and _sent(request, cohort, choice, plan, form):
            return redirect("training:cohort_convocations", cohort.pk)
    context = {
        "cohort": cohort, "sessions": sessions, "choice": choice, "plan": plan, "form": form,
    }  # fmt: skip
    status = 422 if request.method == "POST" or choice.errors else 200
    return render(request, "training/convocation/send.html", context, status=status)


def _sent(
    request: ActingRequest,
    cohort: Cohort,
    choice: SessionsForm,
    plan: ConvocationPlan,
    form: ConvokeForm,
) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data | choice.cleaned_data
    data["form_key"] = str(data["form_key"])
    if made := attempt(request, convoke, form, cohort=cohort, **data):
        count = made.convocations.values("enrolment").distinct().count()
        text = f"Convocation envoyée à {count} personne{'s' if count > 1 else ''}."
        messages.success(request, text)
        return True
    if form.stale:
        form.renew(seen=plan.mark, form_key=uuid4())
    return False


@require_safe
@acting_as(*CONVOCATION_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The convocations of a person, as they were sent, to be read or printed."""
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(visible.select_related("cohort__organisation"), pk=enrolment_id)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "convocations": own_convocations(enrolment, timezone.now()),
    }
    return render(request, "training/convocation/overview.html", context)
