"""What people type of the themes and needs of a group, and of its synthesis."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import cast

from django import forms

from portfolio.enums import NeedState
from portfolio.forms.practice import FormOnce
from portfolio.rules.user_group import MAX_LINE, MAX_WORDS, NewNeedFact
from records.validators import no_patient_data
from training.forms.calendar import RenewedForm
from training.forms.cohort import DayInput

A_PERIOD = timedelta(days=182)


class ThemeForm(FormOnce, RenewedForm):
    """A theme to speak of."""

    text = forms.CharField(
        label="Thème",
        max_length=MAX_LINE,
        validators=[no_patient_data],
        help_text="De quoi parler à une prochaine réunion, en une phrase.",
        error_messages={"required": "Écrivez le thème."},
    )


class VoteForm(forms.Form):
    """One button: a voice, given or taken back."""

    given = forms.TypedChoiceField(
        choices=[("1", "donnée"), ("0", "reprise")], coerce=lambda value: value == "1"
    )


class TreatedForm(RenewedForm):
    """The day on which a theme was treated."""

    treated_on = forms.DateField(label="Traité le", widget=DayInput)


class NeedForm(FormOnce, RenewedForm):
    """A need for the register."""

    about = forms.CharField(
        label="Logiciel ou thème",
        max_length=MAX_LINE,
        validators=[no_patient_data],
        error_messages={"required": "Dites de quel logiciel ou de quel thème il s’agit."},
    )
    text = forms.CharField(
        label="Besoin",
        max_length=MAX_WORDS,
        validators=[no_patient_data],
        help_text="Ce qui manque, ou ce qui devrait changer. Sans nommer personne.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez le besoin."},
    )


class NeedFactForm(RenewedForm):
    """What becomes of a need. Hidden: how many facts the page showed."""

    state = forms.ChoiceField(label="État", error_messages={"required": "Choisissez un état."})
    whom = forms.CharField(
        label="Transmis à",
        required=False,
        max_length=MAX_LINE,
        validators=[no_patient_data],
        help_text="Quand il est transmis. Un rôle suffit : « l’éditeur », « le médecin ».",
    )
    note = forms.CharField(
        label="Précision",
        required=False,
        max_length=MAX_LINE,
        validators=[no_patient_data],
        help_text="Nécessaire quand il est résolu (comment) ou écarté (pourquoi).",
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def offer(self, states: Iterable[NeedState]) -> None:
        """The states that may be chosen."""
        field = cast(forms.ChoiceField, self.fields["state"])
        field.choices = [("", "à choisir"), *((one.value, one.label) for one in states)]

    def new(self) -> NewNeedFact:
        return NewNeedFact(*(self.cleaned_data[name] for name in ("state", "whom", "note")))


class PeriodForm(forms.Form):
    """Of which period; a wrong day is the usual one: the half-year up to today.

    Once it was asked for its period, the fields say that one, whatever was typed.
    """

    du = forms.DateField(label="Du", required=False, widget=DayInput)
    au = forms.DateField(label="Au", required=False, widget=DayInput)

    def period(self, today: date) -> tuple[date, date]:
        """Both days, in their order whichever was typed first, the last one not after today."""
        self.is_valid()
        typed = self.cleaned_data if self.is_bound else {}
        until = min(typed.get("au") or today, today)
        since, until = sorted((typed.get("du") or until - A_PERIOD, until))
        until = min(until, today)
        self.initial = {"du": since, "au": until}
        if self.is_bound:
            self.data = {name: day.isoformat() for name, day in self.initial.items()}
        return since, until


class SendingForm(FormOnce, RenewedForm):
    """To whom a synthesis was sent."""

    whom = forms.CharField(
        label="Envoyée à",
        max_length=MAX_LINE,
        validators=[no_patient_data],
        help_text="Un rôle suffit : « l’éditeur du logiciel ».",
        error_messages={"required": "Dites à qui elle a été envoyée."},
    )
    sent_on = forms.DateField(label="Le", widget=DayInput)
    since = forms.DateField(widget=forms.HiddenInput)
    until = forms.DateField(widget=forms.HiddenInput)
