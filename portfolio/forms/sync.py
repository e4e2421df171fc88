"""What a device sends: who it is of, and one operation for each situation."""

from typing import Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict

from portfolio.forms.entry import FullEntryForm
from portfolio.models import EntryClaim, LogbookEntry
from portfolio.rules.sync import LONGEST_BATCH
from portfolio.rules.weeks import IsoWeek, week_exists

UNREADABLE = "Cette situation n’est pas lisible : rechargez la page."


class SentJson(forms.JSONField):
    """JSON from a device; what no page of ours would send is unreadable, never a fault of ours."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as fault:
            raise forms.ValidationError(UNREADABLE) from fault


class SyncForm(forms.Form):
    """The account that the device has written for, and its operations as JSON."""

    person = forms.CharField(max_length=40, widget=forms.HiddenInput)
    operations = SentJson(widget=forms.HiddenInput)

    def clean_operations(self) -> list[Any]:
        sent = self.cleaned_data["operations"]
        if not isinstance(sent, list) or len(sent) > LONGEST_BATCH:
            raise forms.ValidationError(f"{LONGEST_BATCH} situations au plus à la fois.")
        return sent


class OperationForm(forms.Form):
    """One situation to store or to take out; `values` are the fields of its form."""

    act = forms.ChoiceField(choices=[("put", "put"), ("remove", "remove")])
    form_key = forms.CharField(
        max_length=40, widget=forms.HiddenInput, validators=[RegexValidator(r"^[\w-]+$")]
    )
    base = forms.IntegerField(min_value=0, max_value=10**6)
    year = forms.IntegerField()
    week = forms.IntegerField()
    values = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean_values(self) -> dict[str, list[str]]:
        """Each field with the list of what it holds."""
        sent = self.cleaned_data["values"] or {}
        if not isinstance(sent, dict):
            raise forms.ValidationError(UNREADABLE)
        return {name: [_written(one) for one in _listed(value)] for name, value in sent.items()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"year", "week"} <= set(data) and not week_exists(data["year"], data["week"]):
            raise forms.ValidationError("Cette semaine n’existe pas.")
        return data

    @property
    def iso(self) -> IsoWeek:
        return IsoWeek(self.cleaned_data["year"], self.cleaned_data["week"])


def _written(value: Any) -> str:
    """As a form would send it: half of a pair of surrogates is no sign of any text."""
    return str(value).encode("utf-8", "replace").decode()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class SyncedEntryForm(FullEntryForm):
    """A whole situation, which may not be stored yet: any competency ticked may have its level."""

    def claims_of(self, entry: LogbookEntry) -> list[EntryClaim]:
        ticked = {*cast(QueryDict, self.data).getlist("competencies")}
        return [EntryClaim(competency_id=pk) for pk in self.known if str(pk) in ticked]
