"""Who gets in where: assistance at a distance."""

from typing import Any
from uuid import uuid4

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from tests.architecture.actors import NEIGHBOUR, World
from tests.architecture.row import Reach, Row
from training.permissions import SESSION_ROLES

OWN = Reach.OURS


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def of_module(world: World) -> tuple:
    return (world.enrolment.pk, world.enrolment.track_version.modules.first().pk)


def words(world: World) -> dict[str, Any]:
    return {"text": "Une question de la matrice.", "form_key": uuid4()}


def contact(world: World) -> dict[str, Any]:
    return {
        "module": "", "contact": world.site.staff[Role.TRAINER].pk, "promised_days": 2,
        "words": "Me voici.", "form_key": uuid4(),
    }  # fmt: skip


def to_cohort(world: World) -> dict[str, Any]:
    modules = [world.enrolment.cohort.track_version.modules.first().pk]
    return {"modules": modules, "text": "Un message de la matrice.", "form_key": uuid4()}


def key(world: World) -> dict[str, Any]:
    return {"form_key": uuid4()}


ASSISTANCE = (
    Row("training:assistance_inbox", Reach.ROLE, STAFF_ROLES),
    Row("training:assistance", OWN, (Role.LEARNER, *STAFF_ROLES), enrolment, (0,)),
    Row(
        "training:thread", OWN, (Role.LEARNER, *STAFF_ROLES), of_module, (0, 1), post=words,
        posts=(Role.LEARNER, *SESSION_ROLES),
    ),
    Row("training:thread_close", OWN, SESSION_ROLES, of_module, (0, 1), post=key, gets=False),
    Row("training:distance", OWN, (Role.LEARNER, *STAFF_ROLES), enrolment, (0,)),
    Row(
        "assessments:activity_export", OWN, (Role.LEARNER, *STAFF_ROLES),
        lambda w: (w.enrolment.pk, "csv"), (0,),
    ),
    Row(
        "training:activity", OWN, (Role.LEARNER,),
        lambda w: (w.module.pk, w.lesson.slug), (0, 1), also={(NEIGHBOUR, Role.LEARNER)},
        post=lambda w: {"fait": "opened"}, gets=False,
    ),
    Row(
        "training:assistance_contacts", OWN, LEADING_ROLES,
        lambda w: (w.enrolment.cohort_id,), (0,), post=contact,
    ),
    Row(
        "training:module_messages", OWN, SESSION_ROLES,
        lambda w: (w.enrolment.cohort_id,), (0,), post=to_cohort,
    ),
)  # fmt: skip
