"""Who gets in where: the induction day, the commitments of each side, convocations."""

from typing import Any

from people.enums import LEADING_ROLES, STAFF_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row, nothing
from training.permissions import CONVOCATION_ROLES, RIGHTS_ROLES, SIGNING_SIDES

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


def written(world: World) -> dict[str, Any]:
    return {"body": "Matrice.", "learner": "Matrice.", "practice": "", "seen": 1}


def day(world: World) -> dict[str, Any]:
    return {"day": "2027-03-01", "place": "Salle de la matrice", "seen": 0}


def noted(world: World) -> dict[str, Any]:
    return {f"p{world.enrolment.pk}": "on", f"n{world.enrolment.pk}": 0}


def convoked(world: World) -> dict[str, Any]:
    return {
        "sessions": world.coming.pk, "people": world.enrolment.pk, "bring": "Matrice.",
        "seen": "0" * 32, "form_key": "00000000-0000-4000-8000-000000000081",
    }  # fmt: skip


INDUCTION = (
    Row("training:commitments_write", Reach.ROLE, LEADING_ROLES, post=written),
    Row("training:commitments", OWN, RIGHTS_ROLES, enrolment, (0,)),
    Row(
        "training:commitments_accept", OWN, SIGNING_SIDES, lambda w: (w.enrolment.pk, 1), (0, 1),
        post=nothing, gets=False,
    ),
    Row("training:induction", OWN, STAFF_ROLES, cohort, (0,)),
    Row("training:induction_write", OWN, LEADING_ROLES, cohort, (0,), post=day),
    Row("training:induction_note", OWN, LEADING_ROLES, cohort, (0,), post=noted),
    Row("training:cohort_convocations", OWN, STAFF_ROLES, cohort, (0,)),
    Row("training:convoke", OWN, LEADING_ROLES, cohort, (0,), post=convoked),
    Row("training:convocations", OWN, CONVOCATION_ROLES, enrolment, (0,)),
)  # fmt: skip
