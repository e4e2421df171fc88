"""Module attestations: what each learner still needs, issue, revoke."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from curricula.models import Module
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.forms.signing import RevokeForm
from portfolio.models import ModuleAttestation
from portfolio.queries import attestation_readiness, module_followed, readiness_table
from portfolio.services import issue_module_attestation, revoke_attestation
from records.enums import DocumentState
from training.models import Cohort, Enrolment

A_PAGE = 20


@acting_as(*LEADING_ROLES)
def table(request: ActingRequest) -> HttpResponse:
    """Learners and modules: delivered, ready, or how much is missing."""
    cohorts = list(Cohort.objects.visible_to(request.actor))
    enrolments = Enrolment.objects.visible_to(request.actor).for_screen()
    asked = next((c for c in cohorts if str(c.pk) == request.GET.get("promotion")), None)
    if asked:
        enrolments = enrolments.filter(cohort=asked)
    ordered = enrolments.order_by(
        "-cohort__starts_on", "cohort", "learner__last_name", "learner__first_name", "pk"
    )
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    sheets = readiness_table(page.object_list, staff=True)
    rows = [
        (person, [s for s in sheets.values() if s.enrolment_id == person.pk]) for person in page
    ]
    query = f"promotion={asked.pk}&" if asked else ""
    context = {"page": page, "rows": rows, "cohorts": cohorts, "asked": asked, "query": query}
    return render(request, "portfolio/attestation/table.html", context)


@acting_as(*LEADING_ROLES)
def module(request: ActingRequest, enrolment_id: int, module_id: int) -> HttpResponse:
    """What one attestation needs, and its issue."""
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(visible, pk=enrolment_id)
    asked = module_followed(enrolment, module_id)
    if asked is None:
        raise Http404
    if request.method == "POST":
        try:
            issued = issue_module_attestation(
                actor=request.actor, enrolment=enrolment, module=asked, now=timezone.now()
            )
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except ServiceError as refusal:
            messages.error(request, refusal.message)
        else:
            words = f"Attestation {issued.document.code} délivrée à {enrolment.learner}."
            messages.success(request, words)
        return redirect("portfolio:attestation", enrolment.pk, asked.pk)
    return show_module(request, enrolment, asked)


def show_module(request: ActingRequest, enrolment: Enrolment, asked: Module) -> HttpResponse:
    held = ModuleAttestation.objects.filter(enrolment=enrolment, module__code=asked.code)
    context = {
        "enrolment": enrolment,
        "sheet": attestation_readiness(enrolment, asked, staff=True),
        "revoked": held.filter(document__state=DocumentState.REVOKED).select_related("document"),
    }
    return render(request, "portfolio/attestation/module.html", context)


@acting_as(*LEADING_ROLES)
def revoke(request: ActingRequest, code: str) -> HttpResponse:
    """A page that asks why, then says that the attestation no longer holds."""
    visible = ModuleAttestation.objects.visible_to(request.actor).select_related(
        "document", "module", "enrolment__learner"
    )
    held = get_object_or_404(visible, document__code=code)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_attestation(
                actor=request.actor,
                attestation=held,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except ServiceError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"Attestation {code} révoquée. La vérification le dit déjà.")
        return redirect(_back(held))
    context = {"held": held, "form": form, "back": _back(held)}
    return render(request, "portfolio/attestation/revoke.html", context)


def _back(held: ModuleAttestation) -> str:
    """The module as it is followed now, or the table when the track has it no more."""
    followed = module_followed(held.enrolment, held.module_id)
    if followed is None:
        return reverse("portfolio:attestations")
    return reverse("portfolio:attestation", args=[held.enrolment_id, followed.pk])
