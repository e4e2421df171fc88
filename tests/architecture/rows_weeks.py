"""Who gets in where: the window of the weeks of a livret."""

from typing import Any

from people.enums import LEADING_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row


def of_enrolment(world: World) -> str:
    return f"inscription={world.enrolment.pk}"


def ticked(world: World) -> dict[str, Any]:
    return {"weeks": [f"{world.enrolment.pk}:2027:5"], "reason": "Panne du site."}


WEEKS = (
    Row("portfolio:late_weeks", Reach.ROLE, LEADING_ROLES),
    Row("portfolio:late_weeks", Reach.OURS, LEADING_ROLES, query=of_enrolment, post=ticked),
)
