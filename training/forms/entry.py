from typing import Any
from uuid import uuid4

from django import forms

from records.validators import no_patient_data
from training.enums import CheckResult, EntrySkill
from training.forms.cohort import DayInput
from training.forms.positioning import SeenForm
from training.services.entry import MAX_HOW, MAX_NOTE


class CheckForm(SeenForm):
    """What was seen of one skill at entry; hidden: how many checks the page showed."""

    skill = forms.TypedChoiceField(
        label="Ce qui est vérifié",
        choices=EntrySkill.choices,
        coerce=EntrySkill,
        widget=forms.RadioSelect,
    )
    result = forms.TypedChoiceField(
        label="Ce que vous avez vu",
        choices=CheckResult.choices,
        coerce=CheckResult,
        widget=forms.RadioSelect,
    )
    checked_on = forms.DateField(label="Vérifié le", widget=DayInput)
    how = forms.CharField(
        label="Comment",
        max_length=MAX_HOW,
        validators=[no_patient_data],
        help_text="Par exemple « exercice sur un poste, une demi-heure ».",
    )
    note = forms.CharField(
        label="En une phrase",
        max_length=MAX_NOTE,
        validators=[no_patient_data],
        help_text="La personne la lira, avec votre nom. Après une première note : ce qui a changé.",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["form_key"] = uuid4()

    def clean_form_key(self) -> str:
        return str(self.cleaned_data["form_key"])
