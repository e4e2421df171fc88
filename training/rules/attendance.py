"""What a presence is worth in minutes. Worked table: docs/rules/attendance.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from training.enums import Presence

EXCUSED_WITHOUT_PAPER = "absence excusée, justificatif attendu"


@dataclass(frozen=True)
class Mark:
    """What is noted of one person at one session; whole minutes late, and gone before the end."""

    presence: Presence = Presence.PRESENT
    late: int = 0
    early: int = 0

    def attended(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        """From when to when a person who was there was there."""
        return starts_at + timedelta(minutes=self.late), ends_at - timedelta(minutes=self.early)


def session_key(session_id: int, enrolment_id: int) -> str:
    """What somebody did at a session, as the source of their hours and of where they were."""
    return f"training.session:{session_id}:{enrolment_id}"


def attended_minutes(length: int, mark: Mark) -> int:
    """Whole minutes that count, out of the length of the session; none for an absence."""
    if mark.presence != Presence.PRESENT:
        return 0
    return max(0, length - mark.late - mark.early)


def mark_problem(length: int, mark: Mark) -> str:
    """Why a mark cannot be right, in French; empty if it can."""
    if mark.late < 0 or mark.early < 0:
        return "Un retard ou un départ se compte en minutes, à partir de zéro."
    if mark.presence != Presence.PRESENT and (mark.late or mark.early):
        return "Une personne absente n’a ni retard ni départ avant la fin."
    if mark.presence == Presence.PRESENT and not attended_minutes(length, mark):
        return "Retard et départ font toute la séance : notez une absence."
    return ""


def mark_words(mark: Mark, justified: bool = False) -> str:
    """« présent, 20 min de retard » : a mark in French.

    `justified`: the absence has its document. Without one an excuse is not said to be justified.
    """
    wanted = mark.presence == Presence.EXCUSED and not justified
    parts = [EXCUSED_WITHOUT_PAPER if wanted else mark.presence.label]
    if mark.late:
        parts.append(f"{mark.late} min de retard")
    if mark.early:
        parts.append(f"parti {mark.early} min avant la fin")
    return ", ".join(parts)
