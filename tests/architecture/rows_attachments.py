"""Who gets in where: the pieces joined to situations of the livret."""

from typing import Any

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from tests.training.papers import photo

LEARNER = (Role.LEARNER,)
ROLE, OWN = Reach.ROLE, Reach.OURS


def own_entry(world: World) -> tuple:
    return (2027, 9, world.entry.pk)


def piece(world: World) -> tuple:
    return (world.piece.file.key,)


def joined(world: World) -> dict[str, Any]:
    return {"upload": photo(), "label": "Affiche", "form_key": "matrice-piece"}


def erased(world: World) -> dict[str, Any]:
    return {"acte": "effacer", "reason": "Un nom y figure."}


ATTACHMENTS = (
    # A situation that is not there leads back to one's own week.
    Row("portfolio:attach", ROLE, LEARNER, own_entry, (2,), post=joined),
    Row("portfolio:attachment", OWN, (*STAFF_ROLES, *LEARNER), piece, (0,)),
    Row(
        "portfolio:check_attachment", OWN, (*LEADING_ROLES, *LEARNER), piece, (0,), post=erased,
    ),
)  # fmt: skip
