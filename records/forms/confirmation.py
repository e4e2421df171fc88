"""A field in which a name may be confirmed as that of no patient."""

from typing import Any

from django import forms

from records.enums import Strength
from records.rules.patient_data import (
    LONGEST,
    TOO_LONG,
    explain,
    find_identifiers,
    kinds_of,
)
from records.services.patient_data import MAX_WHY


class ConfirmsNames(forms.Form):
    """Asks again, with a box and a reason, when a guarded field holds a name or initials.

    Say in `guarded` which fields are read; they carry no validator of their own. `asks` tells the
    page to show the box (« components/confirm_names.html »). `cleaned_data["confirmed"]` is the
    reason, or nothing; hand it to the service, which decides.
    """

    guarded: tuple[str, ...] = ("text",)

    no_patient = forms.BooleanField(label="Ce n’est pas un patient", required=False)
    no_patient_why = forms.CharField(
        label="Pourquoi ?",
        required=False,
        max_length=MAX_WHY,
        help_text="Sans recopier le nom : « ma collègue de l’accueil », « le livreur ».",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ticked, why = data.pop("no_patient", False), data.pop("no_patient_why", "")
        data["confirmed"] = ""
        for name in self.guarded:
            # A file stands for its name.
            self._read(name, str(data.get(name) or ""), confirmed=ticked and bool(why))
        if self.asks and ticked and not why:
            self.add_error("no_patient_why", "Dites pourquoi ce n’est pas un patient.")
        elif self.asks:
            data["confirmed"] = why if ticked else ""
        return data

    def _read(self, name: str, text: str, *, confirmed: bool) -> None:
        if len(text) > LONGEST:
            self.add_error(name, TOO_LONG)
            return
        found = find_identifiers(text)
        asked = bool(kinds_of(found, Strength.ASK))
        self.asks = self.asks or asked
        refused = kinds_of(found, Strength.REFUSE)
        if refused or (asked and not confirmed):
            self.add_error(
                name, forms.ValidationError(explain(found, offered=True), "patient_data")
            )
