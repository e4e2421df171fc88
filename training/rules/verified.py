"""Which act verifies a line of the hours. Worked table: docs/rules/hours.md.

A verified line is one that was accepted in the ledger, before any cap; « accepté » is what remains
of all lines after the cap of the day and the plan of the module.
"""

from dataclasses import dataclass

from curricula.enums import BudgetCategory
from training.enums import HoursCategory

ROLL_CALL = "l’appel, fait par le formateur sous son compte"


@dataclass(frozen=True)
class VerifyingAct:
    """What kind of line, in French, and the act that verifies it."""

    lines: str
    act: str


AT_A_SESSION = VerifyingAct("Une séance", ROLL_CALL)
AT_WORK = VerifyingAct(
    "Une séance en situation de travail",
    f"{ROLL_CALL}, avec le tuteur et la phase réflexive notés",
)
AT_A_DISTANCE = VerifyingAct(
    "Une leçon à distance",
    "« J’ai lu », le quiz du module réussi et un message de l’organisme dans le fil du module",
)
IN_PRACTICE = VerifyingAct(
    "La pratique au cabinet, hors compte", "la semaine du livret, visée par qui la signe"
)
VERIFYING_ACTS = (AT_A_SESSION, AT_WORK, AT_A_DISTANCE, IN_PRACTICE)


def verifying_act(category: HoursCategory, budget: str) -> VerifyingAct:
    """The act for a line of the ledger; `budget` is a `BudgetCategory`, or empty."""
    if category == HoursCategory.DISTANCE:
        return AT_A_DISTANCE
    if category == HoursCategory.PRACTICE:
        # A session at work that lacks its frame is posted as practice, by its roll call alone.
        return AT_A_SESSION if budget else IN_PRACTICE
    return AT_WORK if budget == BudgetCategory.WORK else AT_A_SESSION
