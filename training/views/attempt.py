"""Call one service for a view of the training; a form whose page has changed may be sent again."""

from functools import partial
from typing import cast

from django.forms import Form
from django.http import QueryDict

from people.forms import attempt as calling
from training.forms.stored import stored_values

RENEWED = ("seen", "form_key")


def _say_what_is_stored(form: Form) -> None:
    """What was typed stays; what the page saw and its key are those of this request."""
    for name, value in {"overtaken": True, "stored": stored_values(form)}.items():
        setattr(form, name, value)
    data = cast(QueryDict, form.data).copy()
    for name in RENEWED:
        if name in form.initial:
            data[form.add_prefix(name)] = str(form.initial[name])
    form.data = data


attempt = partial(calling.attempt, on_stale=_say_what_is_stored)
