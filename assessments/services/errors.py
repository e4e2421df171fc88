"""Refusals shared by the writes of this room, and the check of free text."""

from people.services import ServiceError
from records.rules.patient_data import explain, find_identifiers


class PatientDataFound(ServiceError):
    message = "Ce texte contient de quoi reconnaître un patient."


class TextTooLong(ServiceError):
    message = "Ce texte est trop long."


class FormKeyUsed(ServiceError):
    message = "Ce formulaire a déjà servi pour autre chose. Ouvrez la page de nouveau."


def check_free_text(text: str, at_most: int) -> None:
    """Refuse a text that is too long or holds an identifier of a person."""
    if len(text) > at_most:
        raise TextTooLong(f"Ce texte a {len(text)} signes ; la limite est de {at_most}.")
    if findings := find_identifiers(text):
        raise PatientDataFound(explain(findings))
