from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from curricula.forms.track import DurationField
from people.models import Membership, Organisation
from records.validators import no_patient_data, only_staff_named
from training.forms.cohort import DayInput
from training.forms.stored import FromStored
from training.models import EmploymentContract, NamedReferent, SharedPost
from training.services.contract import MAX_KIND, MAX_NAME, MAX_REASON

PHONE = r"^[+0-9][0-9 .()/-]{5,19}$"


def _weekly(help_text: str) -> DurationField:
    return DurationField(label="Durée par semaine", help_text=help_text)


class ContractForm(FromStored):
    """The dates and hours of a contract; hidden: the newest version that the page showed."""

    starts_on = forms.DateField(label="Premier jour du contrat", widget=DayInput)
    ends_on = forms.DateField(
        label="Dernier jour du contrat",
        widget=DayInput,
        required=False,
        help_text="Vide : sans terme.",
    )
    weekly_minutes = _weekly("Telle qu’écrite au contrat, par exemple « 35 h ».")
    kind = forms.CharField(
        label="Nature, telle qu’écrite au contrat",
        max_length=MAX_KIND,
        required=False,
        validators=[no_patient_data],
    )
    reason = forms.CharField(
        label="Motif de la correction",
        max_length=MAX_REASON,
        validators=[no_patient_data],
        help_text="La personne et ses cabinets le lisent. La version d’avant reste.",
        error_messages={"required": "Donnez le motif de la correction, en quelques mots."},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, newest: EmploymentContract | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = newest.number if newest else 0
        if newest:
            for name in ("starts_on", "ends_on", "weekly_minutes", "kind"):
                self.initial[name] = getattr(newest, name)
        else:
            del self.fields["reason"]


class SharedPostForm(forms.Form):
    """A further practice; hidden: the number of the newest share that the page showed."""

    practice = forms.ModelChoiceField(
        label="Autre cabinet", queryset=Organisation.objects.none(), empty_label="Choisissez"
    )
    since = forms.DateField(
        label="À partir du",
        widget=DayInput,
        help_text="De ce jour à la fin, ce cabinet voit l’inscription comme le cabinet principal.",
    )
    until = forms.DateField(
        label="N’y est plus à partir du",
        widget=DayInput,
        required=False,
        help_text="Le lendemain du dernier jour. Vide : sans fin prévue.",
    )
    weekly_minutes = _weekly("Dans ce cabinet, par exemple « 14 h ».")
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, practices: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["practice"]).queryset = practices


class EndShareForm(forms.Form):
    """The end of a share and why; hidden: the newest end that the page showed."""

    until = forms.DateField(
        label="N’y est plus à partir du",
        widget=DayInput,
        help_text="Le lendemain du dernier jour. Le premier jour lui-même retire un partage noté "
        "par erreur.",
    )
    reason = forms.CharField(
        label="Motif",
        max_length=MAX_REASON,
        validators=[no_patient_data],
        help_text="La personne et ses cabinets le lisent. N’écrivez jamais la cause d’un arrêt.",
        error_messages={"required": "Donnez le motif, en quelques mots."},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, post: SharedPost, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = post.ends.first()
        self.initial["seen"] = newest.number if newest else 0


class MemberChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user}, {obj.get_role_display()}"


class ReferentForm(forms.Form):
    """Who answers on one side; hidden: the newest referent of that side that the page showed.

    A practice may name somebody without an account.
    """

    member = MemberChoice(
        label="Personne qui a un compte", queryset=Membership.objects.none(), required=False
    )
    name = forms.CharField(
        label="Nom, si elle n’a pas de compte",
        max_length=MAX_NAME,
        required=False,
        validators=[only_staff_named],
    )
    phone = forms.RegexField(
        PHONE,
        label="Téléphone professionnel",
        required=False,
        error_messages={"invalid": "Écrivez un numéro comme « 01 23 45 67 89 »."},
    )
    email = forms.EmailField(label="Adresse électronique professionnelle", required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        members: QuerySet[Membership],
        accounts_only: bool,
        newest: NamedReferent | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        member = cast(MemberChoice, self.fields["member"])
        member.queryset = members
        if accounts_only:
            member.required, member.label = True, "Personne de l’organisme de formation"
            member.error_messages["required"] = "Choisissez quelqu’un."
            for name in ("name", "phone", "email"):
                del self.fields[name]
        self.initial["seen"] = newest.number if newest else 0
