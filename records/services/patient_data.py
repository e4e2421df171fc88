"""The patient-data guard, for services that keep free text."""

from people.services import ServiceError
from records.rules.patient_data import explain, find_identifiers


class PatientData(ServiceError):
    """The text holds an identifier of a person."""


def refuse_patient_data(*texts: str) -> None:
    """Raise `PatientData` if one of the texts holds an identifier; the message never repeats it."""
    findings = [finding for text in texts for finding in find_identifiers(text)]
    if findings:
        raise PatientData(explain(findings))
