"""Who gets in where, among the documents that state hours."""

from typing import Any

from people.enums import LEADING_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from tests.factories.documents import SINCE, UNTIL
from training.permissions import HOURS_ROLES

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def certificate(world: World) -> tuple:
    return (world.enrolment.pk, world.certificate.document.code)


def issued(world: World) -> dict[str, Any]:
    return {"since": SINCE, "until": UNTIL, "seen": "x", "nature": "training"}


def revoked(world: World) -> dict[str, Any]:
    return {"reason": "Heures corrigées."}


DOCUMENTS = (
    Row("training:documents", OWN, HOURS_ROLES, enrolment, (0,)),
    Row(
        "training:document_new", OWN, LEADING_ROLES, lambda w: (*enrolment(w), "certificat"), (0,),
        post=issued,
    ),
    Row(
        "training:document_new", OWN, LEADING_ROLES, lambda w: (*enrolment(w), "releve"), (0, 1),
        post=issued,
    ),
    Row(
        "training:document_new", OWN, LEADING_ROLES, lambda w: (*enrolment(w), "emargement"),
        (0, 1), post=issued,
    ),
    Row("training:document_revoke", OWN, LEADING_ROLES, certificate, (0, 1), post=revoked),
)  # fmt: skip
