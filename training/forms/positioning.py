from collections.abc import Iterator
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from curricula.forms.track import DurationField
from curricula.models import Block, Competency, Module
from records.validators import no_patient_data
from training.enums import PositionLevel, PositionRater, PriorKind
from training.forms.cohort import DayInput
from training.forms.stored import FromStored
from training.models import Enrolment
from training.queries.positioning import PathLine, PositionBlock
from training.rules.positioning import POLICY, WHOLE


class SeenForm(forms.Form):
    """A form that says what its page showed; after a refusal it says what the page shows now."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen

    def renew(self, seen: int) -> None:
        """What was typed stays."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = str(seen)
        self.data = data


class PositionsForm(SeenForm):
    """A level for each competency of the reference; those left alone stay as they are."""

    def __init__(
        self, *args: Any, blocks: list[PositionBlock], rater: PositionRater, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = blocks
        for block in blocks:
            for line in block.lines:
                held = getattr(line, rater)
                self.fields[f"k{line.competency.pk}"] = forms.TypedChoiceField(
                    label=f"{line.competency.code} {line.competency.text}",
                    choices=PositionLevel.choices,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=held.level if held else None,
                    widget=forms.RadioSelect,
                )

    def groups(self) -> Iterator[tuple[Block, list[BoundField]]]:
        """The fields, block by block."""
        for block in self.blocks:
            yield block.block, [self[f"k{line.competency.pk}"] for line in block.lines]

    @property
    def levels(self) -> dict[Competency, PositionLevel]:
        """What is ticked."""
        lines = [line for block in self.blocks for line in block.lines]
        ticked = {line.competency: self.cleaned_data[f"k{line.competency.pk}"] for line in lines}
        return {c: PositionLevel(level) for c, level in ticked.items() if level is not None}


class PriorForm(forms.Form):
    """A diploma or hours followed elsewhere."""

    kind = forms.ChoiceField(label="Genre", choices=PriorKind.choices)
    title = forms.CharField(label="Intitulé", max_length=200, validators=[no_patient_data])
    obtained_on = forms.DateField(label="Obtenu ou terminé le", widget=DayInput)
    module = forms.ModelChoiceField(
        label="Module du parcours",
        queryset=Module.objects.none(),
        required=False,
        empty_label="Aucun en particulier",
        help_text="Seulement si des heures se rapportent à ce module.",
    )
    minutes = DurationField(
        label="Durée suivie pour ce module",
        required=False,
        help_text="Par exemple « 14 h ». Rien pour un diplôme sans durée.",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        module = cast(forms.ModelChoiceField, self.fields["module"])
        module.queryset = Module.objects.filter(track_version=enrolment.track_version_id)
        self.initial["form_key"] = uuid4()

    def clean_minutes(self) -> int:
        return self.cleaned_data["minutes"] or 0


class ExemptionForm(SeenForm, FromStored):
    """What the lead takes off a module; it begins with the last decision, or the proposal."""

    percentage = forms.TypedChoiceField(
        label="Allègement du module",
        coerce=int,
        choices=[(n, f"{n} %") for n in range(0, WHOLE + 1, POLICY.step)],
    )
    prior_minutes = DurationField(
        label="Heures acquises ailleurs, acceptées",
        required=False,
        help_text="Par exemple « 7 h ». Au plus ce qui est déclaré et assez récent.",
    )
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne le lira, avec votre nom.",
    )

    def __init__(self, *args: Any, line: PathLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = line.decision
        self.initial["percentage"] = held.percentage if held else line.proposal.percentage
        self.initial["prior_minutes"] = held.prior_minutes if held else line.proposal.prior

    def clean_prior_minutes(self) -> int:
        return self.cleaned_data["prior_minutes"] or 0
