"""The state of a competency, computed from its facts (docs/rules/competency.md)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from portfolio.enums import CompetencyState, FactKind, FactState

ENOUGH = 2  # « acquis », on the levels 0 to 3 of a rubric
LEVELS = ("pas encore", "en cours", "acquis", "exemplaire")


class Fact(NamedTuple):
    """Something that speaks for a competency; only a marked criterion has a level."""

    kind: FactKind
    state: FactState
    level: int | None = None


class Act(StrEnum):
    """What a person can do about something missing."""

    WRITE_SITUATION = "write_situation"
    WAIT_SIGNATURE = "wait_signature"
    WRITE_SYNTHESIS = "write_synthesis"
    WAIT_GRADE = "wait_grade"
    NONE = "none"


class Missing(NamedTuple):
    act: Act
    sentence: str


def _situation_shows(fact: Fact) -> bool:
    return fact.kind == FactKind.SITUATION and fact.state == FactState.ACCEPTED


def _criterion_shows(fact: Fact) -> bool:
    return (
        fact.kind == FactKind.CRITERION
        and fact.state == FactState.ACCEPTED
        and fact.level is not None
        and fact.level >= ENOUGH
    )


def competency_state(facts: Iterable[Fact]) -> CompetencyState:
    """Shown: a signed situation and a criterion at level 2 or more. Started: any accepted fact.

    Pending: facts, all waiting. Missing: no fact. The order of facts changes nothing.
    """
    found = list(facts)
    if any(map(_situation_shows, found)) and any(map(_criterion_shows, found)):
        return CompetencyState.SHOWN
    if any(fact.state == FactState.ACCEPTED for fact in found):
        return CompetencyState.STARTED
    return CompetencyState.PENDING if found else CompetencyState.MISSING


def missing_to_show(facts: Iterable[Fact], assessed: bool = True) -> list[Missing]:
    """What keeps a competency from being shown; `assessed`: some synthesis of the track has it."""
    found = list(facts)
    missing = []
    if not any(map(_situation_shows, found)):
        missing.append(_missing_situation(found))
    if not any(map(_criterion_shows, found)):
        missing.append(_missing_criterion(found, assessed))
    return missing


def _missing_situation(facts: list[Fact]) -> Missing:
    if any(fact.kind == FactKind.SITUATION for fact in facts):
        return Missing(Act.WAIT_SIGNATURE, "Une situation du livret attend le visa du formateur.")
    return Missing(
        Act.WRITE_SITUATION, "Il manque une situation du livret, visée par le formateur."
    )


def _missing_criterion(facts: list[Fact], assessed: bool) -> Missing:
    criteria = [fact for fact in facts if fact.kind == FactKind.CRITERION]
    if any(fact.state == FactState.PENDING for fact in criteria):
        return Missing(Act.WAIT_GRADE, "Un écrit de synthèse attend sa correction.")
    if not criteria and not assessed:
        return Missing(
            Act.NONE, "Aucun écrit du parcours n’évalue cette compétence : contenus à rédiger."
        )
    if levels := [fact.level for fact in criteria if fact.level is not None]:
        best = max(levels)
        return Missing(
            Act.WRITE_SYNTHESIS,
            f"Le meilleur critère évalué est « {LEVELS[best]} » ({best} sur 3) : "
            f"il faut « {LEVELS[ENOUGH]} » ({ENOUGH} sur 3).",
        )
    return Missing(
        Act.WRITE_SYNTHESIS,
        f"Il manque un critère d’écrit de synthèse au niveau « {LEVELS[ENOUGH]} » "
        f"({ENOUGH} sur 3) ou plus.",
    )
