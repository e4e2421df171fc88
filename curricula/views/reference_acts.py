"""What is decided about a reference: each act answers on the page of the reference."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from curricula.forms.reference import NewVersionForm, RevisionForm, VerifyForm
from curricula.models import Qualification
from curricula.services.references import mark_verified, new_version
from curricula.services.references import publish as publish_reference
from curricula.services.references import retire as retire_reference
from curricula.views.reference import show_reference, visible
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError


def _try(request: ActingRequest, service: Any, **arguments: Any) -> Qualification | None:
    """What the service made, or None once its refusal is announced."""
    try:
        return service(actor=request.actor, now=timezone.now(), **arguments)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        messages.error(request, refusal.message)
        return None


def _move(request: ActingRequest, reference_id: int, service: Any, words: str) -> HttpResponse:
    found, form = visible(request, reference_id), RevisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Rien n’a changé : rouvrez la page, puis recommencez.")
    elif _try(request, service, qualification=found, **form.cleaned_data):
        messages.success(request, words)
    return redirect("curricula:reference", found.pk)


@require_POST
@acting_as(*LEADING_ROLES)
def publish(request: ActingRequest, reference_id: int) -> HttpResponse:
    """From draft to published, for good."""
    words = "Référentiel publié. Son texte ne change plus ; une nouvelle version le peut."
    return _move(request, reference_id, publish_reference, words)


@require_POST
@acting_as(*LEADING_ROLES)
def retire(request: ActingRequest, reference_id: int) -> HttpResponse:
    """Off the shelf; the text stays."""
    words = "Référentiel retiré. Il n’est plus proposé ; son texte reste lisible."
    return _move(request, reference_id, retire_reference, words)


@require_POST
@acting_as(*LEADING_ROLES)
def verify(request: ActingRequest, reference_id: int) -> HttpResponse:
    """Says who compared the text with its source, and when."""
    found, form = visible(request, reference_id), VerifyForm(request.POST)
    if not form.is_valid():
        return show_reference(request, found, verify_form=form)
    if _try(request, mark_verified, qualification=found, **form.cleaned_data):
        messages.success(request, "Référentiel marqué comme vérifié, à votre nom.")
    return redirect("curricula:reference", found.pk)


@require_POST
@acting_as(*LEADING_ROLES)
def version(request: ActingRequest, reference_id: int) -> HttpResponse:
    """A draft that starts from this text."""
    found, form = visible(request, reference_id), NewVersionForm(request.POST)
    if not form.is_valid():
        return show_reference(request, found, version_form=form)
    made = _try(request, new_version, qualification=found, **form.cleaned_data)
    if made:
        messages.success(request, f"Brouillon créé : version {made.version}.")
    return redirect("curricula:reference", made.pk if made else found.pk)
