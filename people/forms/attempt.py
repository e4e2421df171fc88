"""Call one service for a view: what it made, or its refusal where the person will read it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.utils import timezone

from people.permissions import ActingRequest
from people.services import NotAllowed, ServiceError, StaleForm


def attempt(
    request: ActingRequest,
    service: Callable[..., Any],
    form: Form | None = None,
    *,
    on_stale: Callable[[Form], None] | None = None,
    **arguments: Any,
) -> Any:
    """What the service made; None after a refusal, told in the form or in a message.

    A refusal that is about a field of the form stands beside it. A form with a `refusal` keeps it.
    `on_stale`: what becomes of one whose page has changed.
    """
    try:
        return service(actor=request.actor, now=timezone.now(), **arguments)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        if form is None:
            messages.error(request, refusal.message)
            return None
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
        if hasattr(form, "refusal"):
            form.refusal = refusal
        if on_stale and isinstance(refusal, StaleForm):
            on_stale(form)
        return None
