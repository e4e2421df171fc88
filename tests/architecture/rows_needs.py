"""Who gets in where: the need of a person, their adaptations, their training agreement."""

from typing import Any

from people.enums import LEADING_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from training.permissions import ADAPTATION_ROLES, HOURS_ROLES, NEED_ROLES

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def analysed(world: World) -> dict[str, Any]:
    return {
        "learner_said": "Tenir l’accueil.",
        "learner_met_on": "2026-01-05",
        "learner_with_whom": "Camille Essai",
        "objective": "Tenir l’accueil.",
        "seen": 0,
    }


def needed(world: World) -> dict[str, Any]:
    return {"act": "need", "text": "Une pause de plus.", "seen": 1}


def agreed(world: World) -> dict[str, Any]:
    return {
        "price": "1380,50",
        "tax": "included",
        "payment": "En une fois.",
        "means": "Salle.",
        "follow_up": "Émargement.",
        "seen": 0,
    }


def numbered(world: World) -> tuple:
    return (world.enrolment.pk, 1)


def taken_back(world: World) -> dict[str, Any]:
    return {"reason": "Essai."}


def delivered(world: World) -> dict[str, Any]:
    return {"seen": "x"}


NEEDS = (
    Row("training:needs", OWN, HOURS_ROLES, enrolment, (0,)),
    Row("training:needs_write", OWN, LEADING_ROLES, enrolment, (0,), post=analysed),
    Row(
        "training:adaptations", OWN, ADAPTATION_ROLES, enrolment, (0,), post=needed,
        posts=NEED_ROLES,
    ),
    Row(
        "training:adaptation_take_back", OWN, LEADING_ROLES, numbered, (0, 1), post=taken_back,
    ),
    Row("training:training_agreement", OWN, LEADING_ROLES, enrolment, (0,), post=delivered),
    Row("training:training_terms", OWN, LEADING_ROLES, enrolment, (0,), post=agreed),
)  # fmt: skip
