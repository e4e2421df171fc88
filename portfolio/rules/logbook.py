"""When a week of the livret may be handed in."""

from collections.abc import Iterable
from typing import NamedTuple

MAX_TEXT = 5000
MAX_COMMENT = 1000


class EntryFacts(NamedTuple):
    """A situation: its text, how many competencies it names, whether the training body reads it.

    `copied`: taken up from an earlier week, and neither changed nor confirmed since.
    """

    text: str
    competencies: int
    read: bool = True
    copied: bool = False


def missing_to_submit(entries: Iterable[EntryFacts], off: bool = False) -> list[str]:
    """A week is handed in with at least one situation that has a text, and one competency.

    The training body must be among its readers: nobody signs what they have not read. A week
    off, without a day at a practice, needs no situation. A copy of words is no experience: each
    copied situation is changed or confirmed first, or taken out.
    """
    every = [entry for entry in entries if entry.text.strip()]
    if copied := sum(entry.copied for entry in every):
        many = "s" if copied > 1 else ""
        return [
            f"Relisez {copied} situation{many} reprise{many} d’une autre semaine : changez, "
            "confirmez ou retirez."
        ]
    if off:
        return []
    written = [entry for entry in every if entry.read]
    if every and not written:
        return ["Ouvrez au moins une situation à la formation : elle signe ce qu’elle a lu."]
    if not written:
        return ["Écrivez au moins une situation, avec une compétence."]
    if not any(entry.competencies for entry in written):
        return ["Cochez au moins une compétence dans une de vos situations."]
    return []
