"""When a roll call may be made, what it proposes, and when a sheet is complete.

Worked tables: docs/rules/attendance.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from training.enums import SessionState
from training.rules.attendance import Mark

LAST_QUARTER = timedelta(minutes=15)
TIME_TO_TYPE = timedelta(minutes=5)


def roll_call_opens(ends_at: datetime) -> datetime:
    """What is noted holds to the end of the session: the roll call is made near it, or after."""
    return ends_at - LAST_QUARTER


def roll_call_problem(state: str, ends_at: datetime, now: datetime) -> str:
    """Why the roll call of a session cannot be made now, in French; empty if it can."""
    if state == SessionState.PLANNED:
        return "Cette séance est encore en projet : annoncez-la d’abord."
    if state == SessionState.CANCELLED:
        return "Cette séance est annulée."
    if now < roll_call_opens(ends_at):
        return "L’appel se fait dans le dernier quart d’heure de la séance, ou après."
    return ""


def proposed(
    starts_at: datetime, length: int, arrived_at: datetime | None, *, by_code: bool = False
) -> Mark:
    """Everybody is present; who arrived after the start is late by the whole minutes gone by.

    The code works from the start only: who typed it in the first minutes may have been there.
    """
    if arrived_at is None or arrived_at <= starts_at:
        return Mark()
    if by_code and arrived_at < starts_at + TIME_TO_TYPE:
        return Mark()
    late = (arrived_at - starts_at) // timedelta(minutes=1)
    return Mark(late=min(late, length - 1))


@dataclass(frozen=True)
class Sheet:
    """Signatures of a session: of those present, how many; and whether a trainer signed it all."""

    present: int
    signed: int
    trainer: bool

    @property
    def complete(self) -> bool:
        return self.trainer and self.signed == self.present

    @property
    def words(self) -> str:
        if self.complete:
            return "complète"
        parts = []
        if missing := self.present - self.signed:
            parts.append(f"{missing} signature{'s' if missing > 1 else ''} d’assistant")
        if not self.trainer:
            parts.append("la signature du formateur")
        return f"il manque {' et '.join(parts)}"
