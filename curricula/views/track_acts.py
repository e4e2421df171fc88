"""What is decided about a version of a track: each act answers on the page it came from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from curricula.forms.reference import RevisionForm
from curricula.forms.track import AbsenceForm, MoveForm, WithdrawForm
from curricula.models import TrackVersion
from curricula.queries.plans import expected_competencies, plan_of
from curricula.rules.plan import TrackPlan
from curricula.rules.plan_edits import moved, with_absence, without_absence, without_module
from curricula.services.tracks import (
    delete_draft,
    new_track_version,
    publish_track,
    retire_track,
    save_plan,
)
from curricula.views.track import show_coverage, version_or_404
from curricula.views.track_edit import save
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError

UNREADABLE = "Rien n’a changé : rouvrez la page, puis recommencez."


def _try(request: ActingRequest, words: str, service: Any, **arguments: Any) -> Any:
    """What the service made, or None; either is announced."""
    try:
        made = service(actor=request.actor, now=timezone.now(), **arguments)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        messages.error(request, refusal.message)
        return None
    messages.success(request, words)
    return made or True


def _act(
    request: ActingRequest, version: TrackVersion, form: forms.Form, words: str, service: Any
) -> bool:
    """Run the service with what the form says; an unreadable form changes nothing."""
    if not form.is_valid():
        messages.error(request, UNREADABLE)
        return False
    return bool(_try(request, words, service, version=version, **form.cleaned_data))


@require_POST
@acting_as(*LEADING_ROLES)
def publish(request: ActingRequest, version_id: int) -> HttpResponse:
    """From draft to published, for good."""
    version, form = version_or_404(version_id), RevisionForm(request.POST)
    words = (
        "Parcours publié. Les nouvelles promotions le suivent ; les autres gardent leur version."
    )
    _act(request, version, form, words, publish_track)
    return redirect("curricula:track", version.pk)


@require_POST
@acting_as(*LEADING_ROLES)
def retire(request: ActingRequest, version_id: int) -> HttpResponse:
    """No longer on offer; those who follow it go on."""
    version, form = version_or_404(version_id), RevisionForm(request.POST)
    words = "Version retirée : elle n’est plus proposée. Les personnes inscrites la gardent."
    _act(request, version, form, words, retire_track)
    return redirect("curricula:track", version.pk)


@require_POST
@acting_as(*LEADING_ROLES)
def delete(request: ActingRequest, version_id: int) -> HttpResponse:
    """A draft that is not wanted."""
    version, form = version_or_404(version_id), RevisionForm(request.POST)
    if _act(request, version, form, f"Brouillon supprimé : {version}.", delete_draft):
        return redirect("curricula:tracks")
    return redirect("curricula:track", version.pk)


@require_POST
@acting_as(*LEADING_ROLES)
def new_version(request: ActingRequest, version_id: int) -> HttpResponse:
    """A draft that starts from this version, or the one that is open already."""
    version = version_or_404(version_id)
    words = "Le brouillon de la nouvelle version est ouvert. Personne n’est déplacé."
    made = _try(request, words, new_track_version, version=version)
    return redirect("curricula:track", made.pk if made else version.pk)


def _rewrite(
    request: ActingRequest,
    version: TrackVersion,
    form: forms.Form,
    words: str,
    edit: Callable[[TrackPlan, dict[str, Any]], TrackPlan],
) -> None:
    """Store the plan as `edit` makes it from what the form says."""
    if not form.is_valid():
        messages.error(request, UNREADABLE)
        return
    said = form.cleaned_data
    plan = edit(plan_of(version), said)
    _try(request, words, save_plan, version=version, revision=said["revision"], plan=plan)


@require_POST
@acting_as(*LEADING_ROLES)
def move_module(request: ActingRequest, version_id: int, code: str) -> HttpResponse:
    """A module one place earlier or later."""
    version, form = version_or_404(version_id), MoveForm(request.POST)
    get_object_or_404(version.modules, code=code)
    words = f"Module {code} déplacé."
    _rewrite(request, version, form, words, lambda plan, said: moved(plan, code, said["by"]))
    return redirect("curricula:track", version.pk)


@require_POST
@acting_as(*LEADING_ROLES)
def remove_module(request: ActingRequest, version_id: int, code: str) -> HttpResponse:
    """A module out of the draft; nobody asks for it any more."""
    version, form = version_or_404(version_id), RevisionForm(request.POST)
    get_object_or_404(version.modules, code=code)
    words = f"Module {code} retiré."
    _rewrite(request, version, form, words, lambda plan, _: without_module(plan, code))
    return redirect("curricula:track", version.pk)


@require_POST
@acting_as(*LEADING_ROLES)
def accept_absence(request: ActingRequest, version_id: int) -> HttpResponse:
    """A competency that no module covers, with the reason why that is accepted."""
    version = version_or_404(version_id)
    form = AbsenceForm(request.POST, keys=expected_competencies(version))
    if form.is_valid():
        said = form.cleaned_data
        plan = with_absence(plan_of(version), said["competency"], said["reason"])
        if save(request, form, version, plan):
            messages.success(request, "Absence acceptée.")
            return redirect("curricula:track_coverage", version.pk)
    return show_coverage(request, version, form)


@require_POST
@acting_as(*LEADING_ROLES)
def withdraw_absence(request: ActingRequest, version_id: int) -> HttpResponse:
    """The absence of a competency is no longer accepted."""
    version, form = version_or_404(version_id), WithdrawForm(request.POST)
    _rewrite(
        request, version, form, "L’absence n’est plus acceptée.",
        lambda plan, said: without_absence(plan, said["competency"]),
    )  # fmt: skip
    return redirect("curricula:track_coverage", version.pk)
