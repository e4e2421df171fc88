"""Hours missed at sessions, and what named make-up sessions repay of them.

Worked tables: docs/rules/attendance.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from records.rules.french import duration

Subject = tuple[str, str]  # the code of a module and a category of hours


@dataclass(frozen=True)
class Missed:
    """A session of which a learner missed some minutes."""

    session_id: int
    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class Naming:
    """A session named to make up for a missed one; `minutes` attended there, 0 until it is held."""

    missed_id: int
    session_id: int
    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class Debt:
    """What was missed at a session and what is repaid of it."""

    missed: Missed
    repaid: int

    @property
    def left(self) -> int:
        return self.missed.minutes - self.repaid


def debts(missed: Iterable[Missed], namings: Iterable[Naming]) -> list[Debt]:
    """Each missed session, oldest first, with what is repaid.

    Minutes of a make-up session are spent once: on the oldest of the missed sessions that name it.
    A session that makes up for another opens no debt of its own: the first one stays.
    """
    named = sorted(namings, key=lambda one: (one.starts_at, one.session_id, one.missed_id))
    making_up = {one.session_id for one in named}
    owed = sorted(
        (one for one in missed if one.minutes > 0 and one.session_id not in making_up),
        key=lambda one: (one.starts_at, one.session_id),
    )
    left = {one.session_id: one.minutes for one in named}
    return [Debt(one, _repaid(one, named, left)) for one in owed]


def _repaid(missed: Missed, named: list[Naming], left: dict[int, int]) -> int:
    repaid = 0
    for naming in named:
        if naming.missed_id == missed.session_id:
            share = min(left[naming.session_id], missed.minutes - repaid)
            left[naming.session_id] -= share
            repaid += share
    return repaid


def offers(
    owed: Iterable[Subject], found: Iterable[tuple[int, Subject]]
) -> list[tuple[Subject | None, list[int]]]:
    """Sessions by the module and category that is owed, in that order; what is of another last.

    Each part has its sessions in the order given, the last one the subject None. No part is empty.
    """
    parts: dict[Subject | None, list[int]] = {subject: [] for subject in owed}
    apart: list[int] = []
    for session_id, subject in found:
        parts.get(subject, apart).append(session_id)
    return [(subject, ids) for subject, ids in (*parts.items(), (None, apart)) if ids]


def beside_forecast(owed: int, missing: int) -> str:
    """Why the minutes owed differ from those that the forecast misses, in French.

    Empty where nothing is owed or both say the same.
    """
    if not owed or owed == missing:
        return ""
    figures = f"{duration(owed)} à rattraper ici, {duration(missing) if missing else 'rien'}"
    if missing > owed:
        return (
            f"{figures} dans la prévision : elle compte aussi ce qui manque sans absence notée, "
            "comme des séances d’avant l’inscription ou des heures que rien de prévu n’apporte."
        )
    return (
        f"{figures} dans la prévision : ce qui est manqué au-delà du prévu d’un module, ou que "
        "d’autres heures faites ou prévues remplacent, ne manque pas au total."
    )


def owed_minutes(found: Iterable[Debt]) -> int:
    return sum(debt.left for debt in found)
