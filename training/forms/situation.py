from typing import Any, cast

from django import forms

from records.validators import no_patient_data
from training.enums import SITUATION_ACTS, Situation, SituationAct, SituationReason
from training.forms.cohort import DayInput
from training.models import Cohort, Enrolment


class SituationForm(forms.Form):
    """What changes, from which day, and why; hidden: the last change that the page showed."""

    act = forms.ChoiceField(label="Ce qui change", widget=forms.RadioSelect)
    since = forms.DateField(
        label="À partir du",
        widget=DayInput,
        help_text="Ce jour compte : la personne n’est plus attendue, ou l’est de nouveau.",
    )
    why = forms.ChoiceField(label="Raison", choices=[("", "Choisissez"), *SituationReason.choices])
    note = forms.CharField(
        label="Précision",
        max_length=300,
        required=False,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="La personne la lit. N’écrivez jamais la cause d’un arrêt de travail.",
    )
    cohort = forms.ModelChoiceField(
        label="Nouvelle promotion",
        queryset=Cohort.objects.none(),
        required=False,
        empty_label="aucune",
        help_text="Seulement pour un changement de promotion : même version du parcours.",
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now_is = Situation(enrolment.situation)
        cast(forms.ChoiceField, self.fields["act"]).choices = [
            (act.value, act.label) for act in SituationAct if now_is in SITUATION_ACTS[act][0]
        ]
        cohort = cast(forms.ModelChoiceField, self.fields["cohort"])
        cohort.queryset = Cohort.objects.filter(
            organisation=enrolment.cohort.organisation_id,
            track_version=enrolment.track_version_id,
        ).exclude(enrolments__learner=enrolment.learner_id)
