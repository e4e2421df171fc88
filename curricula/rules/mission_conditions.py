"""When a condition on a mission holds, and what keeps it from being written.

Worked table: docs/rules/convention.md. That a condition holds from its first day to its last, both
included, is ours; which mission asks for which diploma is never ours: a condition names its source.
"""

from collections.abc import Collection
from datetime import date
from itertools import combinations
from urllib.parse import urlsplit

from curricula.enums import CarerDiploma, ConditionState

SEPARATOR = ","
WEB = ("http", "https")


def joined(diplomas: Collection[str]) -> str:
    """Diplomas as one value, always in the same order."""
    return SEPARATOR.join(one.value for one in CarerDiploma if one.value in diplomas)


# Every set of diplomas but the empty one, as it is stored.
DIPLOMA_SETS = [
    joined(chosen)
    for size in range(1, len(CarerDiploma) + 1)
    for chosen in combinations(CarerDiploma.values, size)
]


def condition_state(
    since: date, until: date | None, day: date, withdrawn: bool = False
) -> ConditionState:
    """Where a condition stands on a day; `until` is the last day on which it holds."""
    if withdrawn:
        return ConditionState.WITHDRAWN
    if day < since:
        return ConditionState.COMING
    if until and day > until:
        return ConditionState.ENDED
    return ConditionState.IN_FORCE


def condition_problem(
    *, link: str, since: date, until: date | None, read_on: date, today: date
) -> str:
    """Why a condition cannot be written, in French; empty if it can."""
    if until and until < since:
        return "Le dernier jour vient avant le premier."
    if read_on > today:
        return "Le jour où la source a été lue est à venir."
    parts = urlsplit(link)
    if parts.scheme not in WEB or not parts.netloc:
        return "Donnez l’adresse de la source sur le web : elle commence par https://."
    return ""
