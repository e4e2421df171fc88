from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from records.validators import no_patient_data
from training.enums import Presence
from training.models import Enrolment
from training.queries.roll_call import Roll, RollLine
from training.rules.attendance import Mark, mark_problem

CHOICES = (
    (Presence.PRESENT.value, "Présent"),
    (Presence.ABSENT.value, "Absent"),
    (Presence.EXCUSED.value, "Excusé"),
)
NOT_NOTED = ""
MOST_MINUTES = 720
LATE, EARLY = "Minutes de retard", "Minutes avant la fin"


class MinutesField(forms.IntegerField):
    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST_MINUTES,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )


@dataclass(frozen=True)
class Choice:
    """One box of a person; the template writes it: 150 widgets cost more than the whole page."""

    id: str
    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class RollRow:
    """One person of the form; `shown`: the minutes are to be seen at once."""

    line: RollLine
    presence: BoundField
    choices: list[Choice]
    minutes: list[tuple[BoundField, str]]

    @property
    def shown(self) -> bool:
        return any(field.value() or field.errors for field, _ in self.minutes)


class RollCallForm(forms.Form):
    """Everybody of a session: present unless said otherwise; minutes late, or gone before the end.

    `marks()` gives what is noted once the form is valid.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, roll: Roll, length: int, correcting: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.roll, self.length, self.correcting = roll, length, correcting
        self.choices: dict[str, list[tuple[str, str]]] = {}
        self.fields["seen"].initial = roll.seen
        if correcting:
            self.fields["reason"] = forms.CharField(
                label="Motif de la correction",
                max_length=300,
                required=False,
                validators=[no_patient_data],
                help_text="Demandé dès qu’une présence déjà notée change ; la personne le lira.",
            )
        for line in roll.lines:
            self._add(line, correcting)

    def _add(self, line: RollLine, correcting: bool) -> None:
        name, pk = str(line.enrolment.learner), line.enrolment.pk
        choices = [*CHOICES]
        open_line = line.attendance is None and (correcting or self.roll.make_up)
        if open_line:
            choices.append((NOT_NOTED, "Pas attendu" if self.roll.make_up else "À noter"))
        unset = open_line and (correcting or not line.expected)
        self.choices[f"p{pk}"] = choices
        self.fields[f"p{pk}"] = forms.ChoiceField(
            label=name,
            choices=choices,
            required=not open_line,
            widget=forms.RadioSelect,
            initial=NOT_NOTED if unset else line.mark.presence.value,
        )
        late, early = (
            MinutesField(f"{name} : minutes de retard"),
            MinutesField(f"{name} : minutes avant la fin"),
        )
        late.initial, early.initial = line.mark.late or None, line.mark.early or None
        self.fields[f"r{pk}"], self.fields[f"d{pk}"] = late, early

    def rows(self) -> Iterator[RollRow]:
        """Each person with their fields, in the order of the roll."""
        for line in self.roll.lines:
            presence, late, early = (self[f"{letter}{line.enrolment.pk}"] for letter in "prd")
            chosen = presence.value()
            choices = [
                Choice(f"{presence.auto_id}_{place}", value, label, value == chosen)
                for place, (value, label) in enumerate(self.choices[presence.name])
            ]
            yield RollRow(line, presence, choices, [(late, LATE), (early, EARLY)])

    def clean(self) -> dict[str, Any]:
        """Minutes that cannot be are told with the name of the person."""
        data = super().clean() or {}
        for line in self.roll.lines:
            mark = self._mark(line.enrolment.pk)
            if mark and (problem := mark_problem(self.length, mark)):
                self.add_error(f"r{line.enrolment.pk}", problem)
        return data

    def _mark(self, pk: int) -> Mark | None:
        presence = self.cleaned_data.get(f"p{pk}")
        if not presence:
            return None
        if presence != Presence.PRESENT:
            return Mark(Presence(presence))
        minutes = (self.cleaned_data.get(f"{letter}{pk}") or 0 for letter in "rd")
        return Mark(Presence.PRESENT, *minutes)

    def marks(self) -> dict[Enrolment, Mark]:
        """What is noted of whom; those left open are not among them."""
        noted = {line.enrolment: self._mark(line.enrolment.pk) for line in self.roll.lines}
        return {enrolment: mark for enrolment, mark in noted.items() if mark}
