"""The contract of an enrolment, the practices that share its post, the referents of each side."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import LEADING_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.forms.contract import ContractForm, EndShareForm, ReferentForm, SharedPostForm
from training.models import Enrolment
from training.permissions import RIGHTS_ROLES, can_write_contract
from training.queries.contract import (
    Side,
    contract_of,
    possible_referents,
    practices_to_share,
)
from training.services.contract import end_share, name_referent, share_post, write_contract
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@acting_as(*RIGHTS_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Dates, practices and referents, in three sections."""
    enrolment = enrolment_of(request, enrolment_id, "cohort__organisation")
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "contract": contract_of(enrolment, timezone.localdate()),
        "writes": can_write_contract(request.actor, enrolment),
    }
    return render(request, "training/contract/overview.html", context)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def dates(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Note the contract, or correct it in a further version."""
    enrolment = enrolment_of(request, enrolment_id, "cohort__organisation")
    form = ContractForm(request.POST or None, newest=enrolment.contracts.first())
    if request.method == "POST" and form.is_valid():
        sent = {"reason": "", **form.cleaned_data}
        if made := attempt(request, write_contract, form, enrolment=enrolment, **sent):
            messages.success(request, f"Contrat noté, version {made.number}.")
            return redirect("training:contract", enrolment.pk)
    context = {"enrolment": enrolment, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/contract/dates.html", context, status=status)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def share(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Note a further practice."""
    enrolment = enrolment_of(request, enrolment_id, "cohort__organisation")
    shown = {"seen": contract_of(enrolment, timezone.localdate()).last_number}
    practices = practices_to_share(request.actor, enrolment)
    form = SharedPostForm(request.POST or None, practices=practices, initial=shown)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, share_post, form, enrolment=enrolment, **form.cleaned_data)
        if made:
            messages.success(request, f"Noté : {made.practice} partage le poste.")
            return redirect("training:contract", enrolment.pk)
    context = {"enrolment": enrolment, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/contract/share.html", context, status=status)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def share_end(request: ActingRequest, enrolment_id: int, post_id: int) -> HttpResponse:
    """Note when a practice no longer shares the post."""
    enrolment = enrolment_of(request, enrolment_id, "cohort__organisation")
    post = get_object_or_404(enrolment.shared_posts.select_related("practice"), pk=post_id)
    form = EndShareForm(request.POST or None, post=post)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, end_share, form, post=post, **form.cleaned_data)
        if made:
            messages.success(request, f"Fin notée : {post.practice}.")
            return redirect("training:contract", enrolment.pk)
    context = {"enrolment": enrolment, "form": form, "post": post}
    status = 422 if form.errors else 200
    return render(request, "training/contract/end.html", context, status=status)


def _side(enrolment: Enrolment, organisation_id: int) -> Side:
    """One of the sides of the page; 404 for any other organisation."""
    for side in contract_of(enrolment, timezone.localdate()).sides:
        if side.organisation.pk == organisation_id:
            return side
    raise Http404


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def referent(request: ActingRequest, enrolment_id: int, organisation_id: int) -> HttpResponse:
    """Name who answers for the person in the training body or in a practice."""
    enrolment = enrolment_of(request, enrolment_id, "cohort__organisation")
    side = _side(enrolment, organisation_id)
    form = ReferentForm(
        request.POST or None, newest=side.referent,
        members=possible_referents(enrolment, side.organisation, timezone.localdate()),
        accounts_only=organisation_id == enrolment.cohort.organisation_id,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        sent = {"name": "", "phone": "", "email": "", **form.cleaned_data}
        sent |= {"enrolment": enrolment, "organisation": side.organisation}
        if made := attempt(request, name_referent, form, **sent):
            messages.success(request, f"Référent nommé : {made}.")
            return redirect("training:contract", enrolment.pk)
    context = {"enrolment": enrolment, "form": form, "side": side}
    status = 422 if form.errors else 200
    return render(request, "training/contract/referent.html", context, status=status)
