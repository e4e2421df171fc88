"""Whether a certificate from elsewhere still holds. Worked table: docs/rules/delays.md."""

from datetime import date, timedelta

from training.enums import CertificateState

SOON_DAYS = 90
SOURCE = "choix de l’organisme"


def certificate_state(expires_on: date | None, today: date) -> CertificateState:
    """Valid to its last day included, « bientôt » in the 90 days before; for ever without one."""
    if expires_on is None:
        return CertificateState.VALID
    if today > expires_on:
        return CertificateState.EXPIRED
    if expires_on - today <= timedelta(days=SOON_DAYS):
        return CertificateState.SOON
    return CertificateState.VALID


def dates_problem(obtained_on: date, expires_on: date | None, today: date) -> str:
    """Why the dates of a title cannot be right, in French; empty if they can."""
    if obtained_on > today:
        return "La date d’obtention est à venir : vérifiez-la."
    if obtained_on.year < today.year - 60:
        return "La date d’obtention est trop ancienne : vérifiez l’année."
    if expires_on and expires_on < obtained_on:
        return "La fin de validité vient avant l’obtention."
    return ""
