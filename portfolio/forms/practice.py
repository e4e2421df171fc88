"""What somebody of a practice answers, and to whom a link is sent."""

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any, cast

from django import forms
from django.utils import timezone

from people.models import Membership, Organisation
from portfolio.enums import AnswerKind, Prepared
from portfolio.models import LogbookEntry, PracticeSubstitute
from portfolio.rules.practice import (
    MAX_NAME,
    MAX_WORDS,
    Answer,
    addressee_lacks,
    answer_problem,
    term_problem,
)
from portfolio.services.practice_link import Addressee
from records.rules.french import day_and_month
from records.validators import no_patient_data, only_staff_named


class FormOnce(forms.Form):
    """A form that counts once: its token is made when it is shown."""

    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": token_urlsafe(16), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class AnswerForm(FormOnce):
    """Confirmed, not seen, level not reached; `of_entry`: what became of the prepared work.

    `by_link`: the person signs with the name they type.
    """

    kind = forms.ChoiceField(
        label="Que répondez-vous ?", choices=AnswerKind.choices, widget=forms.RadioSelect,
        initial=AnswerKind.CONFIRMED,
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip
    prepared = forms.ChoiceField(
        label="Le travail préparé par l’assistant",
        help_text="Si la situation en montre un : un courrier, un dossier, une liste.",
        choices=[("", "sans objet"), *Prepared.choices], widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    amended = forms.CharField(
        label="Ce que vous avez modifié",
        help_text="En mots de métier, sans rien d’un patient : « j’ai raccourci la conclusion ».",
        required=False, max_length=MAX_WORDS, validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    comment = forms.CharField(
        label="Un mot de plus",
        help_text="Lu par l’assistant et par l’organisme de formation. Rien d’un patient.",
        required=False, max_length=MAX_WORDS, validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    name = forms.CharField(
        label="Votre nom",
        help_text="Tel que vous signez. Il est gardé à côté de votre réponse.",
        max_length=MAX_NAME, validators=[only_staff_named],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Écrivez votre nom : il est gardé à côté de votre réponse."},
    )  # fmt: skip
    seen = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, seen: str, of_entry: bool, by_link: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"seen": seen}, **kwargs)
        if not of_entry:
            del self.fields["prepared"], self.fields["amended"]
        if not by_link:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        """Words of what was changed go with their choice; each is asked for at its field."""
        data = super().clean() or {}
        if "amended" in self.fields and {"kind", "comment", "prepared", "amended"} <= data.keys():
            self.fields["amended"].required = data["prepared"] == Prepared.AMENDED
            if problem := answer_problem(self.answer(), of_an_entry=True):
                self.add_error("prepared" if data["amended"] else "amended", problem)
        return data

    def answer(self) -> Answer:
        """The answer as the services take it."""
        data = self.cleaned_data
        return Answer(
            data["kind"], data["comment"], data.get("prepared", ""), data.get("amended", "")
        )


class SeenField(forms.MultipleChoiceField):
    """Weeks as the page showed them, « week:version:minutes »; the service knows which exist."""

    def valid_value(self, value: Any) -> bool:
        parts = str(value).split(":")
        return len(parts) == 3 and all(one.isdecimal() and len(one) < 12 for one in parts)


class ConfirmWeeksForm(FormOnce):
    """The weeks that were ticked; or one alone, by its own button."""

    weeks = SeenField(
        label="Semaines lues",
        error_messages={
            "required": "Cochez les semaines que vous avez lues.",
            "invalid_choice": "Une semaine n’est plus à signer.",
        },
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and data.get("one"):
            data = data.copy()
            data.setlist("weeks", [data["one"]])
        super().__init__(data, **kwargs)


class AddresseeForm(FormOnce):
    """A form with somebody chosen in `chosen`, or the name and the address of somebody else."""

    chosen = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get(self.chosen) and self.chosen not in self.errors:
            lacks = addressee_lacks(data.get("name", ""), data.get("email", ""))
            for field, problem in lacks.items():
                if field not in self.errors:
                    self.add_error(field, problem)
        return data


class LinkForm(AddresseeForm):
    """What the link opens, and for whom it is."""

    chosen = "substitute"

    about = forms.ChoiceField(label="Ce qu’il ouvre", widget=forms.RadioSelect)
    substitute = forms.ChoiceField(
        label="Un remplaçant nommé par le cabinet", required=False,
        help_text="Il signe à ses dates. Sinon, laissez vide et donnez un nom et une adresse.",
    )  # fmt: skip
    name = forms.CharField(
        label="Nom du médecin ou de la personne du cabinet", required=False, max_length=MAX_NAME,
        validators=[only_staff_named],
    )  # fmt: skip
    email = forms.EmailField(
        label="Son adresse électronique", required=False,
        help_text="Professionnelle, et à cette personne seule.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        practices: Iterable[Organisation],
        entries: Iterable[LogbookEntry],
        substitutes: Iterable[PracticeSubstitute],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.practices = {one.pk: one for one in practices}
        self.entries = {one.pk: one for one in entries}
        self.substitutes = {str(one.pk): one for one in substitutes}
        about = cast(forms.ChoiceField, self.fields["about"])
        about.choices = [
            *((f"week:{one.pk}", f"La semaine, {one}") for one in self.practices.values()),
            *((f"entry:{one.pk}", _words(one)) for one in self.entries.values()),
        ]
        if len(about.choices) == 1:
            self.initial["about"] = about.choices[0][0]
        if not self.substitutes:
            del self.fields["substitute"]
        else:
            chosen = cast(forms.ChoiceField, self.fields["substitute"])
            known = [(pk, f"{one}, {one.practice}") for pk, one in self.substitutes.items()]
            chosen.choices = [("", "aucun"), *known]

    def subject(self) -> tuple[Organisation, LogbookEntry | None]:
        """The practice, and the situation if the link is for one."""
        kind, _, pk = self.cleaned_data["about"].partition(":")
        if kind == "week":
            return self.practices[int(pk)], None
        entry = self.entries[int(pk)]
        return entry.practice, entry

    def addressee(self) -> Addressee:
        data = self.cleaned_data
        substitute = self.substitutes.get(data.get("substitute", ""))
        return Addressee(data["name"], data["email"], substitute)


class SubstituteForm(AddresseeForm):
    """Another employer of the practice, or somebody without an account; and the dates."""

    chosen = "member"

    member = forms.ChoiceField(
        label="Un autre employeur du cabinet", required=False,
        help_text="Ou, pour quelqu’un sans compte, son nom et son adresse.",
    )  # fmt: skip
    name = forms.CharField(
        label="Nom du remplaçant", required=False, max_length=MAX_NAME,
        validators=[only_staff_named],
    )  # fmt: skip
    email = forms.EmailField(label="Son adresse électronique", required=False)
    first_day = forms.DateField(
        label="Du", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label="Au", help_text="Ce jour compris.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(one.pk): one for one in colleagues}
        if not self.colleagues:
            del self.fields["member"]
        else:
            chosen = cast(forms.ChoiceField, self.fields["member"])
            known = [(pk, str(one.user)) for pk, one in self.colleagues.items()]
            chosen.choices = [("", "aucun"), *known]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if {"first_day", "last_day"} <= data.keys():
            days = data["first_day"], data["last_day"]
            if problem := term_problem(*days, timezone.localdate()):
                self.add_error("last_day", problem)
        return data

    def named(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        return {**data, "member": self.colleagues.get(data.get("member", ""))}


def _words(entry: LogbookEntry) -> str:
    kind = entry.get_kind_display().lower()
    return f"Une situation : {kind}, {day_and_month(entry.day)}, {entry.practice}"
