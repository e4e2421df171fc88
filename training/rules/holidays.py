"""The public holidays of France, computed. Worked table: docs/rules/calendar.md.

The eleven days of the Code du travail, article L3133-1 (certainty: « à vérifier », the text is not
among our documents). Local holidays, overseas or in Alsace-Moselle, are typed as closed periods.
"""

from datetime import date, timedelta
from functools import lru_cache

FIXED = (
    (1, 1, "jour de l’an"),
    (5, 1, "1er mai"),
    (5, 8, "8 mai"),
    (7, 14, "14 juillet"),
    (8, 15, "Assomption"),
    (11, 1, "Toussaint"),
    (11, 11, "11 novembre"),
    (12, 25, "Noël"),
)
AFTER_EASTER = ((1, "lundi de Pâques"), (39, "Ascension"), (50, "lundi de Pentecôte"))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, left = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - shift + 15) % 30
    quarter, days = divmod(rest, 4)
    week = (32 + 2 * left + 2 * quarter - moon - days) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> dict[date, str]:
    """The eleven holidays of a year with their names; two may fall on one day."""
    moving = {easter(year) + timedelta(days=days): name for days, name in AFTER_EASTER}
    return {**moving, **{date(year, month, day): name for month, day, name in FIXED}}


def public_holiday(day: date) -> str:
    """The name of the holiday; empty on any other day."""
    return public_holidays(day.year).get(day, "")
