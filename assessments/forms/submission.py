"""The synthesis as it is written and sent."""

from typing import Any

from django import forms

from assessments.rules.words import MAX_CHARACTERS


class SynthesisForm(forms.Form):
    text = forms.CharField(
        label="Votre texte",
        required=False,
        strip=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14, "data-mots": ""}),
        error_messages={
            "max_length": "Ce texte a %(show_value)d signes ; la limite est de %(limit_value)d."
        },
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, draft_key: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-draft"] = draft_key

    def show_version(self, version: int) -> None:
        """The version that the page shows now, so that what is sent next is compared with it."""
        self.data = self.data.copy()
        self.data["version"] = str(version)
