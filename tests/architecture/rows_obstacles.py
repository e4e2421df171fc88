"""Who gets in where: obstacles, what became of each, and the table of all of them."""

from typing import Any

from people.enums import STAFF_ROLES, Role
from portfolio.permissions import SUPPORT_ROLES
from tests.architecture.actors import World
from tests.architecture.obstacles import MET
from tests.architecture.row import Reach, Row

ROLE, OWN = Reach.ROLE, Reach.OURS


def obstacle(world: World) -> tuple:
    return (world.obstacle.pk,)


def solved(world: World) -> dict[str, Any]:
    return {"act": "solved", "kind": "access", "on": MET, "note": "Le code est arrivé.", "seen": 1}


OBSTACLES = (
    Row("portfolio:obstacles", ROLE, SUPPORT_ROLES),
    Row("portfolio:obstacles_export", ROLE, SUPPORT_ROLES, lambda w: ("csv",)),
    Row("portfolio:obstacles_export", ROLE, SUPPORT_ROLES, lambda w: ("xlsx",)),
    Row(
        "portfolio:obstacle", OWN, (*STAFF_ROLES, Role.EMPLOYER, Role.LEARNER), obstacle, (0,),
        one_practice=True,
    ),
    Row(
        "portfolio:note_obstacle", OWN, (Role.LEARNER, *SUPPORT_ROLES), obstacle, (0,), post=solved,
    ),
)  # fmt: skip
