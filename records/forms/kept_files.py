"""A paper in a form, for every room that takes one."""

from typing import Any

from django import forms

PAPERS = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


class PaperField(forms.FileField):
    """A PDF, JPEG or PNG; a phone offers its camera too, and gives its pictures as JPEG."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.ClearableFileInput(attrs={"accept": PAPERS}),
            error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
            **kwargs,
        )
