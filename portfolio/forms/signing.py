"""What a trainer answers, what the lead says of a revocation."""

from django import forms

from portfolio.rules.logbook import MAX_COMMENT
from records.validators import no_patient_data


class VersionForm(forms.Form):
    """One button, that names the version it saw."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """Sending back says what to complete."""

    comment = forms.CharField(
        label="Ce qui est à compléter",
        help_text="L’assistant lit ce texte en haut de sa semaine.",
        max_length=MAX_COMMENT,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites ce qui est à compléter."},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RevokeForm(forms.Form):
    """A reason, kept with the document and shown to nobody outside."""

    reason = forms.CharField(
        label="Raison de la révocation",
        help_text="Gardée avec l’attestation. Elle n’est pas montrée à qui vérifie le code.",
        max_length=500,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Donnez la raison de la révocation."},
    )
