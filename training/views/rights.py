"""Diploma, certificates and delays of an enrolment; the delays of a cohort."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.forms.cohort import SeenDiplomaForm
from training.forms.rights import CertificateForm, RegimeForm, WithdrawForm
from training.models import Cohort
from training.permissions import (
    CERTIFICATE_ROLES,
    RIGHTS_ROLES,
    can_check_rights,
    can_note_certificate,
)
from training.queries.rights import delay_lines, rights_of
from training.rules.regimes import possible_regimes
from training.services.rights import (
    check_diploma,
    choose_regime,
    note_certificate,
    withdraw_certificate,
    withdraw_diploma,
)
from training.views.attempt import attempt
from training.views.enrolment import enrolment_of

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@acting_as(*RIGHTS_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """What is checked, what ends, and until when the training is followed."""
    enrolment = enrolment_of(request, enrolment_id)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "rights": rights_of(enrolment, timezone.localdate()),
        "checks": can_check_rights(request.actor, enrolment),
        "notes": can_note_certificate(request.actor, enrolment),
    }
    return render(request, "training/rights/overview.html", context)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def diploma(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Note the diploma that one has seen."""
    enrolment = enrolment_of(request, enrolment_id)
    form = SeenDiplomaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, check_diploma, form, enrolment=enrolment, seen=form.seen)
        if made:
            messages.success(request, f"Contrôle noté : {made.get_diploma_display()}.")
            return redirect("training:rights", enrolment.pk)
    context = {"enrolment": enrolment, "form": form}
    return render(request, "training/rights/diploma.html", context)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def diploma_withdraw(request: ActingRequest, enrolment_id: int, diploma_id: int) -> HttpResponse:
    """Take back a diploma noted by mistake, with the reason."""
    enrolment = enrolment_of(request, enrolment_id)
    checked = get_object_or_404(enrolment.diplomas, pk=diploma_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = {"checked": checked, "reason": form.cleaned_data["reason"]}
        if attempt(request, withdraw_diploma, form, **sent):
            messages.success(request, "Contrôle retiré : il reste dans l’historique.")
            return redirect("training:rights", enrolment.pk)
    context = {"enrolment": enrolment, "checked": checked, "form": form}
    return render(request, "training/rights/withdraw.html", context)


@require_http_methods(METHODS)
@acting_as(*CERTIFICATE_ROLES)
def certificate(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Note a certificate from elsewhere."""
    enrolment = enrolment_of(request, enrolment_id)
    form = CertificateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "form_key": str(form.cleaned_data["form_key"])}
        if made := attempt(request, note_certificate, form, enrolment=enrolment, **data):
            messages.success(request, f"Certificat noté : « {made.title} ».")
            return redirect("training:rights", enrolment.pk)
    context = {"enrolment": enrolment, "form": form, "own": request.actor.role == Role.LEARNER}
    return render(request, "training/rights/certificate.html", context)


@require_POST
@acting_as(*CERTIFICATE_ROLES)
def certificate_withdraw(
    request: ActingRequest, enrolment_id: int, certificate_id: int
) -> HttpResponse:
    """Take out a certificate noted by mistake."""
    enrolment = enrolment_of(request, enrolment_id)
    noted = get_object_or_404(enrolment.certificates, pk=certificate_id)
    if attempt(request, withdraw_certificate, certificate=noted):
        messages.success(request, f"Certificat retiré : « {noted.title} ».")
    return redirect("training:rights", enrolment.pk)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def regime(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Choose the text whose delay holds for a person, with a reason."""
    enrolment = enrolment_of(request, enrolment_id)
    newest = enrolment.regimes.first()
    form = RegimeForm(
        request.POST or None,
        regimes=possible_regimes(enrolment.recruited_on),
        initial={"regime": enrolment.regime, "seen": newest.number if newest else 0},
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(request, choose_regime, form, enrolment=enrolment, **form.cleaned_data)
        if made:
            messages.success(request, "Régime noté : les échéances suivent.")
            return redirect("training:rights", enrolment.pk)
    context = {"enrolment": enrolment, "form": form}
    return render(request, "training/rights/regime.html", context)


@require_safe
@acting_as(*STAFF_ROLES)
def cohort_delays(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """The deadlines of a cohort, the nearest first, with what is to be checked or renewed."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.actor), pk=cohort_id)
    today = timezone.localdate()
    context = {"cohort": cohort, "today": today, "lines": delay_lines(request.actor, cohort, today)}
    return render(request, "training/rights/cohort.html", context)
