"""Conditions on missions: made up, for tests alone."""

from datetime import date
from itertools import count
from typing import Any

from curricula.enums import CarerDiploma, FactStatus
from curricula.models import Mission, MissionCondition
from curricula.services.mission_conditions import ConditionSaid, write_condition

numbers = count(1)


def said(**changes: Any) -> ConditionSaid:
    """What a text of the tests says, from 1 March 2027 on."""
    given = {
        "diplomas": (CarerDiploma.NURSE.value,), "quote": "Phrase d’essai.",
        "source": "Texte d’essai, article 1", "link": "https://essai.example/texte",
        "read_on": date(2027, 3, 1), "status": FactStatus.VERIFIED.value,
        "since": date(2027, 3, 1), "until": None,
    }  # fmt: skip
    return ConditionSaid(**given | changes)


def mission_factory(code: str, established: bool = True) -> Mission:
    figures = {
        f"{name}_{kind}": 0
        for name in ("essential", "useful", "accessory")
        for kind in ("percent", "count")
    }
    return Mission.objects.create(
        code=code, text=f"Mission {code}", source="essai", established=established, **figures
    )


def condition_factory(actor, mission: Mission, now, **changes: Any) -> MissionCondition:
    return write_condition(
        actor=actor, mission=mission, said=said(**changes), form_key=f"condition-{next(numbers)}",
        now=now,
    )  # fmt: skip
