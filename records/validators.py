"""Checks of what people type."""

from django.core.exceptions import ValidationError

from records.rules.patient_data import explain, find_identifiers


def no_patient_data(text: str) -> None:
    """Refuse a text that holds an identifier of a person; the message never repeats it."""
    if findings := find_identifiers(text):
        raise ValidationError(explain(findings), code="patient_data")
