"""What those who accompany type of a meeting, and what is agreed there."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField

from people.models import Organisation
from portfolio.enums import VisitHalf
from portfolio.models import Meeting, MeetingMinutes
from portfolio.queries.meeting import Owner
from portfolio.rules.group_day import LONGEST, MOST_MONTHS, SHORTEST, Rhythm
from portfolio.rules.logbook import MAX_TEXT
from portfolio.rules.meeting import MAX_ACTION, MAX_REASON, PARTS, WrittenMinutes
from portfolio.services.follow_up import WrittenAction
from records.forms.confirmation import ConfirmsNames
from records.validators import no_patient_data
from training.forms.calendar import RenewedForm
from training.forms.cohort import DayInput
from training.forms.stored import FromStored

HALVES = [(one.value, one.label.capitalize()) for one in VisitHalf]


def section_field(title: str, about: str) -> forms.CharField:
    """A part of the minutes; the form reads it, and asks about names."""
    return forms.CharField(
        label=title,
        help_text=about,
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class MinutesForm(RenewedForm, FromStored, ConfirmsNames):
    """The minutes of a meeting: new, a draft, or a correction with its reason.

    Hidden: a key for a new one, the version that the page showed for the others.
    """

    guarded = (*PARTS, "reason")

    held_on = forms.DateField(
        label="Jour de la rencontre",
        widget=DayInput,
        error_messages={"required": "Dites quel jour a eu lieu la rencontre."},
    )
    half = forms.ChoiceField(
        label="Demi-journée",
        required=False,
        choices=[("", "À vérifier"), *HALVES],
        help_text="Une visite prend une demi-journée. Elle se change tant que c’est un brouillon.",
    )
    practice = forms.TypedChoiceField(label="Cabinet", coerce=int)
    reason = forms.CharField(
        label="Raison de la correction",
        max_length=MAX_REASON,
        help_text="Gardée avec la nouvelle version et lue avec elle.",
        error_messages={"required": "Dites pourquoi le compte rendu est corrigé."},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        practices: Iterable[Organisation] = (),
        correcting: MeetingMinutes | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, offered = meeting, list(practices)
        left_out = {"version"} if meeting.pk is None else {"form_key"}
        left_out |= {"held_on", "practice"} if correcting else {"reason"}
        left_out |= {"half"} if correcting and meeting.half else set()
        left_out |= set() if offered else {"half", "practice"}
        for name in left_out:
            self.fields.pop(name, None)
        if correcting and "half" in self.fields:
            half = cast(forms.ChoiceField, self.fields["half"])
            half.choices = [("", "Non notée"), *HALVES]
            half.help_text = "Elle se dit une fois. Laissez « Non notée » si vous ne savez plus."
        if "practice" in self.fields:
            field = cast(forms.ChoiceField, self.fields["practice"])
            field.choices = [(one.pk, str(one)) for one in offered]
        stored = correcting or meeting
        for name, part in zip(PARTS, meeting.sections, strict=False):
            self.fields[name] = section_field(*part)
            self.initial[name] = getattr(stored, name)
        self.initial.update(version=meeting.version, form_key=uuid4())
        if meeting.pk:
            self.initial.update(
                held_on=meeting.held_on, half=meeting.half, practice=meeting.practice_id
            )

    @property
    def parts(self) -> list[BoundField]:
        """The sections, in their order."""
        return [self[name] for name in PARTS if name in self.fields]

    def written(self) -> WrittenMinutes:
        """The minutes as the services take them."""
        data = self.cleaned_data
        first, second, third = (data.get(name, "") for name in PARTS)
        held_on = data.get("held_on") or self.meeting.held_on
        return WrittenMinutes(
            held_on, first, second, third, data.get("practice"), data.get("half", "")
        )


class ActionForm(RenewedForm):
    """An action: what, by whom, until when."""

    text = forms.CharField(
        label="Action",
        max_length=MAX_ACTION,
        validators=[no_patient_data],
        help_text="Une phrase. La personne, ou le groupe, la lit une fois le compte rendu diffusé.",
        error_messages={"required": "Écrivez l’action."},
    )
    owner = forms.ChoiceField(
        label="Par", error_messages={"required": "Choisissez qui fait l’action."}
    )
    due_on = forms.DateField(
        label="Échéance",
        widget=DayInput,
        error_messages={"required": "Dites jusqu’à quel jour."},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, owners: Iterable[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {f"{one.owner}:{one.practice or ''}": one for one in owners}
        field = cast(forms.ChoiceField, self.fields["owner"])
        field.choices = [("", "Choisissez"), *((k, one.words) for k, one in self.owners.items())]
        self.initial["form_key"] = uuid4()

    def written(self) -> WrittenAction:
        """The action as the services take it."""
        data, one = self.cleaned_data, self.owners[self.cleaned_data["owner"]]
        return WrittenAction(data["text"], one.owner, one.practice, data["due_on"])


class NoteForm(forms.Form):
    """One button: done, or taken up again; it names the fact that the page showed."""

    done = forms.TypedChoiceField(
        choices=[("1", "faite"), ("0", "à reprendre")], coerce=lambda value: value == "1"
    )
    seen = forms.IntegerField(min_value=0)


class AdvanceForm(forms.Form):
    """One button: validate or diffuse; it names the version that the page showed."""

    state = forms.CharField(max_length=10, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0)


class RhythmForm(RenewedForm, FromStored):
    """How often a group meets. Hidden: the version that the page showed."""

    first_on = forms.DateField(label="Premier regroupement", widget=DayInput)
    first_days = forms.IntegerField(
        label="D’abord, tous les combien de jours", min_value=SHORTEST, max_value=LONGEST
    )
    first_months = forms.IntegerField(
        label="Pendant combien de mois", min_value=0, max_value=MOST_MONTHS
    )
    then_days = forms.IntegerField(
        label="Ensuite, tous les combien de jours", min_value=SHORTEST, max_value=LONGEST
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rhythm: Rhythm, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(vars(rhythm), seen=seen)

    def written(self) -> Rhythm:
        """The rhythm as the services take it."""
        data = self.cleaned_data
        names = ("first_on", "first_days", "first_months", "then_days")
        return Rhythm(**{name: data[name] for name in names})
