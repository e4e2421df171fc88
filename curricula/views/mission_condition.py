"""Conditions on missions: the list of those who write them, and their acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from curricula.forms.mission_condition import ConditionForm, ConditionWithdrawForm
from curricula.models import MissionCondition
from curricula.queries import condition_lines
from curricula.services.mission_conditions import (
    correct_condition,
    withdraw_condition,
    write_condition,
)
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@acting_as(*LEADING_ROLES)
def conditions(request: ActingRequest) -> HttpResponse:
    """What sources say of who may be given a mission, with what was taken back."""
    lines = condition_lines(request.actor, timezone.localdate())
    context = {"lines": lines, "counting": any(line.counts for line in lines)}
    return render(request, "curricula/mission_condition/list.html", context)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def write(request: ActingRequest, condition_id: int | None = None) -> HttpResponse:
    """Note a condition from its source, or write the one that replaces it."""
    known = _condition(request, condition_id) if condition_id else None
    form = ConditionForm(request.POST or None, condition=known)
    if request.method == "POST" and form.is_valid():
        service = correct_condition if known else write_condition
        beside = {"condition": known} if known else {}
        if _done(request, service, form, **form.sent, **beside):
            messages.success(request, "Condition notée : la page des missions la montre.")
            return redirect("curricula:conditions")
    context = {"form": form, "condition": known}
    status = 422 if form.errors else 200
    return render(request, "curricula/mission_condition/write.html", context, status=status)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def withdraw(request: ActingRequest, condition_id: int) -> HttpResponse:
    """Take back a condition noted by mistake, with the reason."""
    known = _condition(request, condition_id)
    form = ConditionWithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = {"condition": known, "reason": form.cleaned_data["reason"]}
        if _done(request, withdraw_condition, form, **sent):
            messages.success(request, "Condition retirée : elle reste dans l’historique.")
            return redirect("curricula:conditions")
    context = {"form": form, "condition": known}
    status = 422 if form.errors else 200
    return render(request, "curricula/mission_condition/withdraw.html", context, status=status)


def _condition(request: ActingRequest, condition_id: int) -> MissionCondition:
    found = MissionCondition.objects.visible_to(request.actor).select_related("mission")
    return get_object_or_404(found, pk=condition_id)


def _done(
    request: ActingRequest, service: Callable[..., Any], form: Form, **sent: Any
) -> MissionCondition | None:
    """What the service made; None after a refusal, told in the form."""
    try:
        return service(actor=request.actor, now=timezone.now(), **sent)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return None
