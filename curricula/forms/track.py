"""What is typed to write a track: its head, its modules, what it leaves out."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from curricula.enums import BudgetCategory, VersionState
from curricula.forms.reference import RevisionForm
from curricula.models import Qualification
from curricula.rules.plan import TrackPlan, WorkFrame
from records.rules.french import duration, parse_duration
from records.validators import no_patient_data

LONGEST_MINUTES = 600_000
CODE_ERRORS = {
    "required": "Donnez un code.",
    "invalid": "Un code s’écrit avec des lettres sans accent, des chiffres et des traits d’union.",
}


class DurationField(forms.CharField):
    """« 22 h », « 1 h 30 » or « 45 min », in minutes; nothing typed is `None`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return duration(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        minutes = parse_duration(text)
        if minutes is None or minutes > LONGEST_MINUTES:
            raise ValidationError("Écrivez une durée comme « 22 h », « 1 h 30 » ou « 45 min ».")
        return minutes


class ReferenceField(forms.ModelChoiceField):
    def __init__(self) -> None:
        published = Qualification.objects.filter(state=VersionState.PUBLISHED)
        super().__init__(
            published.order_by("title", "version"),
            label="Référentiel suivi",
            empty_label="Choisissez un référentiel",
            error_messages={"required": "Choisissez un référentiel."},
        )


def prose(label: str, help_text: str = "", rows: int = 2) -> forms.CharField:
    """An optional text of some lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4000,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class NewTrackForm(forms.Form):
    title = forms.CharField(label="Titre", max_length=160, validators=[no_patient_data])
    code = forms.SlugField(
        label="Code", max_length=40, error_messages=CODE_ERRORS,
        help_text="Il figure dans l’adresse publique et ne change plus.",
    )  # fmt: skip
    audience = forms.CharField(
        label="Public", max_length=300, required=False, validators=[no_patient_data],
        help_text="Pour qui est ce parcours : diplôme, expérience.",
    )  # fmt: skip
    for_carers = forms.BooleanField(
        label="Réservé aux soignants diplômés", required=False,
        help_text="Inscrire demandera le diplôme contrôlé (arrêté du 7 novembre 2019).",
    )  # fmt: skip
    qualification = ReferenceField()
    minutes = DurationField(label="Durée due", help_text="Par exemple « 115 h ».")

    def clean_minutes(self) -> int:
        return _positive(self.cleaned_data["minutes"])


def _positive(minutes: int) -> int:
    if minutes < 1:
        raise ValidationError("La durée est d’au moins une minute.")
    return minutes


class HeadForm(RevisionForm):
    """What holds for the whole version; a cap left empty is no cap, a cap of 0 closes."""

    minutes = DurationField(label="Durée due")
    qualification = ReferenceField()
    note = prose("Note", "Ce que le public doit savoir de cette répartition.", rows=4)
    source = prose("Source", "D’où viennent ces heures.")
    work_analysis = prose("Analyse du travail", "Ce que l’activité de travail permet d’apprendre.")
    work_tutor = prose("Formateur-tuteur", "Comment il est désigné avant que cela commence.")
    work_reflection = prose("Phases réflexives", "À part du travail : quand, avec qui.")
    work_evaluation = prose("Évaluations", "Celles qui jalonnent et terminent cette formation.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in BudgetCategory:
            self.fields[f"cap_{category}"] = DurationField(
                label=category.label.capitalize(), required=False
            )

    @property
    def caps(self) -> list[forms.BoundField]:
        return [self[f"cap_{category}"] for category in BudgetCategory]

    @property
    def work(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("work_")]

    @classmethod
    def of(cls, data: Any, plan: TrackPlan, qualification: Qualification, revision: int) -> Any:
        """As it was sent, or as the version says it."""
        if data:
            return cls(data)
        said = {
            "minutes": plan.minutes,
            "qualification": qualification,
            "note": plan.note,
            "source": plan.source,
            "work_analysis": plan.work.analysis,
            "work_tutor": plan.work.tutor,
            "work_reflection": plan.work.reflection,
            "work_evaluation": plan.work.evaluation,
            "revision": revision,
        }
        return cls(initial={**said, **{f"cap_{c}": minutes for c, minutes in plan.caps.items()}})

    def clean_minutes(self) -> int:
        return _positive(self.cleaned_data["minutes"])

    def plan(self, known: TrackPlan) -> TrackPlan:
        """The known plan with the head that was typed."""
        said = self.cleaned_data
        caps = {c: said[f"cap_{c}"] for c in BudgetCategory if said[f"cap_{c}"] is not None}
        work = WorkFrame(
            said["work_analysis"],
            said["work_tutor"],
            said["work_reflection"],
            said["work_evaluation"],
        )
        head = {name: said[name] for name in ("minutes", "note", "source")}
        return replace(known, **head, caps=caps, work=work)


class MoveForm(RevisionForm):
    """One place earlier or later."""

    by = forms.TypedChoiceField(choices=[("-1", "Plus tôt"), ("1", "Plus tard")], coerce=int)


class AbsenceForm(RevisionForm):
    """Which competency no module covers, and why that is accepted."""

    competency = forms.ChoiceField(label="Compétence", widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Motif",
        max_length=1000,
        validators=[no_patient_data],
        error_messages={"required": "Dites pourquoi cette absence est acceptée."},
    )

    def __init__(self, *args: Any, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]


class WithdrawForm(RevisionForm):
    competency = forms.CharField(max_length=130, widget=forms.HiddenInput)
