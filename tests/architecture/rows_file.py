"""Who gets in where: the file of an enrolment."""

from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from training.permissions import HOURS_ROLES


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


FILE = (Row("training:file", Reach.OURS, HOURS_ROLES, enrolment, (0,)),)
