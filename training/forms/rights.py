from typing import Any
from uuid import uuid4

from django import forms

from records.validators import no_patient_data, only_staff_named
from training.forms.cohort import DayInput
from training.rules.regimes import Regime


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Motif du retrait",
        max_length=300,
        validators=[no_patient_data],
        error_messages={"required": "Donnez le motif du retrait."},
    )


class CertificateForm(forms.Form):
    """A certificate from elsewhere; hidden: the key that makes a second click harmless."""

    title = forms.CharField(
        label="Intitulé",
        max_length=160,
        validators=[only_staff_named],
        help_text="Par exemple « AFGSU, niveau 1 ».",
    )
    issuer = forms.CharField(label="Délivré par", max_length=160, validators=[only_staff_named])
    obtained_on = forms.DateField(label="Obtenu le", widget=DayInput)
    expires_on = forms.DateField(
        label="Valable jusqu’au",
        widget=DayInput,
        required=False,
        help_text="La date écrite sur le certificat. Sans date : il n’expire pas.",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["form_key"] = uuid4()


class RegimeForm(forms.Form):
    """Another regime of the delay, and why; hidden: the newest choice that the page showed."""

    regime = forms.ChoiceField(label="Régime", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="La personne et son cabinet le lisent.",
        error_messages={"required": "Donnez le motif du choix."},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, regimes: list[Regime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regime"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{one.label} : {_years(one)} ({one.source})") for one in regimes
        ]


def _years(regime: Regime) -> str:
    parts = []
    if regime.follow_years:
        parts.append(f"{regime.follow_years} ans pour suivre la formation")
    if regime.qualify_years:
        parts.append(f"{regime.qualify_years} ans pour être qualifié")
    return ", ".join(parts)
