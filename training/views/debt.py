from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from people.permissions import ActingRequest, acting_as
from training.forms.attendance import MakeUpForm
from training.models import Enrolment, MakeUp
from training.permissions import SESSION_ROLES
from training.queries.debt import debt_lines, sessions_to_name
from training.rules.debt import owed_minutes
from training.services import name_make_up, withdraw_make_up
from training.views.attempt import attempt


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def make_ups(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Hours that a person owes, and the sessions named to make up for them."""
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(visible, pk=enrolment_id)
    lines = debt_lines(enrolment)
    sessions = sessions_to_name(enrolment, lines)
    form = MakeUpForm(request.POST or None, lines=lines, sessions=sessions, enrolment=enrolment)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, name_make_up, form, enrolment=enrolment, **form.cleaned_data)
        if made:
            messages.success(request, f"Rattrapage désigné : « {made.session.title} ».")
            return redirect("training:make_ups", enrolment.pk)
    context = {
        "enrolment": enrolment,
        "lines": lines,
        "owed": owed_minutes(line.debt for line in lines),
        "sessions": sessions,
        "form": form,
    }
    return render(request, "training/debt/make_ups.html", context)


@require_POST
@acting_as(*SESSION_ROLES)
def withdraw(request: ActingRequest, make_up_id: int) -> HttpResponse:
    """Take a naming back."""
    enrolments = Enrolment.objects.visible_to(request.actor)
    found = MakeUp.objects.filter(enrolment__in=enrolments).select_related("enrolment__cohort")
    make_up = get_object_or_404(found, pk=make_up_id)
    if attempt(request, withdraw_make_up, make_up=make_up):
        messages.success(request, "Rattrapage retiré : les heures restent dues.")
    return redirect("training:make_ups", make_up.enrolment_id)
