"""A comment beside one sentence, and what its author answers."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from portfolio.enums import CommentAct
from portfolio.rules.comment import MAX_REMARK, Sentence
from records.forms.confirmation import ConfirmsNames


class CommentForm(ConfirmsNames):
    """One sentence of the situation as it was shown, and what is said of it."""

    guarded = ("remark",)

    sentence = forms.ChoiceField(
        label="La phrase",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une phrase.",
            "invalid_choice": "Cette phrase a changé : choisissez de nouveau.",
        },
    )
    remark = forms.CharField(
        label="Votre commentaire",
        help_text="Lu par l’assistant et par ceux de la formation qui lisent la situation ; jamais "
        "par l’employeur. Aucun patient.",
        max_length=MAX_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez votre commentaire."},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, parts: Iterable[tuple[str, list[Sentence]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        field = cast(forms.ChoiceField, self.fields["sentence"])
        field.choices = [(one.key, one.words) for _, every in self.parts for one in every]

    def where(self) -> tuple[str, int]:
        """The field and the place of the chosen sentence."""
        name, _, place = self.cleaned_data["sentence"].partition(":")
        return name, int(place)


class AnswerForm(ConfirmsNames):
    """« Pris en compte », or a sentence: each has its button."""

    act = forms.ChoiceField(
        choices=CommentAct.choices,
        widget=forms.HiddenInput,
        error_messages={"required": "Choisissez une réponse."},
    )
    text = forms.CharField(
        label="Votre réponse",
        required=False,
        max_length=MAX_REMARK,
        help_text="Lue par qui a commenté et par ceux de la formation qui lisent la situation.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
