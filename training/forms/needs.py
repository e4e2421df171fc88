"""What the parties said of a need, and what is said of an adaptation."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from records.validators import no_patient_data, only_staff_named
from training.enums import AdaptationAct, ExchangeParty
from training.forms.calendar import RenewedForm
from training.forms.cohort import DayInput
from training.forms.stored import FromStored
from training.models import NeedAnalysis
from training.rules.diagnosis import diagnosis_words, refusal_of
from training.rules.needs import Exchange
from training.services.needs import MAX_REASON

QUESTIONS = {
    ExchangeParty.LEARNER: "Ce que la personne attend",
    ExchangeParty.EMPLOYER: "Ce que le cabinet attend",
    ExchangeParty.FUNDER: "Ce que le financeur demande",
}

OWN_WORDS = {
    AdaptationAct.NEED: "Oui, voici ce dont j’ai besoin",
    AdaptationAct.NONE: "Non, je ne demande aucun aménagement",
}
LEAD_WORDS = {
    AdaptationAct.DECIDED: "L’aménagement décidé, ou pourquoi rien ne peut l’être",
    AdaptationAct.NEED: "Un besoin que la personne a dit",
    AdaptationAct.NONE: "Aucun aménagement demandé",
}


# The employer and the funder read the analysis.
NOT_HERE = (
    "Rien de la santé de la personne : un aménagement se demande à part, sans diagnostic, et reste "
    "entre elle et l’organisme de formation."
)


class AnalysisForm(RenewedForm, FromStored):
    """A version of the analysis: three exchanges, each whole or empty, and the objective.

    Hidden: the number of the newest version that the page showed.
    """

    objective = forms.CharField(
        label="Objectif qui en résulte",
        max_length=1000,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez l’objectif qui résulte des échanges."},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, newest: NeedAnalysis | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for party, question in QUESTIONS.items():
            self.fields[f"{party}_said"] = forms.CharField(
                label=question,
                max_length=2000,
                required=False,
                validators=[no_patient_data],
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=NOT_HERE,
            )
            self.fields[f"{party}_met_on"] = forms.DateField(
                label="Échange du", required=False, widget=DayInput
            )
            self.fields[f"{party}_with_whom"] = forms.CharField(
                label="Avec (nom)", max_length=160, required=False, validators=[only_staff_named]
            )
        self.initial["seen"] = newest.number if newest else 0
        if newest:
            self.initial["objective"] = newest.objective
            for one in newest.exchanges.all():
                for name in ("said", "met_on", "with_whom"):
                    self.initial[f"{one.party}_{name}"] = getattr(one, name)

    @property
    def parties(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Each party in words, with its three fields."""
        for party in QUESTIONS:
            names = (f"{party}_said", f"{party}_met_on", f"{party}_with_whom")
            yield party.label, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """What a party said, when and to whom: all three, or none."""
        data = super().clean() or {}
        exchanges = []
        for party in QUESTIONS:
            names = [f"{party}_{name}" for name in ("said", "met_on", "with_whom")]
            given = [data.pop(name, None) for name in names]
            if all(given):
                exchanges.append(Exchange(party, *given))
            elif any(given):
                for name, value in zip(names, given, strict=True):
                    if not value and name not in self.errors:
                        self.add_error(name, "Un échange a un contenu, une date et un nom.")
        data["exchanges"] = exchanges
        return data


def no_diagnosis(text: str) -> None:
    """Refuse a word of the published list, and say what to write instead."""
    if words := diagnosis_words(text):
        raise ValidationError(refusal_of(words), code="diagnosis")


class TakeBackForm(forms.Form):
    """Why the text of an adaptation is blanked; the reason never repeats it."""

    reason = forms.CharField(
        label="Motif",
        max_length=MAX_REASON,
        validators=[no_patient_data, no_diagnosis],
        help_text="La personne, les formateurs et les responsables le lisent. Ne répétez rien du "
        "texte retiré : par exemple « information de santé ».",
        error_messages={"required": "Dites pourquoi ce texte est retiré."},
    )


class AdaptationForm(RenewedForm):
    """A need, that there is none, or what is decided; hidden: the newest fact that was shown."""

    act = forms.ChoiceField(
        label="Avez-vous besoin d’un aménagement pour suivre la formation ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    text = forms.CharField(
        label="Le besoin, ou l’aménagement décidé",
        max_length=1000,
        required=False,
        validators=[no_patient_data, no_diagnosis],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "N’écrivez aucun diagnostic, aucune maladie, aucun traitement : seulement ce qui aide "
            "à suivre la formation, par exemple « documents en gros caractères »."
        ),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Iterable[AdaptationAct], own: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        act = cast(forms.ChoiceField, self.fields["act"])
        words = OWN_WORDS if own else LEAD_WORDS
        act.choices = [(one.value, words[one]) for one in choices]
        if own:
            self.fields["text"].label = "Ce dont vous avez besoin, si vous répondez oui"
        else:
            act.label = "Ce que vous notez"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        missing = not data.get("text") and "text" not in self.errors
        if missing and data.get("act") in (AdaptationAct.NEED, AdaptationAct.DECIDED):
            self.add_error("text", "Dites le besoin ou l’aménagement en quelques mots.")
        return data
