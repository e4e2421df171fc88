from django import forms

from records.validators import no_patient_data
from training.forms.stored import FromStored
from training.services.commitments import MAX_TEXT


class LinesField(forms.CharField):
    """Commitments, one a line."""

    def __init__(self, label: str, *, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            max_length=MAX_TEXT,
            validators=[no_patient_data],
            widget=forms.Textarea(attrs={"rows": 7}),
            help_text="Un engagement par ligne.",
            error_messages={"required": "Écrivez au moins un engagement."},
        )


class CommitmentsForm(FromStored):
    """A further version of the commitments; hidden: the version that the page showed."""

    body = LinesField("L’organisme de formation s’engage à")
    learner = LinesField("L’assistant s’engage à")
    practice = LinesField("Le cabinet s’engage à", required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
