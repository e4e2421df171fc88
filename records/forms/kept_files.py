from django import forms

from records.services.quarantine import MAX_REASON
from records.validators import no_patient_data


class PurgeForm(forms.Form):
    """Why a paper is deleted; the author may leave it blank before the confirmation."""

    reason = forms.CharField(
        label="Raison",
        required=False,
        max_length=MAX_REASON,
        validators=[no_patient_data],
    )
