"""A paper in a form, for every room that takes one."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

PAPERS = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


class Papers(list[UploadedFile]):
    """Files sent together; they stand for their names."""

    def __str__(self) -> str:
        return "\n".join(one.name or "" for one in self)


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Several PDF, JPEG or PNG at once, `most` at most."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(
            widget=SeveralFiles(attrs={"accept": PAPERS}),
            error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Papers:
        sent = data if isinstance(data, list | tuple) else [data]
        if len(sent) > self.most:
            raise forms.ValidationError(f"{self.most} fichiers à la fois au plus.")
        clean = super().clean
        return Papers(clean(one, initial) for one in sent or [None])


class PaperField(forms.FileField):
    """A PDF, JPEG or PNG; a phone offers its camera too, and gives its pictures as JPEG."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.ClearableFileInput(attrs={"accept": PAPERS}),
            error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
            **kwargs,
        )
