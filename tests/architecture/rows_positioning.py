"""Who gets in where: positioning and what is due."""

from typing import Any

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from training.permissions import GATE_ROLES, POSITION_ROLES

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def prior(world: World) -> tuple:
    return (world.enrolment.pk, world.enrolment.prior_results.get(title="Diplôme d’essai").pk)


def placed(world: World) -> dict[str, Any]:
    return {f"k{world.competency.pk}": 1, "seen": 0}


def declared(world: World) -> dict[str, Any]:
    return {
        "kind": "diploma",
        "title": "Diplôme de la matrice",
        "obtained_on": "2026-06-01",
        "form_key": "00000000-0000-4000-8000-000000000012",
    }


def decided(world: World) -> dict[str, Any]:
    return {"percentage": 5, "prior_minutes": "", "reason": "Essai.", "seen": 0}


def checked(world: World) -> dict[str, Any]:
    return {
        "skill": "office", "result": "acquired", "checked_on": "2026-06-01", "how": "Essai.",
        "note": "Essai.", "seen": 0, "form_key": "00000000-0000-4000-8000-000000000013",
    }  # fmt: skip


def answered(world: World) -> dict[str, Any]:
    return {"form_key": "matrice-positionnement", "seen": "x"}


POSITIONING = (
    Row("assessments:positioning", OWN, (Role.LEARNER,), enrolment, (0,)),
    Row(
        "assessments:positioning_quiz", OWN, (Role.LEARNER,),
        lambda w: (w.enrolment.pk, w.module.pk), (0, 1), post=answered,
    ),
    Row("training:positioning", OWN, (Role.LEARNER, *STAFF_ROLES), enrolment, (0,)),
    Row("training:place", OWN, POSITION_ROLES, enrolment, (0,), post=placed),
    Row("training:prior", OWN, POSITION_ROLES, enrolment, (0,), post=declared),
    Row("training:entry_check", OWN, GATE_ROLES, enrolment, (0,), post=checked),
    Row(
        "training:prior_withdraw", OWN, POSITION_ROLES, prior, (0, 1), post=decided, gets=False,
    ),
    Row(
        "training:exemption", OWN, LEADING_ROLES,
        lambda w: (w.enrolment.pk, w.module.pk), (0, 1), post=decided,
    ),
)  # fmt: skip
