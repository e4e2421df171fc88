"""What was done for somebody whose livret stays empty."""

from collections.abc import Iterable
from typing import cast

from django import forms

from portfolio.enums import CareAct
from portfolio.rules.care import MAX_NOTE
from records.validators import no_patient_data
from training.forms.calendar import RenewedForm

OWN_WORDS = {
    CareAct.WANTED: "Oui, je voudrais de l’aide",
    CareAct.DECLINED: "Non merci, je vais m’en sortir",
}
STAFF_WORDS = {
    CareAct.OFFERED: "Je propose mon aide",
    CareAct.TALKED: "Nous en avons parlé",
}


class CareForm(RenewedForm):
    """An act among those that may be noted now, a word, and how many acts the page showed."""

    act = forms.ChoiceField(
        label="Ce que je note",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    note = forms.CharField(
        label="Précision",
        required=False,
        max_length=MAX_NOTE,
        help_text="Lue par la personne et par ceux qui l’accompagnent, jamais par l’employeur.",
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def offer(self, acts: Iterable[CareAct]) -> None:
        """The acts that may be chosen."""
        words = OWN_WORDS | STAFF_WORDS
        field = cast(forms.ChoiceField, self.fields["act"])
        field.choices = [(act.value, words[act]) for act in acts]
