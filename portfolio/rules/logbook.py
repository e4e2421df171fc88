"""When a week of the livret may be handed in."""

from collections.abc import Iterable
from typing import NamedTuple

MAX_TEXT = 5000
MAX_COMMENT = 1000
WEEK_MINUTES = 7 * 24 * 60


class EntryFacts(NamedTuple):
    text: str
    competencies: int


def missing_to_submit(entries: Iterable[EntryFacts]) -> list[str]:
    """A week is handed in with at least one situation that has a text, and one competency."""
    written = [entry for entry in entries if entry.text.strip()]
    if not written:
        return ["Écrivez au moins une situation, avec une compétence."]
    if not any(entry.competencies for entry in written):
        return ["Cochez au moins une compétence dans une de vos situations."]
    return []
