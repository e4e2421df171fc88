"""Whether a day of recruitment can be right."""

from datetime import date


def recruitment_problem(recruited_on: date, today: date) -> str:
    """Why a date of recruitment cannot be right, in French; empty if it can."""
    if recruited_on.year < today.year - 50:
        return "Cette date est trop ancienne : vérifiez l’année."
    if (recruited_on - today).days > 366:
        return "Cette date est à plus d’un an d’ici : vérifiez l’année."
    return ""
