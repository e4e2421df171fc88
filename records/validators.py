"""Checks of what people type."""

from django.core.exceptions import ValidationError

from records.rules.patient_data import beside_staff, explain, problem_of


def no_patient_data(text: str) -> None:
    """Refuse a text that holds an identifier of a person; the message never repeats it."""
    if problem := problem_of(text):
        raise ValidationError(problem, code="patient_data")


def only_staff_named(text: str) -> None:
    """The same for a field that names staff or a place: names and addresses are let through."""
    if problem := problem_of(text, read=lambda found: explain(beside_staff(found))):
        raise ValidationError(problem, code="patient_data")
