from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms

from curricula.models import Mission
from records.forms.kept_files import PaperField
from records.rules.french import DAYS
from records.validators import no_patient_data
from training.enums import NOTED_STEPS, AgreementSide
from training.forms.cohort import DayInput
from training.forms.session import ClockInput
from training.forms.stored import FromStored
from training.models import PracticeAgreement
from training.queries.mission_limits import MissionLimit
from training.rules.timetable import Slot

HALVES = ("morning", "afternoon")
LABELS = {"morning": "matin", "afternoon": "après-midi"}


class MissionsField(forms.ModelMultipleChoiceField):
    """Missions to tick; one that is not open to the person says so, and the service decides."""

    widget = forms.CheckboxSelectMultiple
    limits: Mapping[int, MissionLimit] = {}

    def label_from_instance(self, obj: Mission) -> str:
        limit = self.limits.get(obj.pk)
        return f"{obj} ({limit.label})" if limit else str(obj)


class AgreementForm(FromStored):
    """A version of the agreement: the week at the practice, the objective, what is delegated.

    Hidden: the number of the newest version that the page showed.
    """

    since = forms.DateField(label="À partir du", widget=DayInput)
    objective = forms.CharField(
        label="Objectif convenu",
        max_length=1000,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez l’objectif convenu avec le cabinet."},
    )
    delegated = MissionsField(
        label="Missions déléguées",
        queryset=Mission.objects.none(),
        required=False,
        help_text="Ce qui n’est pas coché est hors limites dans ce cabinet.",
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        newest: PracticeAgreement | None,
        limits: Mapping[int, MissionLimit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        missions = cast(MissionsField, self.fields["delegated"])
        missions.limits = limits
        missions.queryset = Mission.objects.filter(established=True)
        for day, name in enumerate(DAYS, start=1):
            for half in HALVES:
                for end, word in (("start", "début"), ("end", "fin")):
                    label = f"{name.capitalize()} {LABELS[half]}, {word}"
                    self.fields[f"d{day}_{half}_{end}"] = forms.TimeField(
                        label=label, required=False, widget=ClockInput
                    )
        self.initial["seen"] = newest.number if newest else 0
        if newest:
            self._fill(newest)

    def _fill(self, newest: PracticeAgreement) -> None:
        """What the newest version says, to be changed."""
        self.initial.update(
            since=newest.since,
            objective=newest.objective,
            delegated=list(newest.delegated.all()),
        )
        taken: set[str] = set()
        for slot in newest.timetable:
            half = f"d{slot.weekday}_morning"
            half = f"d{slot.weekday}_afternoon" if half in taken else half
            taken.add(half)
            self.initial.update({f"{half}_start": slot.starts, f"{half}_end": slot.ends})

    @property
    def days(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The week as the page shows it: a day with its four hours."""
        for day, name in enumerate(DAYS, start=1):
            names = [f"d{day}_{half}_{end}" for half in HALVES for end in ("start", "end")]
            yield name, [self[one] for one in names]

    def clean(self) -> dict[str, Any]:
        """Both ends of a half-day, or none."""
        data = super().clean() or {}
        slots = []
        for day in range(1, len(DAYS) + 1):
            for half in HALVES:
                start, end = (
                    data.pop(f"d{day}_{half}_start", None),
                    data.pop(f"d{day}_{half}_end", None),
                )
                if start and end:
                    slots.append(Slot(day, start, end))
                elif start or end:
                    missing = "end" if start else "start"
                    self.add_error(f"d{day}_{half}_{missing}", "Il manque cette heure.")
        data["slots"] = slots
        return data


class SidesField(forms.MultipleChoiceField):
    """Shows the parties that are left; takes any party, so that the service says who has signed."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return value in AgreementSide.values


class AgreementPaperForm(forms.Form):
    """The scan of a version signed on paper, who signed on it, and the date it bears."""

    upload = PaperField(
        label="Convention signée, numérisée ou photographiée",
        help_text="PDF, JPEG ou PNG, 10 Mo au plus. Le cabinet et l’assistant la verront. Un "
        "numéro de sécurité sociale n’y a pas sa place : cachez-le.",
    )
    sides = SidesField(
        label="Ont signé sur ce papier",
        help_text="Qui a signé depuis son compte garde sa signature.",
        error_messages={"required": "Cochez au moins une partie qui a signé sur ce papier."},
    )
    signed_on = forms.DateField(label="Date écrite sur le papier", widget=DayInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, left: Sequence[AgreementSide], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(SidesField, self.fields["sides"]).choices = [
            (side.value, side.label.capitalize()) for side in left
        ]
        if not self.is_bound:
            self.initial["form_key"] = uuid4()


class StepForm(forms.Form):
    """A step that took place; at the visit, each point of the checklist that was ready."""

    step = forms.ChoiceField(
        label="Étape", choices=[("", "Choisissez"), *((s.value, s.label) for s in NOTED_STEPS)]
    )
    done_on = forms.DateField(
        label="Fait le", widget=DayInput, help_text="Un rendez-vous de suivi peut être à venir."
    )
    note = forms.CharField(
        label="Ce qui a été dit ou convenu",
        max_length=1000,
        required=False,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ready = forms.MultipleChoiceField(
        label="Points vérifiés au poste de travail",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="À la visite seulement : cochez ce qui est prêt (liste des employeurs).",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, points: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        cast(forms.MultipleChoiceField, self.fields["ready"]).choices = [
            (str(place), text) for place, text in enumerate(points)
        ]
        if not self.is_bound:
            self.initial["form_key"] = uuid4()

    @property
    def checks(self) -> list[tuple[str, bool]]:
        """Every point with whether it was ready; none for another step than the visit."""
        if self.cleaned_data["step"] != "visit":
            return []
        ready = set(self.cleaned_data["ready"])
        return [(text, str(place) in ready) for place, text in enumerate(self.points)]
