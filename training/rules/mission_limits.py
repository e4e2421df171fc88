"""Whether what sources ask for a mission leaves it open to a person.

Worked table: docs/rules/convention.md. Which mission asks for which diploma is data with a source,
never ours. That a condition which nobody verified refuses nothing follows ADR 0009.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from training.enums import MissionReach


@dataclass(frozen=True)
class Asked:
    """What one condition in force asks: any of these diplomas."""

    diplomas: frozenset[str]
    verified: bool


def reach(asked: Asked, held: Collection[str]) -> MissionReach:
    """What one condition says for somebody of whom these diplomas were checked."""
    if asked.diplomas & set(held):
        return MissionReach.OPEN
    return MissionReach.RESERVED if asked.verified else MissionReach.UNSURE


def mission_reach(conditions: Iterable[Asked], held: Collection[str]) -> MissionReach:
    """Every condition in force must be met: one verified and unmet reserves the mission."""
    found = {reach(one, held) for one in conditions}
    if MissionReach.RESERVED in found:
        return MissionReach.RESERVED
    return MissionReach.UNSURE if MissionReach.UNSURE in found else MissionReach.OPEN
