from typing import Any
from uuid import uuid4

from django import forms

from curricula.enums import CONDITION_STATUSES, CarerDiploma
from curricula.models import Mission, MissionCondition
from curricula.services.mission_conditions import ConditionSaid
from records.validators import no_patient_data

SAID = ("quote", "source", "link", "read_on", "status", "since", "until")


def _day(label: str, help_text: str = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        validators=[no_patient_data],
        error_messages={"required": "Donnez le motif, en quelques mots."},
    )


class ConditionForm(forms.Form):
    """A condition on a mission; hidden: the key that makes a second click harmless.

    A correction keeps its mission and says why.
    """

    mission = forms.ModelChoiceField(
        label="Mission", queryset=Mission.objects.all(), empty_label="Choisissez"
    )
    diplomas = forms.MultipleChoiceField(
        label="Diplômes qui ouvrent cette mission",
        choices=CarerDiploma,
        widget=forms.CheckboxSelectMultiple,
        help_text="Un seul suffit. Ce sont ceux que le site sait contrôler.",
        error_messages={"required": "Cochez au moins un des trois diplômes."},
    )
    quote = forms.CharField(
        label="Ce que dit le texte",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Recopiez la phrase qui le dit : on la lira à côté de la mission.",
    )
    source = forms.CharField(
        label="Source",
        max_length=300,
        help_text="Le texte et son article, par exemple « Arrêté du …, article … ».",
    )
    link = forms.URLField(
        label="Adresse de la source", max_length=500, assume_scheme="https",
        help_text="La page où chacun peut la relire.",
    )  # fmt: skip
    read_on = _day("Source lue le")
    status = forms.ChoiceField(
        label="Certitude",
        choices=[(one.value, one.label.capitalize()) for one in CONDITION_STATUSES],
        widget=forms.RadioSelect,
        help_text="Vérifié : vous avez lu le texte officiel en entier. À vérifier : tout le reste, "
        "et la condition est alors montrée et ne refuse rien.",
    )
    since = _day("En vigueur à partir du")
    until = _day("Dernier jour", "Vide : sans fin connue.", required=False)
    reason = _reason("Motif de la correction")
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, condition: MissionCondition | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if condition is None:
            del self.fields["reason"]
        else:
            del self.fields["mission"]
            self.initial.update({name: getattr(condition, name) for name in SAID})
            self.initial["diplomas"] = [one.value for one in condition.opened_by]
        if not self.is_bound:
            self.initial["form_key"] = uuid4()

    @property
    def sent(self) -> dict[str, Any]:
        """Arguments of the service."""
        data = self.cleaned_data
        said = ConditionSaid(diplomas=tuple(data["diplomas"]), **{one: data[one] for one in SAID})
        beside: dict[str, Any] = {one: data[one] for one in ("mission", "reason") if one in data}
        return {"said": said, "form_key": str(data["form_key"]), **beside}


class ConditionWithdrawForm(forms.Form):
    reason = _reason("Motif du retrait")
