"""Call one service for a view: what it made, or its refusal where the person will read it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.utils import timezone

from people.permissions import ActingRequest
from people.services import NotAllowed, ServiceError
from training.forms.calendar import RenewedForm


def attempt(
    request: ActingRequest, service: Callable[..., Any], form: Form, **arguments: Any
) -> Any:
    """What the service made; None after a refusal, which the form then says."""
    try:
        return service(actor=request.actor, now=timezone.now(), **arguments)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        if isinstance(form, RenewedForm):
            form.refusal = refusal
        return None


def status_of(form: RenewedForm) -> int:
    """409: the page was overtaken; 422: something typed is to be looked at again."""
    return 409 if form.stale else 422 if form.errors else 200
