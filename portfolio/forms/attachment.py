"""A piece to join to a situation, and why one is erased."""

from secrets import token_urlsafe
from typing import Any

from django import forms

from portfolio.rules.attachment import MAX_LABEL, MOST
from records.forms.confirmation import ConfirmsNames
from records.forms.kept_files import PaperField
from records.services.quarantine import MAX_REASON
from records.validators import no_patient_data


class AttachmentForm(ConfirmsNames):
    """Its name in words, and the file; the name of the file is read, then forgotten."""

    guarded = ("label", "upload")

    upload = PaperField(
        label="PDF ou photo",
        help_text=f"PDF, JPEG ou PNG, 10 Mo au plus, {MOST} pièces par situation. Cachez noms, "
        "étiquettes et numéros avant de photographier.",
    )
    label = forms.CharField(
        label="Ce que c’est",
        required=False,
        max_length=MAX_LABEL,
        help_text="« Affiche de la salle d’attente », par exemple.",
    )
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["form_key"] = token_urlsafe(16)


class EraseForm(forms.Form):
    """Why a piece is erased that others could read."""

    reason = forms.CharField(
        label="Raison",
        required=False,
        max_length=MAX_REASON,
        help_text="Sans recopier le nom : « un patient y est nommé ».",
        validators=[no_patient_data],
    )
