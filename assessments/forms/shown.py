"""A form shown again after a refusal."""

from typing import cast

from django import forms
from django.http import QueryDict


class ShownAgain(forms.Form):
    """Keeps what was typed; the hidden marks of what the page shows are renewed."""

    def renew(self, **hidden: object) -> None:
        """What is sent next is compared with what the page shows now."""
        data = cast(QueryDict, self.data).copy()
        for name, value in hidden.items():
            data[name] = str(value)
        self.data = data
