from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from people.permissions import ActingRequest, acting_as
from training.forms.entry import CheckForm
from training.models import Enrolment
from training.permissions import GATE_ROLES
from training.queries.entry import check_lines, checks_noted
from training.services.entry import note_check
from training.views.attempt import attempt


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*GATE_ROLES)
def check(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Note what was seen of office skills or of medical terminology, beside earlier notes."""
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(visible, pk=enrolment_id)
    seen = checks_noted(enrolment)
    form = CheckForm(request.POST or None, seen=seen)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, note_check, form, enrolment=enrolment, **form.cleaned_data)
        if made:
            messages.success(request, f"Noté : {made.get_skill_display()}.")
            return redirect("training:positioning", enrolment.pk)
        form.renew(seen)
    context = {"enrolment": enrolment, "form": form, "checks": check_lines(enrolment)}
    status = 422 if form.errors else 200
    return render(request, "training/entry/check.html", context, status=status)
