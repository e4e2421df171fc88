"""Which closed weeks a lead reopens, and why."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from portfolio.queries.window import LateWeek
from portfolio.rules.window import MAX_REASON
from portfolio.services import WeekToReopen
from records.validators import no_patient_data


class ReopenForm(forms.Form):
    """The weeks that were ticked, with one reason for all."""

    weeks = forms.MultipleChoiceField(
        label="Semaines à rouvrir",
        choices=[],
        error_messages={
            "required": "Cochez les semaines à rouvrir.",
            "invalid_choice": "Une des semaines n’est plus fermée, ou ne se rouvre plus : la liste "
            "est à jour.",
        },
    )
    reason = forms.CharField(
        label="Raison",
        help_text="L’assistant la lit sur sa semaine. Ne dites rien de sa santé.",
        max_length=MAX_REASON,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Donnez la raison de la réouverture."},
    )

    def __init__(self, *args: Any, closed: Iterable[LateWeek], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closed = {late.key: late for late in closed}
        field = cast(forms.MultipleChoiceField, self.fields["weeks"])
        field.choices = [(key, late.label) for key, late in self.closed.items()]

    def ticked(self) -> list[WeekToReopen]:
        found = [self.closed[key] for key in self.cleaned_data["weeks"]]
        return [WeekToReopen(late.enrolment, late.week) for late in found]
