"""The commitments of each side: written by the body, accepted by each from their own account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import LEADING_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.forms.commitments import CommitmentsForm
from training.models import Commitments
from training.permissions import RIGHTS_ROLES, SIGNING_SIDES
from training.queries.commitments import commitments_of, newest_commitments
from training.queries.induction import own_induction
from training.services.commitments import SIDES, accept_commitments, write_commitments
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of


@require_safe
@acting_as(*RIGHTS_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The induction day of the person, the commitments, and who accepted them."""
    enrolment = enrolment_of(request, enrolment_id)
    found = commitments_of(enrolment)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "accepted": found,
        "may_accept": found.waits_for(request.actor, enrolment),
        "induction": own_induction(enrolment),
        "sees_note": request.actor.role != Role.EMPLOYER,
    }
    return render(request, "training/commitments/overview.html", context)


@require_POST
@acting_as(*SIGNING_SIDES)
def accept(request: ActingRequest, enrolment_id: int, number: int) -> HttpResponse:
    """Accept the version that the page showed, for one's own side."""
    enrolment = enrolment_of(request, enrolment_id)
    versions = Commitments.objects.filter(organisation=enrolment.cohort.organisation_id)
    commitments = get_object_or_404(versions, number=number)
    made = attempt(request, accept_commitments, enrolment=enrolment, commitments=commitments)
    if made:
        whom = made.practice.name if made.practice else made.get_side_display()
        messages.success(request, f"Engagements acceptés pour {whom}.")
    return redirect("training:commitments", enrolment.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def write(request: ActingRequest) -> HttpResponse:
    """Write a further version for one's training body."""
    newest = newest_commitments(request.actor.organisation_id)
    shown: dict[str, object] = {"seen": newest.number if newest else 0}
    if newest:
        shown |= {side: getattr(newest, side) for side in SIDES}
    form = CommitmentsForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, write_commitments, form, **form.cleaned_data)
        if made:
            messages.success(request, f"Version {made.number} des engagements enregistrée.")
            return redirect("training:commitments_write")
    status = 422 if form.errors else 200
    context = {"form": form, "newest": newest}
    return render(request, "training/commitments/write.html", context, status=status)
