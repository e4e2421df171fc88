from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from records.validators import no_patient_data, only_staff_named
from training.enums import InductionItem
from training.forms.calendar import RenewedForm
from training.forms.cohort import DayInput
from training.queries.induction import InductionLine
from training.rules.induction import InductionMark, mark_problem
from training.services.induction import MAX_PLACE, MAX_REASON, MAX_SAID, Noted


class ReasonField(forms.CharField):
    def __init__(self, help_text: str) -> None:
        super().__init__(
            label="Motif",
            max_length=MAX_REASON,
            required=False,
            validators=[no_patient_data],
            help_text=help_text,
        )


class InductionDayForm(forms.Form):
    """When and where, and what took place; hidden: the version that the page showed."""

    day = forms.DateField(label="Jour", widget=DayInput)
    place = forms.CharField(
        label="Lieu",
        max_length=MAX_PLACE,
        validators=[only_staff_named],
        error_messages={"required": "Dites où la journée d’accueil se tient."},
    )
    done = forms.MultipleChoiceField(
        label="Ce qui a eu lieu",
        choices=InductionItem.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Une fois la journée passée. Programme du rapport d’évaluation ATIM.",
    )
    reason = ReasonField("Demandé si le jour ou le lieu change, ou si un point coché est retiré.")
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class InductionNotesForm(RenewedForm):
    """Everybody of the day: there or not, livret handed over, what they said at its end.

    `notes()` gives what is noted once the form is valid; hidden: the note that the page showed.
    """

    def __init__(self, *args: Any, lines: list[InductionLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self._add(line)
        if any(line.note for line in lines):
            self.fields["reason"] = ReasonField("Demandé dès que ce qui était noté change.")

    def _add(self, line: InductionLine) -> None:
        pk, name, note = line.enrolment.pk, str(line.enrolment.learner), line.note
        self.fields[f"p{pk}"] = forms.BooleanField(
            label=f"Présent : {name}", required=False, initial=note.present if note else False
        )
        self.fields[f"l{pk}"] = forms.BooleanField(
            label=f"Livret remis à {name}", required=False, initial=note.livret if note else False
        )
        self.fields[f"s{pk}"] = forms.CharField(
            label=f"Évaluation de la journée par {name}",
            required=False,
            max_length=MAX_SAID,
            validators=[no_patient_data],
            initial=note.said if note else "",
        )
        self.fields[f"n{pk}"] = forms.IntegerField(
            min_value=0, required=False, widget=forms.HiddenInput, initial=line.seen
        )

    def renew_notes(self) -> None:
        """What was typed stays; each hidden number is that of the note that holds now."""
        self.renew(**{f"n{line.enrolment.pk}": line.seen for line in self.lines})

    def rows(self) -> Iterator[tuple[InductionLine, list[BoundField]]]:
        """Each person with their fields: present, livret, said, and the hidden number."""
        for line in self.lines:
            yield line, [self[f"{letter}{line.enrolment.pk}"] for letter in "plsn"]

    def _mark(self, pk: int) -> InductionMark:
        data = self.cleaned_data
        return InductionMark(
            data.get(f"p{pk}", False), data.get(f"l{pk}", False), data.get(f"s{pk}", "")
        )

    def clean(self) -> dict[str, Any]:
        """A mark that cannot be is told at the person."""
        for line in self.lines:
            if problem := mark_problem(self._mark(line.enrolment.pk)):
                self.add_error(f"s{line.enrolment.pk}", problem)
        return self.cleaned_data

    def notes(self) -> list[Noted]:
        """Those that the page showed: somebody enrolled meanwhile is not among them."""
        keys = [line.enrolment.pk for line in self.lines]
        shown = {pk: self.cleaned_data.get(f"n{pk}") for pk in keys}
        return [Noted(pk, self._mark(pk), seen) for pk, seen in shown.items() if seen is not None]
