"""When a group meets: proposed days, from an interval that is data."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Document 000, line 570: « au cours des deux premiers mois […] hebdomadaires ».
FIRST_DAYS, FIRST_MONTHS = 7, 2
# Line 574: « bi – mensuels ». Taken as twice a month, every two weeks; « à vérifier », since the
# word is also said of what comes every two months.
THEN_DAYS = 14
# Characters from which a sentence is somebody’s own; a choice of ours.
OWN_SENTENCE = 30
SHORTEST, LONGEST, MOST_MONTHS = 1, 92, 12


@dataclass(frozen=True)
class Rhythm:
    """A group meets every `first_days` for `first_months` from `first_on`, then every `then_days`.

    Days are of Europe/Paris.
    """

    first_on: date
    first_days: int = FIRST_DAYS
    first_months: int = FIRST_MONTHS
    then_days: int = THEN_DAYS


def rhythm_problem(rhythm: Rhythm, first: date, last: date) -> str:
    """Why a rhythm cannot be kept, in French; `first` and `last` are the days of the cohort."""
    if not first <= rhythm.first_on <= last:
        return "Le premier jour est en dehors de la promotion."
    if not all(SHORTEST <= days <= LONGEST for days in (rhythm.first_days, rhythm.then_days)):
        return f"Un intervalle est de {SHORTEST} à {LONGEST} jours."
    if not 0 <= rhythm.first_months <= MOST_MONTHS:
        return f"La première période est de {MOST_MONTHS} mois au plus."
    return ""


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def proposed_days(rhythm: Rhythm, last: date) -> list[date]:
    """Every day on which the group would meet, up to the last day of the cohort."""
    close, day, found = months_after(rhythm.first_on, rhythm.first_months), rhythm.first_on, []
    while day <= last:
        found.append(day)
        day += timedelta(days=rhythm.first_days if day < close else rhythm.then_days)
    return found


def copies_somebody(texts: Iterable[str], own: Iterable[str]) -> bool:
    """Whether minutes for a group hold a whole sentence of what somebody wrote for themselves.

    Case and spaces do not matter; sentences of less than `OWN_SENTENCE` characters are anybody's.
    """
    said = " ".join(_plain(text) for text in texts)
    sentences = (_plain(part) for text in own for part in re.split(r"[.!?\n]+", text))
    return any(len(one) >= OWN_SENTENCE and one in said for one in sentences)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
