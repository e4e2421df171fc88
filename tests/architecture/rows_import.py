"""Who gets in where: people enrolled and invited, presences noted, from a table."""

from typing import Any

from people.enums import LEADING_ROLES
from records.rules.tables import Line
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from training.forms.table_import import packed
from training.permissions import SESSION_ROLES

OWN = Reach.OURS
TABLE = [Line(1, ("Prénom", "Nom")), Line(2, ("Camille", "Essai"))]


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


def nothing(world: World) -> dict[str, Any]:
    return {}


def shown(world: World) -> dict[str, Any]:
    return {"table": packed(world.site.cohort, TABLE, "people_import"), "seen": "x"}


def noted(world: World) -> dict[str, Any]:
    lines = [Line(1, ("Date", "Début")), Line(2, ("hier", "midi"))]
    table = packed(world.site.cohort, lines, "attendance_import")
    return {"table": table, "seen": "x"}


def unanswered(world: World) -> dict[str, Any]:
    return {"which": "all", "seen": "2027-03-04T12:00:00+01:00"}


IMPORT = (
    Row("training:unanswered", OWN, LEADING_ROLES, cohort, (0,)),
    Row(
        "training:invitations_again", OWN, LEADING_ROLES, cohort, (0,), post=unanswered, gets=False
    ),
    Row("training:people_import", OWN, LEADING_ROLES, cohort, (0,), post=nothing),
    Row("training:people_confirm", OWN, LEADING_ROLES, cohort, (0,), post=shown, gets=False),
    Row("training:people_wrong", OWN, LEADING_ROLES, cohort, (0,), post=shown, gets=False),
    Row("training:attendance_import", OWN, SESSION_ROLES, cohort, (0,), post=nothing),
    Row("training:attendance_confirm", OWN, SESSION_ROLES, cohort, (0,), post=noted, gets=False),
    Row("training:attendance_wrong", OWN, SESSION_ROLES, cohort, (0,), post=noted, gets=False),
    Row(
        "training:attendance_template", OWN, SESSION_ROLES,
        lambda world: (world.site.cohort.pk, "xlsx"), (0,),
    ),
    Row(
        "training:people_template", OWN, LEADING_ROLES,
        lambda world: (world.site.cohort.pk, "csv"), (0,),
    ),
)  # fmt: skip
