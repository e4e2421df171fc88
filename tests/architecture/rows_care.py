"""Who gets in where: whose livret waits, and help for them."""

from typing import Any

from people.enums import Role
from portfolio.permissions import CARE_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def of_enrolment(world: World) -> str:
    return f"inscription={world.enrolment.pk}"


def talked(world: World) -> dict[str, Any]:
    return {"act": "talked", "note": "", "seen": 1}


def wanted(world: World) -> dict[str, Any]:
    return {"act": "wanted", "note": "", "seen": 1}


CARE = (
    Row("portfolio:late_logbooks", Reach.ROLE, CARE_ROLES),
    Row("portfolio:care", Reach.OURS, CARE_ROLES, enrolment, (0,), post=talked),
    Row("portfolio:own_care", Reach.ROLE, (Role.LEARNER,)),
    Row("portfolio:own_care", Reach.OURS, (Role.LEARNER,), query=of_enrolment, post=wanted),
)
