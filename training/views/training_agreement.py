"""The training agreement: what it would say, its terms, and its delivery."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import StaleForm
from training.forms.training_agreement import AgreementIssueForm, TermsForm
from training.queries.training_agreement import (
    agreement_draft,
    agreement_in_force,
    newest_terms,
)
from training.services.training_agreement import issue_training_agreement, write_terms
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
@never_cache
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """What the agreement would say and what it lacks; a POST delivers it."""
    enrolment = enrolment_of(request, enrolment_id, "funder", "cohort__organisation")
    draft = agreement_draft(enrolment)
    unheard = draft.content.get("unheard", [])
    form, status = AgreementIssueForm(request.POST or None, unheard=unheard), 200
    if request.method == "POST" and form.is_valid():
        sent = {"enrolment": enrolment, **form.cleaned_data}
        if made := attempt(request, issue_training_agreement, form, **sent):
            messages.success(request, f"Convention de formation {made.document.code} : délivrée.")
            return redirect("training:documents", enrolment.pk)
    if form.errors:
        status = 409 if isinstance(form.refusal, StaleForm) else 422
    context = {
        "enrolment": enrolment,
        "draft": draft,
        "unheard": unheard,
        "terms": newest_terms(enrolment),
        "known": agreement_in_force(enrolment),
        "form": form,
    }
    return render(request, "training/training_agreement/overview.html", context, status=status)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
@never_cache
def terms(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Write a further version of the terms."""
    enrolment = enrolment_of(request, enrolment_id, "funder", "cohort__organisation")
    newest = newest_terms(enrolment)
    form = TermsForm(request.POST or None, newest=newest)
    if request.method == "POST" and form.is_valid():
        sent = {"terms": form.terms, "seen": form.cleaned_data["seen"]}
        made = attempt(request, write_terms, form, enrolment=enrolment, **sent)
        if made:
            messages.success(request, f"Version {made.number} des conditions enregistrée.")
            return redirect("training:training_agreement", enrolment.pk)
    context = {"enrolment": enrolment, "form": form, "newest": newest}
    status = 409 if form.stale else 422 if form.errors else 200
    return render(request, "training/training_agreement/terms.html", context, status=status)
