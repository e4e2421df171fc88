"""The filter `pluralize` in French, in every template."""

from collections.abc import Sized
from typing import SupportsFloat

from django import template
from django.template import defaultfilters

register = template.Library()


@register.filter
def pluralize(amount: SupportsFloat | Sized | None, endings: str = "s") -> str:
    """Django’s filter, but nothing and one and a half are singular."""
    try:
        count = abs(float(amount))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        count = len(amount) if isinstance(amount, Sized) else 1
    return defaultfilters.pluralize(count if count >= 2 else 1, endings)
