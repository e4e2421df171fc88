"""The synthesis as it is written and sent."""

from typing import Any

from django import forms

from assessments.forms.shown import ShownAgain
from assessments.rules.words import MAX_CHARACTERS
from records.validators import no_patient_data


class SynthesisForm(ShownAgain):
    text = forms.CharField(
        label="Votre texte",
        required=False,
        strip=False,
        max_length=MAX_CHARACTERS,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 14, "data-mots": ""}),
        error_messages={
            "max_length": "Ce texte a %(show_value)d signes ; la limite est de %(limit_value)d."
        },
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, draft_key: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-draft"] = draft_key
