from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.forms.utils import from_current_timezone

from curricula.models import Module, ModuleBudget
from records.validators import no_patient_data, only_staff_named
from training.enums import SESSION_CATEGORIES
from training.forms.cohort import DayInput
from training.models import Cohort, Enrolment


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def add_instants(form: forms.Form, data: dict[str, Any]) -> dict[str, Any]:
    """The hours typed are those of the clock in Paris; one that never was is refused."""
    day = data.get("day")
    for field, name in (("start", "starts_at"), ("end", "ends_at")):
        if not (day and data.get(field)):
            continue
        try:
            data[name] = from_current_timezone(datetime.combine(day, data[field]))
        except forms.ValidationError:
            form.add_error(field, "Cette heure n’existe pas ou existe deux fois ce jour-là.")
    return data


class PresentField(forms.ModelMultipleChoiceField):
    """People by name; two of the same name are told apart by their practice."""

    widget = forms.CheckboxSelectMultiple
    homonyms: Collection[str] = ()

    def label_from_instance(self, obj: Enrolment) -> str:
        name = str(obj.learner)
        told = f"{name}, {obj.practice}" if name in self.homonyms else name
        return told if obj.follows else f"{told} ({obj.get_situation_display()})"


class SessionForm(forms.Form):
    """A session that took place; everybody is ticked, those who were absent are unticked.

    Also who is suspended today: they may have followed on the day, which is not known yet.
    """

    module = forms.ModelChoiceField(
        label="Module", queryset=Module.objects.none(), empty_label="Choisissez un module"
    )
    category = forms.ChoiceField(
        label="Catégorie",
        choices=[
            ("", "Choisissez une catégorie"),
            *((c.value, c.label) for c in SESSION_CATEGORIES),
        ],
        error_messages={
            "required": (
                "Choisissez la catégorie de la séance : ce module prévoit ses heures par catégorie."
            )
        },
        help_text="Les heures comptent dans ce que le module prévoit pour cette catégorie.",
    )
    title = forms.CharField(
        label="Sujet de la séance", max_length=200, validators=[no_patient_data]
    )
    day = forms.DateField(label="Date", widget=DayInput)
    start = forms.TimeField(label="Début", widget=ClockInput)
    end = forms.TimeField(label="Fin", widget=ClockInput)
    tutor = forms.CharField(
        label="Formateur-tuteur",
        max_length=160,
        required=False,
        validators=[only_staff_named],
        help_text="En situation de travail seulement. Sans son nom, ces heures ne comptent pas.",
    )
    reflection = forms.CharField(
        label="Phase réflexive",
        required=False,
        max_length=2000,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "En situation de travail seulement : quand et comment la personne est revenue sur son "
            "travail, à part de la situation (D6313-3-2)."
        ),
    )
    close_anyway = forms.BooleanField(label="Enregistrer quand même", required=False)
    present = PresentField(
        label="Personnes présentes",
        queryset=Enrolment.objects.none(),
        help_text="Tout le monde est coché : décochez les absents, et qui ne suivait pas la "
        "formation ce jour-là.",
        error_messages={"required": "Cochez au moins une personne présente."},
    )
    only_present = forms.BooleanField(
        label="Séance de rattrapage : seules les personnes cochées étaient attendues",
        required=False,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        enrolments = (
            Enrolment.objects.filter(cohort=cohort)
            .select_related("learner", "practice")
            .order_by("learner__last_name", "learner__first_name", "pk")
        )
        names = Counter(str(enrolment.learner) for enrolment in enrolments)
        present = cast(PresentField, self.fields["present"])
        present.homonyms = {name for name, times in names.items() if times > 1}
        present.queryset = enrolments
        module = cast(forms.ModelChoiceField, self.fields["module"])
        module.queryset = Module.objects.filter(track_version=cohort.track_version_id)
        self.nobody = not names
        self.to_confirm = False
        budgets = ModuleBudget.objects.filter(module__track_version=cohort.track_version_id)
        self.planned = set(budgets.values_list("category", flat=True))
        self.fields["category"].required = bool(self.planned)
        if not self.is_bound:
            self.initial.update(form_key=uuid4(), present=list(enrolments))

    def clean(self) -> dict[str, Any]:
        return add_instants(self, super().clean() or {})
