"""Who gets in where: whether somebody follows the training."""

from typing import Any

from people.enums import LEADING_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from training.permissions import HOURS_ROLES

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def changed(world: World) -> dict[str, Any]:
    return {"act": "suspended", "since": "2027-03-04", "why": "leave", "note": "", "seen": 0}


SITUATION = (
    Row("training:situation", OWN, HOURS_ROLES, enrolment, (0,)),
    Row("training:situation_change", OWN, LEADING_ROLES, enrolment, (0,), post=changed),
)
