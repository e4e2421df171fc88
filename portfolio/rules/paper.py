"""A week of the livret on paper: what names a sheet, how many a week has.

docs/rules/livret.md, « On paper ». The limits are ours (« choix de l’organisme »).
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from portfolio.rules.weeks import IsoWeek, week_exists

MOST_SHEETS = 5  # of a week
AT_ONCE = 5  # files sent together: each may take seconds to read
SITUATIONS = 3  # that a sheet has room for
PRACTICES = 4  # columns of hours that a sheet has room for
LONGEST_NAME = 70  # characters of a name on a sheet
ADDRESS = re.compile(r"/livret/feuille/([^/?#\s]+)/?\Z")
NAME = re.compile(r"([1-9][0-9]{0,17})-([0-9]{4})([0-9]{2})-([1-9][0-9]{0,2})")


class SheetName(NamedTuple):
    """Which sheet a code names: the week of an enrolment, and the number of the sheet in it."""

    enrolment: int
    week: IsoWeek
    number: int

    def __str__(self) -> str:
        return f"{self.enrolment}-{self.week.year:04}{self.week.number:02}-{self.number}"


def sheet_name(text: str) -> SheetName | None:
    """What `str` of a name gives, read back; None for anything else."""
    found = NAME.fullmatch(text)
    if found is None:
        return None
    enrolment, year, week, number = map(int, found.groups())
    if not week_exists(year, week):
        return None
    return SheetName(enrolment, IsoWeek(year, week), number)


def token_in(text: str) -> str:
    """The token at the end of the address that a code holds, on whatever site; empty without."""
    found = ADDRESS.search(text)
    return found.group(1) if found else ""


def next_number(numbers: Iterable[int | None]) -> int:
    """The number of the sheet to print: after those that were joined; a number may be unknown."""
    return max((number or 0 for number in numbers), default=0) + 1


def sheets_problem(held: int) -> str:
    """Why no sheet is taken any more, in French; empty if one is. `held`: sheets not erased."""
    if held >= MOST_SHEETS:
        return f"Une semaine porte {MOST_SHEETS} feuilles au plus : supprimez-en une."
    return ""


def shortened(name: str, longest: int = LONGEST_NAME) -> str:
    """A name that fits its place on paper; what is cut says so."""
    name = " ".join(name.split())
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
