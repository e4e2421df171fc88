"""What a learner types of a week: its hours."""

from typing import Any

from django import forms

from portfolio.rules.logbook import WEEK_MINUTES


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
