from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget

from records.rules.french import DAYS
from training.enums import DayPart
from training.forms.calendar import RenewedForm
from training.forms.cohort import DayInput

FIELDS = {"mornings": DayPart.MORNING, "afternoons": DayPart.AFTERNOON}


def _days(part: DayPart) -> forms.TypedMultipleChoiceField:
    """The days of the week, each named with its part: « lundi matin »."""
    return forms.TypedMultipleChoiceField(
        label=part.label.capitalize(),
        coerce=int,
        choices=[(number, f"{day} {part.label}") for number, day in enumerate(DAYS, start=1)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class WeekForm(RenewedForm):
    """The half-days of a week that a trainer gives, from when and until when."""

    prefix = "semaine"
    mornings = _days(DayPart.MORNING)
    afternoons = _days(DayPart.AFTERNOON)
    since = forms.DateField(label="À partir du", widget=DayInput)
    until = forms.DateField(
        label="Dernier jour",
        required=False,
        widget=DayInput,
        help_text="Sans date, pas de fin. Après ce jour, tous les jours sont donnés.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def rows(self) -> Iterator[tuple[str, BoundWidget, BoundWidget]]:
        """Each day of the week with its two boxes."""
        return zip(DAYS, self["mornings"], self["afternoons"], strict=True)

    def clean(self) -> dict[str, Any]:
        """The half-days together, as the service takes them."""
        data = super().clean() or {}
        data["halves"] = {
            (weekday, part) for name, part in FIELDS.items() for weekday in data.pop(name, ())
        }
        return data
