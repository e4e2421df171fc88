"""The life of an obstacle, told by what was noted. Worked tables: docs/rules/obstacles.md.

Days are of Europe/Paris. The kinds follow document 000 (lines 552, 570, 654); acts, states and
limits are ours, « choix de l’organisme ».
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portfolio.enums import ObstacleAct, ObstacleKind, ObstacleState
from portfolio.rules.words import tidy_label

MAX_WHOM = 120
MAX_NOTE = 500
OPEN_STATES = (ObstacleState.RAISED, ObstacleState.TAKEN, ObstacleState.AGAIN)
# What a state becomes by an act; an act that is not here cannot come then.
STILL_OPEN = {
    ObstacleAct.TAKEN: ObstacleState.TAKEN,
    ObstacleAct.SOLVED: ObstacleState.SOLVED,
    ObstacleAct.UNSOLVED: ObstacleState.UNSOLVED,
}
OBSTACLE_STEPS: dict[ObstacleState, dict[ObstacleAct, ObstacleState]] = {
    **{state: {ObstacleAct.SORTED: state, **STILL_OPEN} for state in OPEN_STATES},
    ObstacleState.SOLVED: {
        ObstacleAct.SORTED: ObstacleState.SOLVED,
        ObstacleAct.AGAIN: ObstacleState.AGAIN,
    },
    ObstacleState.UNSOLVED: {
        ObstacleAct.SORTED: ObstacleState.UNSOLVED,
        ObstacleAct.AGAIN: ObstacleState.AGAIN,
    },
}
# Without these words an act says nothing: how it was solved, why it was left.
TOLD = (ObstacleAct.SOLVED, ObstacleAct.UNSOLVED)


class Noted(Protocol):
    """What the rule wants to know of a fact."""

    @property
    def act(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def whom(self) -> str: ...


@dataclass(frozen=True)
class NewFact:
    """What somebody wants to note."""

    act: str
    kind: str
    on: date
    whom: str = ""
    note: str = ""


@dataclass(frozen=True)
class Life:
    """Where an obstacle stands. `since`: the day it was raised last; `ended`: when it closed.

    `kind` is empty until somebody said it; `whom` is who it was taken to last, since it was raised.
    """

    state: ObstacleState
    since: date
    kind: str = ""
    whom: str = ""
    taken_on: date | None = None
    ended: date | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def kind_words(self) -> str:
        return ObstacleKind(self.kind).label if self.kind else "à préciser"

    def days(self, today: date) -> int:
        """For how many days it has been open, or was."""
        return max(0, ((self.ended or today) - self.since).days)


def life_of(raised_on: date, facts: Sequence[Noted]) -> Life:
    """What the facts, in their order, make of an obstacle that was met on a day."""
    life = Life(ObstacleState.RAISED, raised_on)
    for fact in facts:
        life = _after(life, fact)
    return life


def _after(life: Life, fact: Noted) -> Life:
    act = ObstacleAct(fact.act)
    state = OBSTACLE_STEPS[life.state][act]
    since, whom, taken_on, ended = life.since, life.whom, life.taken_on, life.ended
    if act == ObstacleAct.AGAIN:
        since, whom, taken_on, ended = fact.on, "", None, None
    elif act == ObstacleAct.TAKEN:
        whom, taken_on = fact.whom, fact.on
    elif act in TOLD:
        ended = fact.on
    return Life(state, since, fact.kind, whom, taken_on, ended)


def acts_now(state: ObstacleState) -> list[ObstacleAct]:
    """What may be noted in a state."""
    return list(OBSTACLE_STEPS[state])


def tidy_fact(new: NewFact) -> NewFact:
    """Without blanks around; who it was taken to on one line, and only where it was taken."""
    whom = tidy_label(new.whom) if new.act == ObstacleAct.TAKEN else ""
    return NewFact(new.act, new.kind, new.on, whom, new.note.replace("\r\n", "\n").strip())


def fact_problem(new: NewFact, raised_on: date, facts: Sequence[Noted], today: date) -> str:
    """Why a fact cannot be noted, in French; empty if it can."""
    life = life_of(raised_on, facts)
    if new.act not in acts_now(life.state):
        return "Cet acte ne peut pas être noté maintenant : relisez ce qui a été noté."
    if new.kind not in ObstacleKind.values:
        return "Choisissez ce qui empêche."
    if new.act == ObstacleAct.SORTED and new.kind == life.kind:
        return "C’est déjà ce genre qui est noté : rien n’est changé."
    return _date_problem(new, raised_on, facts, today) or _words_problem(new)


def moves_behind(day: date, facts: Sequence[Noted]) -> bool:
    """Whether an obstacle that was met on a day would come after what was first done about it."""
    return any(fact.on < day for fact in facts if fact.act != ObstacleAct.SORTED)


def _date_problem(new: NewFact, raised_on: date, facts: Sequence[Noted], today: date) -> str:
    if new.on > today:
        return "Cette date n’est pas encore venue."
    # To say of what kind it is moves no day.
    moved = [fact.on for fact in facts if fact.act != ObstacleAct.SORTED]
    if new.act != ObstacleAct.SORTED and new.on < max([raised_on, *moved]):
        return "Cette date est avant ce qui est déjà noté."
    return ""


def _words_problem(new: NewFact) -> str:
    if new.act == ObstacleAct.TAKEN and not new.whom:
        return "Dites à qui vous l’avez porté : un rôle suffit."
    if new.act in TOLD and not new.note:
        return "Dites comment, ou pourquoi, en une phrase."
    if len(new.whom) > MAX_WHOM:
        return f"Dites à qui en {MAX_WHOM} caractères au plus."
    if len(new.note) > MAX_NOTE:
        return f"Une précision tient en {MAX_NOTE} caractères."
    return ""
