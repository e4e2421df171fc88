"""The paper of an absence: when it may be handed in, when it is wanted.

Worked tables: docs/rules/attendance.md.
"""

from training.enums import Presence


def hand_in_problem(presence: str, *, kept: bool, waiting: bool) -> str:
    """Why no paper can be handed in for what is noted, in French; empty if one can.

    `kept`: the absence has its document; `waiting`: an earlier paper has no answer yet.
    """
    if presence == Presence.PRESENT:
        return "Aucune absence n’est notée à cette séance : il n’y a rien à justifier."
    if kept:
        return "Cette absence a déjà son justificatif."
    if waiting:
        return "Votre justificatif attend déjà sa réponse."
    return ""


def is_paper_wanted(presence: str, *, kept: bool) -> bool:
    """An absence was excused and its document is not there, handed in and unanswered or not."""
    return presence == Presence.EXCUSED and not kept


def is_paper_asked(presence: str, *, kept: bool, waiting: bool) -> bool:
    """The learner still has to hand it in: what waits for its answer is asked of nobody else."""
    return is_paper_wanted(presence, kept=kept) and not waiting
