"""Whether somebody follows the training on a day. Worked tables: docs/rules/situation.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from training.enums import SITUATION_ACTS, Situation, SituationAct


@dataclass(frozen=True)
class Change:
    """From a day on, that day included, somebody is in a situation."""

    since: date
    situation: str


def situation_on(day: date, changes: Iterable[Change]) -> Situation:
    """The situation on a day; `changes` in the order in which they were noted."""
    found = Situation.ACTIVE
    for one in changes:
        if one.since <= day:
            found = Situation(one.situation)
    return found


def situation_problem(
    act: SituationAct, now_is: Situation, since: date, last: date, today: date
) -> str:
    """Why an act cannot be noted, in French; empty if it can.

    `last` is the day of the last change, or of the enrolment. An act is noted on its day or after,
    and changes come in the order of their days: what was noted stays.
    """
    allowed, _ = SITUATION_ACTS[act]
    if now_is not in allowed:
        return f"La personne est « {now_is.label} » : {act.label} impossible."
    if since > today:
        return "Ce jour est à venir : notez-le quand il sera là."
    if since < last:
        return (
            f"Ce jour vient avant le dernier changement, ou avant l’inscription ({last:%d/%m/%Y})."
        )
    return ""


def situation_after(act: SituationAct, now_is: Situation) -> Situation:
    """Where an act leads; a change of cohort leaves the situation as it is."""
    return SITUATION_ACTS[act][1] or now_is
