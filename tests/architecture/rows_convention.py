"""Who gets in where: the agreement with a practice."""

from typing import Any

from people.enums import LEADING_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from tests.architecture.world import small_paper
from training.permissions import RIGHTS_ROLES, SIGNING_SIDES, STEP_ROLES

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def place(world: World) -> tuple:
    return (world.enrolment.pk, world.enrolment.practice_id)


def version(world: World) -> tuple:
    return (*place(world), 1)


def written(world: World) -> dict[str, Any]:
    return {
        "since": "2027-03-01", "objective": "Matrice.", "seen": 1, "d1_morning_start": "09:00",
        "d1_morning_end": "12:00",
    }  # fmt: skip


def noted(world: World) -> dict[str, Any]:
    return {
        "step": "letter", "done_on": "2027-03-01", "note": "Matrice.",
        "form_key": "00000000-0000-4000-8000-000000000071",
    }  # fmt: skip


def filed(world: World) -> dict[str, Any]:
    return {
        "upload": small_paper(), "sides": ["practice"], "signed_on": "2027-03-04",
        "form_key": "00000000-0000-4000-8000-000000000072",
    }  # fmt: skip


def nothing(world: World) -> dict[str, Any]:
    return {}


CONVENTION = (
    Row("training:convention", OWN, RIGHTS_ROLES, enrolment, (0,)),
    Row("training:convention_at", OWN, RIGHTS_ROLES, place, (0, 1)),
    Row("training:convention_write", OWN, LEADING_ROLES, place, (0, 1), post=written),
    Row(
        "training:convention_sign", OWN, SIGNING_SIDES, version, (0, 1, 2), post=nothing,
        gets=False,
    ),
    Row("training:convention_file_paper", OWN, LEADING_ROLES, version, (0, 1, 2), post=filed),
    Row(
        "training:convention_scan", OWN, RIGHTS_ROLES,
        lambda w: (*place(w), w.agreement_paper.scan.key), (0, 1, 2),
    ),
    Row("training:convention_print", OWN, RIGHTS_ROLES, version, (0, 1, 2)),
    Row("training:convention_letter", OWN, RIGHTS_ROLES, place, (0, 1)),
    Row("training:convention_step", OWN, STEP_ROLES, place, (0, 1), post=noted),
)  # fmt: skip
