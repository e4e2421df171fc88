from typing import Any, cast

from django import forms

from curricula.enums import CarerDiploma
from curricula.queries import newest_versions
from people.models import Membership, Organisation
from records.validators import no_patient_data, only_staff_named
from training.enums import DiplomaSeen
from training.services.rights import SeenDiploma


class DayInput(forms.DateInput):
    """A date as the browser of the person writes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CohortForm(forms.Form):
    """A new cohort on the newest published version of a track."""

    title = forms.CharField(
        label="Nom de la promotion",
        max_length=160,
        validators=[no_patient_data],
        help_text="Par exemple « Lyon, automne 2026 ».",
    )
    track_version = forms.ModelChoiceField(
        label="Parcours suivi",
        queryset=newest_versions(),
        empty_label="Choisissez un parcours",
    )
    starts_on = forms.DateField(label="Début", widget=DayInput)
    ends_on = forms.DateField(label="Fin prévue", widget=DayInput)


class AssistantChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user}, {obj.organisation}"


class SeenDiplomaForm(forms.Form):
    """A carer's diploma that one has seen."""

    diploma = forms.ChoiceField(
        label="Diplôme que vous avez vu", choices=[("", "Choisissez"), *CarerDiploma.choices]
    )
    obtained_on = forms.DateField(label="Obtenu le", widget=DayInput)
    seen_as = forms.ChoiceField(
        label="Vous avez eu sous les yeux", choices=DiplomaSeen.choices, widget=forms.RadioSelect
    )

    @property
    def seen(self) -> SeenDiploma | None:
        """What was seen; None where the form does not ask for it."""
        data = self.cleaned_data
        if "diploma" not in data:
            return None
        return SeenDiploma(data["diploma"], data["obtained_on"], data["seen_as"])


class EnrolForm(SeenDiplomaForm):
    """Enrols an assistant of a practice: the membership says both who and where.

    A track for carers also asks for the diploma.
    """

    assistant = AssistantChoice(
        label="Personne et cabinet",
        queryset=Membership.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    recruited_on = forms.DateField(
        label="Recruté le",
        widget=DayInput,
        help_text="Date du contrat au cabinet. Le délai de formation se compte à partir d’elle.",
    )
    funder = forms.ModelChoiceField(
        label="Financeur",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="aucun",
    )

    def __init__(
        self,
        *args: Any,
        assistants: list[Membership],
        funders: Any,
        for_carers: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not for_carers:
            for name in ("diploma", "obtained_on", "seen_as"):
                del self.fields[name]
        ids = [membership.pk for membership in assistants]
        found = Membership.objects.filter(pk__in=ids).select_related("user", "organisation")
        assistant = cast(AssistantChoice, self.fields["assistant"])
        assistant.queryset = found.order_by("user__last_name", "pk")
        cast(forms.ModelChoiceField, self.fields["funder"]).queryset = funders


class PracticeForm(forms.Form):
    """A practice where assistants work."""

    name = forms.CharField(
        label="Nom du cabinet ou de la maison de santé",
        max_length=160,
        validators=[only_staff_named],
    )
    city = forms.CharField(
        label="Ville", max_length=80, required=False, validators=[only_staff_named]
    )
