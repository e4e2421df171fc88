"""The rubric as it is filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from assessments.enums import LEVEL_LABELS
from assessments.forms.shown import ShownAgain
from assessments.rules.rubric import LEVELS
from assessments.services.grade import MAX_COMMENT, MAX_REASON
from curricula.models import RubricCriterion
from records.validators import no_patient_data

LETTERS = "abcdefghijklmnopqrstuvwxyz"
CHOICES = list(zip(LEVELS, LEVEL_LABELS, strict=True))


@dataclass(frozen=True)
class CriterionRow:
    """A criterion with its key and the text of each level beside its button."""

    letter: str
    field: forms.BoundField
    levels: list[tuple[Any, str]]


class GradeForm(ShownAgain):
    comment = forms.CharField(
        label="Un mot pour la personne",
        required=False,
        max_length=MAX_COMMENT,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label="Pourquoi changer la note ?",
        required=False,
        max_length=MAX_REASON,
        validators=[no_patient_data],
    )
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, criteria: list[RubricCriterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"c{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.title,
                choices=CHOICES,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Choisissez un niveau.",
                    "invalid_choice": "Les niveaux vont de 0 à 3.",
                },
            )

    def rows(self) -> Iterator[CriterionRow]:
        for letter, criterion in zip(LETTERS, self.criteria, strict=False):
            field = self[f"c{criterion.pk}"]
            yield CriterionRow(letter, field, list(zip(field, criterion.levels, strict=False)))

    def scores(self) -> dict[int, int]:
        return {c.pk: self.cleaned_data[f"c{c.pk}"] for c in self.criteria}

    def last_letter(self) -> str:
        return LETTERS[len(self.criteria) - 1]
