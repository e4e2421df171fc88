"""What people type of a group of users: its name and rhythm, its meetings, its référents."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from people.models import Membership
from portfolio.enums import GroupKind
from portfolio.forms.practice import FormOnce
from portfolio.models import UserGroup
from portfolio.rules.user_group import (
    FEWEST_WEEKS,
    MAX_NAME,
    MAX_WORDS,
    MOST_WEEKS,
    USUAL_WEEKS,
    GroupPace,
)
from records.validators import no_patient_data
from training.forms.calendar import RenewedForm
from training.forms.cohort import DayInput
from training.forms.stored import FromStored


class PaceFields(forms.Form):
    """How often a group meets."""

    weeks = forms.IntegerField(
        label="Une réunion toutes les … semaines", min_value=FEWEST_WEEKS, max_value=MOST_WEEKS
    )
    first_on = forms.DateField(label="À partir du", widget=DayInput)

    def pace(self) -> GroupPace:
        """The rhythm as the services take it."""
        data = self.cleaned_data
        return GroupPace(data["weeks"], data["first_on"], data.get("closed", False))


class NewGroupForm(FormOnce, PaceFields, RenewedForm):
    """A new group."""

    kind = forms.ChoiceField(label="Réuni par", choices=GroupKind.choices)
    name = forms.CharField(
        label="Nom",
        max_length=MAX_NAME,
        validators=[no_patient_data],
        help_text="Le logiciel, le niveau ou le thème : « Logiciel du cabinet, débutants ».",
        error_messages={"required": "Donnez un nom au groupe."},
    )
    field_order = ("kind", "name", "weeks", "first_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["weeks"] = USUAL_WEEKS


class SettingForm(FromStored, PaceFields, RenewedForm):
    """Another rhythm, closed or open again. Hidden: the version that the page showed."""

    closed = forms.BooleanField(
        label="Groupe fermé",
        required=False,
        help_text="Ses pages restent ; rien de nouveau n’y entre, sauf les suites des besoins.",
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, group: UserGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(vars(group.pace), seen=group.setting.number)


class SessionForm(FormOnce, RenewedForm):
    """A meeting that was held."""

    held_on = forms.DateField(label="Jour de la réunion", widget=DayInput)
    text = forms.CharField(
        label="Ce qui s’est dit",
        max_length=MAX_WORDS,
        validators=[no_patient_data],
        help_text="Lu par les participants. Sans nommer personne.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Dites ce qui s’est dit, en quelques phrases."},
    )


class GroupReferentForm(RenewedForm):
    """Whom a practice names. Hidden: how many namings the page showed."""

    person = forms.ChoiceField(label="Référent du cabinet", required=False)
    since = forms.DateField(label="À partir du", widget=DayInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field = cast(forms.ChoiceField, self.fields["person"])
        named = [(pk, f"{m.user}, {m.get_role_display()}") for pk, m in self.people.items()]
        field.choices = [("", "personne"), *named]

    def sent(self) -> dict[str, Any]:
        """Arguments of the service."""
        data = self.cleaned_data
        return {**data, "person": self.people.get(data["person"])}
