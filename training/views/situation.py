from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.forms.situation import SituationForm
from training.permissions import HOURS_ROLES, can_change_situation
from training.queries.situation import situation_changes
from training.services.situation import change_situation
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of


@require_safe
@acting_as(*HOURS_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Whether somebody follows the training; why, for themselves and the training body."""
    enrolment = enrolment_of(request, enrolment_id)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "changes": situation_changes(enrolment),
        "reads_why": request.actor.role in (Role.LEARNER, *STAFF_ROLES),
        "may_change": can_change_situation(request.actor, enrolment),
    }
    return render(request, "training/situation/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def change(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Note a suspension, a return, a drop-out or another cohort."""
    enrolment = enrolment_of(request, enrolment_id)
    last = enrolment.situations.first()
    form = SituationForm(
        request.POST or None, enrolment=enrolment, initial={"seen": last.number if last else 0}
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(request, change_situation, form, enrolment=enrolment, **form.cleaned_data)
        if made:
            messages.success(request, f"Noté : {made.get_act_display()}.")
            return redirect("training:situation", enrolment.pk)
    context = {"enrolment": enrolment, "form": form}
    return render(request, "training/situation/change.html", context)
