"""Until when the training has to be done."""

from datetime import date

DELAY_YEARS = 2
SOURCE = "Document 004, ligne 66, à vérifier"


def training_deadline(recruited_on: date) -> date:
    """Two years after recruitment, the same day (document 004, line 66, « à vérifier »).

    Recruited on 29 February: 28 February when the year has no 29th.
    """
    year = recruited_on.year + DELAY_YEARS
    try:
        return recruited_on.replace(year=year)
    except ValueError:
        return recruited_on.replace(year=year, day=28)


def recruitment_problem(recruited_on: date, today: date) -> str:
    """Why a date of recruitment cannot be right, in French; empty if it can."""
    if recruited_on.year < today.year - 50:
        return "Cette date est trop ancienne : vérifiez l’année."
    if (recruited_on - today).days > 366:
        return "Cette date est à plus d’un an d’ici : vérifiez l’année."
    return ""
