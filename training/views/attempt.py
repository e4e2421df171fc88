"""Call one service for a view: what it made, or its refusal where the person will read it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import QueryDict
from django.utils import timezone

from people.permissions import ActingRequest
from people.services import NotAllowed, ServiceError, StaleForm
from training.forms.calendar import RenewedForm


def attempt(
    request: ActingRequest, service: Callable[..., Any], form: Form | None = None, **arguments: Any
) -> Any:
    """What the service made; None after a refusal, told in the form or in a message.

    A form whose page has changed says what it shows now, so that it can be sent again.
    """
    try:
        return service(actor=request.actor, now=timezone.now(), **arguments)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        if form is None:
            messages.error(request, refusal.message)
        else:
            form.add_error(None, refusal.message)
            if isinstance(form, RenewedForm):
                form.refusal = refusal
            if isinstance(refusal, StaleForm) and "seen" in form.initial:
                _renew(form)
        return None


def _renew(form: Form) -> None:
    """What was typed stays; `seen` was read anew for this request."""
    data = cast(QueryDict, form.data).copy()
    data[form.add_prefix("seen")] = str(form.initial["seen"])
    form.data = data
