"""Rooms, closed periods and absences of a training body, on one page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from training.forms.calendar import AwayForm, ClosureForm, RoomForm
from training.models import ClosedPeriod, Cohort, Room, TrainerAway
from training.queries.planning import holidays_shown, trainers_of
from training.services import add_away, add_closure, add_room, remove_setting

SERVICES: dict[str, Callable[..., Any]] = {
    "salles": add_room, "fermetures": add_closure, "absences": add_away
}  # fmt: skip
MODELS: dict[str, Any] = {"salles": Room, "fermetures": ClosedPeriod, "absences": TrainerAway}


def _forms(request: ActingRequest, kind: str = "") -> dict[str, Form]:
    """The three forms of the page; the one of `kind` holds what was sent."""
    sent = {name: request.POST if name == kind else None for name in SERVICES}
    trainers = trainers_of(request.actor, timezone.localdate())
    return {
        "salles": RoomForm(sent["salles"]),
        "fermetures": ClosureForm(
            sent["fermetures"], cohorts=Cohort.objects.visible_to(request.actor)
        ),
        "absences": AwayForm(sent["absences"], trainers=trainers),
    }


@require_safe
@acting_as(*LEADING_ROLES)
def settings(request: ActingRequest) -> HttpResponse:
    return _page(request, _forms(request))


def _page(request: ActingRequest, forms: dict[str, Form], status: int = 200) -> HttpResponse:
    away = TrainerAway.objects.visible_to(request.actor).select_related("trainer__user")
    context = {
        "forms": forms,
        "rooms": Room.objects.visible_to(request.actor),
        "closures": ClosedPeriod.objects.visible_to(request.actor).select_related("cohort"),
        "absences": away,
        "holidays": holidays_shown(timezone.localdate()),
        "bound": next((form for form in forms.values() if form.is_bound), None),
    }
    return render(request, "training/calendar/settings.html", context, status=status)


@require_POST
@acting_as(*LEADING_ROLES)
def add(request: ActingRequest, kind: str) -> HttpResponse:
    """Add a room, a closed period or an absence; refused, the page says why."""
    if kind not in SERVICES:
        raise Http404
    forms = _forms(request, kind)
    if forms[kind].is_valid() and _add(request, kind, forms[kind]):
        return redirect("training:calendar_settings")
    return _page(request, forms, status=422)


def _add(request: ActingRequest, kind: str, form: Form) -> bool:
    try:
        SERVICES[kind](actor=request.actor, now=timezone.now(), **form.cleaned_data)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, "Enregistré.")
    return True


@require_POST
@acting_as(*LEADING_ROLES)
def remove(request: ActingRequest, kind: str, row_id: int) -> HttpResponse:
    """Take one out; one that is gone already leads to the same page."""
    if kind not in MODELS:
        raise Http404
    row = MODELS[kind].objects.visible_to(request.actor).filter(pk=row_id).first()
    try:
        if row:
            remove_setting(actor=request.actor, row=row, now=timezone.now())
    except ServiceError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, "Retiré.")
    return redirect("training:calendar_settings")
