from collections.abc import Iterable
from typing import Any, cast

from django import forms

from curricula.models import Module
from records.validators import no_patient_data


class WaiverForm(forms.Form):
    """Which closed module is opened for a person, and why."""

    module = forms.ModelChoiceField(
        label="Module à ouvrir", queryset=Module.objects.none(), empty_label="Choisissez un module"
    )
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne le lira, avec votre nom.",
    )

    def __init__(self, *args: Any, modules: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["module"])
        field.queryset = Module.objects.filter(pk__in=list(modules))
