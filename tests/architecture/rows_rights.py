"""Who gets in where: diploma, certificates and delays."""

from typing import Any

from people.enums import LEADING_ROLES, STAFF_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from training.permissions import CERTIFICATE_ROLES, RIGHTS_ROLES

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


def diploma(world: World) -> tuple:
    return (world.enrolment.pk, world.enrolment.diplomas.get(diploma="nurse").pk)


def certificate(world: World) -> tuple:
    return (world.enrolment.pk, world.enrolment.certificates.get(title="AFGSU d’essai").pk)


def seen(world: World) -> dict[str, Any]:
    return {"diploma": "care", "obtained_on": "2020-06-01", "seen_as": "original"}


def reason(world: World) -> dict[str, Any]:
    return {"reason": "Matrice."}


def noted(world: World) -> dict[str, Any]:
    return {
        "title": "De la matrice", "issuer": "Essai", "obtained_on": "2024-06-01",
        "expires_on": "", "form_key": "00000000-0000-4000-8000-000000000041",
    }  # fmt: skip


def chosen(world: World) -> dict[str, Any]:
    return {"regime": "document-004", "reason": "Matrice.", "seen": 0}


RIGHTS = (
    Row("training:rights", OWN, RIGHTS_ROLES, enrolment, (0,)),
    Row("training:diploma", OWN, LEADING_ROLES, enrolment, (0,), post=seen),
    Row("training:diploma_withdraw", OWN, LEADING_ROLES, diploma, (0, 1), post=reason),
    Row("training:certificate", OWN, CERTIFICATE_ROLES, enrolment, (0,), post=noted),
    Row(
        "training:certificate_withdraw", OWN, CERTIFICATE_ROLES, certificate, (0, 1), post=reason,
        gets=False,
    ),
    Row("training:regime", OWN, LEADING_ROLES, enrolment, (0,), post=chosen),
    Row("training:cohort_delays", OWN, STAFF_ROLES, cohort, (0,)),
)  # fmt: skip
