"""What somebody says of showing a situation to the cohort, and which copies a wall shows."""

from typing import Any

from django import forms

from curricula.enums import Domain
from portfolio.enums import SHARED_KINDS, Axis, SharingAct
from portfolio.models import LogbookEntry
from portfolio.rules.wall import MAX_REASON, Shown
from records.forms.confirmation import ConfirmsNames
from records.validators import no_patient_data
from training.forms.calendar import RenewedForm

THEMES = (("L’axe", Axis.choices), ("Le domaine de mission", Domain.choices))


class SharingForm(RenewedForm, ConfirmsNames):
    """One act, and how many facts the page showed; to consent reads the text through the guard."""

    guarded: tuple[str, ...] = ()

    text = forms.CharField(
        label="Ce qui serait partagé", widget=forms.HiddenInput, disabled=True, required=False
    )
    act = forms.ChoiceField(choices=SharingAct.choices, widget=forms.HiddenInput)
    by_name = forms.BooleanField(
        label="Avec mon nom",
        required=False,
        help_text="Sans cette case, la promotion lit « quelqu’un de la promotion ».",
    )
    by_practice = forms.BooleanField(label="Avec le nom de mon cabinet", required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, entry: LogbookEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["text"] = "\n".join([entry.text, entry.result, entry.learnt])
        if self.data.get("act") == SharingAct.CONSENTED:
            self.guarded = ("text",)

    def sent(self) -> dict[str, Any]:
        """Arguments of the service."""
        data = self.cleaned_data
        shown = Shown(data["by_name"], data["by_practice"])
        named = {name: data[name] for name in ("act", "seen", "confirmed")}
        return {**named, "shown": shown}


class RemovalForm(RenewedForm):
    """Why a copy leaves the wall."""

    reason = forms.CharField(
        label="Raison",
        max_length=MAX_REASON,
        validators=[no_patient_data],
        help_text="Son auteur la lit, la promotion ne la lit pas.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi, en une phrase."},
    )


class WallFilter(forms.Form):
    """Which copies are shown; an empty form shows all, a wrong entry filters nothing."""

    genre = forms.ChoiceField(
        label="Genre",
        required=False,
        choices=[("", "tout"), *((kind.value, kind.label) for kind in SHARED_KINDS)],
    )
    theme = forms.ChoiceField(label="Thème", required=False, choices=[("", "tous"), *THEMES])

    def criteria(self) -> dict[str, str]:
        """Arguments of `wall`."""
        self.is_valid()
        data = self.cleaned_data
        return {"kind": data.get("genre", ""), "theme": data.get("theme", "")}
