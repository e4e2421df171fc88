from datetime import date
from typing import Any

from django import forms

from records.enums import DocumentKind
from records.validators import no_patient_data, only_staff_named
from training.enums import ActionNature
from training.forms.calendar import RenewedForm
from training.forms.cohort import DayInput
from training.models import Enrolment


class PeriodForm(forms.Form):
    """The period that a document states, both days included."""

    since = forms.DateField(label="Du", widget=DayInput)
    until = forms.DateField(label="Au", widget=DayInput)

    @staticmethod
    def usual(enrolment: Enrolment, today: date) -> dict[str, date]:
        """The whole of the cohort, or what has gone by of it."""
        cohort = enrolment.cohort
        return {"since": cohort.starts_on, "until": min(cohort.ends_on, today)}


class IssueForm(RenewedForm):
    """What the ledger does not know; `seen` names what was read before delivering."""

    nature = forms.TypedChoiceField(
        label="Nature de l’action",
        choices=ActionNature.choices,
        coerce=ActionNature,
        initial=ActionNature.TRAINING,
    )
    identification = forms.CharField(
        label="Identification de l’organisme",
        max_length=160,
        required=False,
        validators=[only_staff_named],
        help_text="SIRET ou numéro de déclaration d’activité, s’il doit figurer sur le document.",
    )
    seen = forms.CharField(
        label="Aperçu",
        max_length=64,
        widget=forms.HiddenInput,
        error_messages={"required": "Montrez la période, relisez, puis délivrez."},
    )

    def __init__(self, *args: Any, kind: DocumentKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != DocumentKind.CERTIFICATE:
            del self.fields["nature"]


class RevokeDocumentForm(forms.Form):
    """A reason, kept with the document and shown to nobody outside."""

    reason = forms.CharField(
        label="Raison de la révocation",
        help_text="Gardée avec le document. Elle n’est pas montrée à qui vérifie le code.",
        max_length=500,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Donnez la raison de la révocation."},
    )
