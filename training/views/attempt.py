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
from training.forms.stored import stored_values

RENEWED = ("seen", "form_key")


def attempt(
    request: ActingRequest, service: Callable[..., Any], form: Form | None = None, **arguments: Any
) -> Any:
    """What the service made; None after a refusal, told in the form or in a message.

    A form whose page has changed says what is stored now, so that it can be sent again.
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
            if isinstance(refusal, StaleForm):
                vars(form).update(overtaken=True, stored=stored_values(form))
                _renew(form)
        return None


def _renew(form: Form) -> None:
    """What was typed stays; what the page saw and its key are those of this request."""
    data = cast(QueryDict, form.data).copy()
    for name in RENEWED:
        if name in form.initial:
            data[form.add_prefix(name)] = str(form.initial[name])
    form.data = data
