from typing import Any

from django import forms

from records.enums import Channel, ReminderKind, Rhythm
from records.rules.reminders import Choice


class ChoicesForm(forms.Form):
    """For each kind that concerns a person: by which channel, in which rhythm."""

    def __init__(
        self, *args: Any, kinds: list[ReminderKind], chosen: dict[str, Choice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for kind in kinds:
            self.fields[f"{kind}_channel"] = forms.ChoiceField(
                label="Moyen", choices=Channel.choices, initial=chosen[kind].channel
            )
            self.fields[f"{kind}_rhythm"] = forms.ChoiceField(
                label="Rythme", choices=Rhythm.choices, initial=chosen[kind].rhythm
            )

    @property
    def rows(self) -> list[tuple[ReminderKind, forms.BoundField, forms.BoundField]]:
        return [(kind, self[f"{kind}_channel"], self[f"{kind}_rhythm"]) for kind in self.kinds]

    def choices(self) -> list[tuple[str, str, str]]:
        """Kind, channel and rhythm, as chosen."""
        data = self.cleaned_data
        return [(k, data[f"{k}_channel"], data[f"{k}_rhythm"]) for k in self.kinds]
