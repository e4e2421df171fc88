"""Who gets in where: the whole livret, taken away."""

from people.enums import STAFF_ROLES, Role
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row


def as_data(world: World) -> tuple:
    return (world.enrolment.pk, "json")


def a_schema(world: World) -> tuple:
    return (3,)


EXPORT = (
    Row("portfolio:export", Reach.OURS, (Role.LEARNER, *STAFF_ROLES), as_data, (0,)),
    Row("portfolio:livret_schema", Reach.PUBLIC, (), a_schema, (0,)),
)
