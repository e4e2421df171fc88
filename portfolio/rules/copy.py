"""What of an earlier week may be taken up again in another (docs/rules/livret.md, « Last week »).

A copy of words is not an experience: hours go where they were agreed, and situations wait to be
read again. All of it is ours, « choix de l’organisme ».
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from portfolio.rules.entry import WrittenEntry


@dataclass(frozen=True)
class Target:
    """What is known of the day onto which something would be copied.

    `following`: the training is followed; `employing`: practices that employ; `agreed`: minutes
    of the day by practice, without the practices that have agreed nothing for it.
    """

    future: bool = False
    following: bool = True
    in_contract: bool = True
    noted: bool = False
    holiday: str = ""
    employing: Collection[int] = ()
    agreed: Mapping[int, int] | None = None


def refusal_of_entry(practice: int, target: Target) -> str:
    """Why a situation of a practice does not come onto a day, in French; empty if it may."""
    if target.future:
        return "ce jour n’est pas encore venu"
    if not target.following:
        return "votre formation est suspendue ou finie ce jour-là"
    if not target.in_contract:
        return "ce jour est hors de votre contrat de travail"
    if practice not in target.employing:
        return "ce cabinet ne vous emploie pas ce jour-là"
    return ""


def refusal_of_hours(practice: int, minutes: int, target: Target) -> str:
    """Why minutes at a practice do not come onto a day, in French; empty if they may."""
    if refusal := refusal_of_entry(practice, target):
        return refusal
    if target.noted:
        return "ce jour est déjà noté"
    if target.holiday:
        return f"jour férié : {target.holiday}"
    agreed = (target.agreed or {}).get(practice)
    if agreed == 0:
        return "la convention ne prévoit pas ce jour-là"
    if agreed is not None and minutes > agreed:
        return "c’est plus que convenu ce jour-là"
    return ""


def to_take_up(written: WrittenEntry) -> WrittenEntry:
    """A situation without what belongs to the day on which it happened.

    The result, what was learnt and felt, how alone it was done and the levels are of that day.
    """
    return replace(
        written, result="", learnt="", feeling="", autonomy="", claims=dict.fromkeys(written.claims)
    )
