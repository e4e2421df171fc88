from typing import Any

from django import forms

from records.enums import DocumentKind
from records.validators import no_patient_data, only_staff_named
from training.enums import PriceTax
from training.forms.calendar import RenewedForm
from training.forms.documents import IssueForm
from training.forms.stored import FromStored
from training.models import TrainingTerms
from training.services.training_agreement import LARGEST_PRICE, MAX_REASON, Terms


def _text(label: str, help_text: str, limit: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=limit,
        validators=[only_staff_named],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class PriceField(forms.DecimalField):
    """A price in euros; the spaces between thousands are read as a person writes them."""

    def to_python(self, value: Any) -> Any:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class AgreementIssueForm(IssueForm):
    """Asks why a party was not heard, where the need analysis lacks its words."""

    unheard_why = forms.CharField(
        label="Pourquoi cette partie n’a pas été entendue",
        max_length=MAX_REASON,
        required=False,
        validators=[only_staff_named],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Gardé avec la convention. Jamais une raison de santé.",
    )

    def __init__(self, *args: Any, unheard: list[str], **kwargs: Any) -> None:
        super().__init__(*args, kind=DocumentKind.TRAINING_AGREEMENT, **kwargs)
        if not unheard:
            del self.fields["unheard_why"]
        elif len(unheard) > 1:
            self.fields["unheard_why"].label = "Pourquoi ces parties n’ont pas été entendues"


class TermsForm(RenewedForm, FromStored):
    """A version of the terms; hidden: the number of the newest version that the page showed."""

    price = PriceField(
        label="Prix, en euros",
        min_value=0,
        max_value=LARGEST_PRICE,
        decimal_places=2,
        localize=True,
        help_text="Tel que convenu ; HT ou TTC à préciser dessous.",
    )
    tax = forms.TypedChoiceField(
        label="Ce prix est",
        choices=PriceTax.choices,
        coerce=PriceTax,
        widget=forms.RadioSelect,
        help_text="À vérifier : aucune source du site ne dit ce qui vaut pour votre organisme.",
        error_messages={"required": "Dites si le prix est HT, TTC ou exonéré."},
    )
    payment = _text("Modalités de règlement", "Qui règle, quand, en combien de fois.", 1000)
    funder_file = forms.CharField(
        label="Numéro de dossier chez le financeur",
        max_length=80,
        required=False,
        validators=[no_patient_data],
        help_text="Tel que le financeur l’écrit. À vérifier : aucune source du site n’en dit la "
        "forme.",
    )
    means = _text("Moyens", "Moyens pédagogiques, techniques et d’encadrement.", 2000)
    follow_up = _text(
        "Déroulement, suivi et sanction",
        "Comment la formation se déroule, comment elle est suivie, ce qui la sanctionne.",
        2000,
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, newest: TrainingTerms | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = newest.number if newest else 0
        for name in self.fields:
            if newest and name != "seen":
                self.initial[name] = getattr(newest, name)

    @property
    def terms(self) -> Terms:
        """What was typed, once it is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Terms(**given)
