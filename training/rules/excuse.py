"""When a learner may hand in a paper for an absence. Worked table: docs/rules/attendance.md."""

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
