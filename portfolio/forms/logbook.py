"""What a learner types in a week: a situation, the hours."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, cast

from django import forms
from django.forms.boundfield import BoundWidget

from curricula.models import Block, Competency
from portfolio.enums import GESTURES, EntryKind
from portfolio.rules.logbook import MAX_TEXT, WEEK_MINUTES
from records.validators import no_patient_data

SHORT_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")


class Tick(NamedTuple):
    """A competency to tick."""

    pk: int
    code: str
    text: str
    checked: bool


class TickGroup(NamedTuple):
    """Competencies shown together; an open group asks for no tap."""

    title: str
    ticks: list[Tick]
    open: bool


class EntryForm(forms.Form):
    """A situation; `blocks` are those of the pinned reference, `used` the most used ones first."""

    day = forms.TypedChoiceField(label="Jour", coerce=date.fromisoformat, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Genre", choices=EntryKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Ce qui s’est passé, ce que j’ai fait",
        help_text="Aucun nom, aucun détail qui fasse reconnaître un patient.",
        max_length=MAX_TEXT,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez ce qui s’est passé : le texte est vide."},
    )
    competencies = forms.TypedMultipleChoiceField(
        label="Compétences mises en œuvre",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        days: Iterable[date],
        blocks: Iterable[Block],
        used: Iterable[int] = (),
        draft_key: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.blocks, self.used = list(blocks), list(used)
        self.known = {c.pk: c for block in self.blocks for c in block.competencies.all()}
        day_field = cast(forms.TypedChoiceField, self.fields["day"])
        day_field.choices = [
            (day.isoformat(), f"{SHORT_DAYS[day.weekday()]} {day.day}") for day in days
        ]
        ticks = cast(forms.TypedMultipleChoiceField, self.fields["competencies"])
        ticks.choices = [(pk, c.code) for pk, c in self.known.items()]
        if draft_key:
            self.fields["text"].widget.attrs["data-draft"] = draft_key

    def written(self) -> dict[str, Any]:
        """The situation as the services take it."""
        data = self.cleaned_data
        return {
            "day": data["day"],
            "kind": data["kind"],
            "text": data["text"],
            "competencies": [self.known[pk] for pk in data["competencies"]],
        }

    @property
    def kinds(self) -> list[tuple[BoundWidget, str]]:
        """The radio buttons of the kinds, each with its stitch."""
        return list(zip(iter(self["kind"]), GESTURES.values(), strict=True))

    @property
    def groups(self) -> list[TickGroup]:
        """The most used first, then the rest by block; without habits the first block is open."""
        ticked = {str(value) for value in self["competencies"].value() or []}
        first = [pk for pk in self.used if pk in self.known]
        groups = []
        if first:
            ticks = [_tick(self.known[pk], ticked) for pk in first]
            groups.append(TickGroup("Celles que vous cochez le plus", ticks, True))
        for block in self.blocks:
            rest = [_tick(c, ticked) for c in block.competencies.all() if c.pk not in first]
            shown = not groups or any(tick.checked for tick in rest)
            if rest:
                groups.append(TickGroup(block.title, rest, shown))
        return groups


def _tick(competency: Competency, ticked: set[str]) -> Tick:
    return Tick(competency.pk, competency.code, competency.text, str(competency.pk) in ticked)


class HoursForm(forms.Form):
    """Hours and minutes at the practice in a week."""

    hours = forms.IntegerField(
        label="heures", min_value=0, max_value=WEEK_MINUTES // 60, required=False
    )
    minutes = forms.IntegerField(label="minutes", min_value=0, max_value=59, required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["total"] = (data.get("hours") or 0) * 60 + (data.get("minutes") or 0)
        if data["total"] > WEEK_MINUTES:
            raise forms.ValidationError("Une semaine n’a que 168 heures.")
        return data
