"""Who gets in where: the welcome pack."""

from typing import Any

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def written(world: World) -> dict[str, Any]:
    return {"text": "Bienvenue à la matrice.", "seen": 1}


def nothing(world: World) -> dict[str, Any]:
    return {}


WELCOME = (
    Row("training:welcome_write", Reach.ROLE, LEADING_ROLES, post=written),
    Row("training:welcome", OWN, (Role.LEARNER, *STAFF_ROLES), enrolment, (0,)),
    Row(
        "training:welcome_confirm", OWN, (Role.LEARNER,), lambda w: (w.enrolment.pk, 1), (0, 1),
        post=nothing, gets=False,
    ),
)  # fmt: skip
