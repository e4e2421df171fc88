"""Who gets in where: contract, shared post, referents."""

from typing import Any

from people.enums import LEADING_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from training.permissions import RIGHTS_ROLES

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def post(world: World) -> tuple:
    return (world.enrolment.pk, world.post.pk)


def practice(world: World) -> tuple:
    return (world.enrolment.pk, world.enrolment.practice_id)


def contract(world: World) -> dict[str, Any]:
    return {"starts_on": "2026-09-01", "weekly_minutes": "35 h", "seen": 0}


def shared(world: World) -> dict[str, Any]:
    return {
        "practice": world.neighbour.practice_id, "since": "2027-03-01", "weekly_minutes": "7 h",
        "seen": 1,
    }  # fmt: skip


def ended(world: World) -> dict[str, Any]:
    return {"until": "2027-03-01", "reason": "Matrice.", "seen": 0}


def named(world: World) -> dict[str, Any]:
    return {"name": "Matrice Essai", "email": "matrice@essai.example", "seen": 0}


CONTRACT = (
    Row("training:contract", OWN, RIGHTS_ROLES, enrolment, (0,)),
    Row("training:contract_dates", OWN, LEADING_ROLES, enrolment, (0,), post=contract),
    Row("training:post_share", OWN, LEADING_ROLES, enrolment, (0,), post=shared),
    Row("training:post_end", OWN, LEADING_ROLES, post, (0, 1), post=ended),
    Row("training:referent", OWN, LEADING_ROLES, practice, (0, 1), post=named),
)
