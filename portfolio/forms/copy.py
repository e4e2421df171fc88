"""What is taken up of the last written week."""

from typing import Any, cast

from django import forms

from portfolio.queries.copy import LastWeek

GONE = {"invalid_choice": "Une ligne a changé depuis : la page la montre comme elle est."}


class CopyForm(forms.Form):
    """The days and the situations that were ticked, as the page showed them."""

    days = forms.MultipleChoiceField(label="Heures", required=False, error_messages=GONE)
    entries = forms.MultipleChoiceField(label="Situations", required=False, error_messages=GONE)
    source = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    form_key = forms.CharField(max_length=22, widget=forms.HiddenInput)

    def __init__(self, *args: Any, last: LastWeek, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, lines in (("days", last.days), ("entries", last.entries)):
            field = cast(forms.MultipleChoiceField, self.fields[name])
            field.choices = [(line.key, line.key) for line in lines]
