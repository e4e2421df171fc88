"""Who gets in where: people enrolled from a table."""

from typing import Any

from people.enums import LEADING_ROLES
from records.rules.tables import Line
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from training.forms.table_import import PreviewForm

OWN = Reach.OURS
TABLE = [Line(1, ("Prénom", "Nom")), Line(2, ("Camille", "Essai"))]


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


def nothing(world: World) -> dict[str, Any]:
    return {}


def shown(world: World) -> dict[str, Any]:
    return {"table": PreviewForm.packed(world.site.cohort, TABLE, "people_import"), "seen": "x"}


IMPORT = (
    Row("training:people_import", OWN, LEADING_ROLES, cohort, (0,), post=nothing),
    Row("training:people_confirm", OWN, LEADING_ROLES, cohort, (0,), post=shown, gets=False),
    Row("training:people_wrong", OWN, LEADING_ROLES, cohort, (0,), post=shown, gets=False),
    Row(
        "training:people_template", OWN, LEADING_ROLES,
        lambda world: (world.site.cohort.pk, "csv"), (0,),
    ),
)  # fmt: skip
