"""Who gets in where: one's own reminders."""

from typing import Any

from tests.architecture.actors import World
from tests.architecture.row import Reach, Row


def nothing(world: World) -> dict[str, Any]:
    return {}


REMINDERS = (
    Row("records:reminders", Reach.ACCOUNT, post=nothing),
    Row("records:reminder_choices", Reach.ACCOUNT, post=nothing),
)
