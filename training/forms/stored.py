"""What is stored now, beside what somebody typed in a form that was overtaken."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Model

from curricula.forms.track import DurationField
from records.rules.french import clock, duration, long_date


class FromStored(forms.Form):
    """A form whose initial values are what is stored: a stale one can show them."""


def stored_values(form: forms.Form) -> list[tuple[str, str]]:
    """The label and the stored value of each field in which the typed one differs, in words."""
    if not isinstance(form, FromStored):
        return []
    return list(_differing(form))


def _differing(form: forms.Form) -> Iterator[tuple[str, str]]:
    for bound in form.visible_fields():
        if bound.name in form.initial and bound.name in form.changed_data:
            yield str(bound.label), _shown(bound.field, form.initial[bound.name])


def _shown(field: forms.Field, value: Any) -> str:
    if value is None or value == "" or value == []:
        return "rien"
    if isinstance(value, list | tuple):
        return ", ".join(_shown(field, one) for one in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Model):
        return str(value)
    if isinstance(field, forms.ModelChoiceField):
        found = field.queryset.filter(pk=value).first() if field.queryset is not None else None
        return field.label_from_instance(found) if found else "n’est plus dans la liste"
    return _plain(field, value)


def _plain(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        choices = cast(Iterable[tuple[Any, str]], field.choices)
        return str(dict(choices).get(value, value))
    if isinstance(field, DurationField):
        return duration(value)
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, date):
        return long_date(value)
    return clock(value) if isinstance(value, time) else str(value)
