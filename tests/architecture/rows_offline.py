"""Who gets in where: the livret with or without network, and what a device sends."""

import json
from typing import Any

from people.enums import Role
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row

LEARNER = (Role.LEARNER,)


def of_enrolment(world: World) -> str:
    return f"inscription={world.enrolment.pk}"


def sent(world: World) -> dict[str, Any]:
    operation = {
        "act": "put", "form_key": "matrice-appareil", "base": 0, "year": 2027, "week": 9,
        "values": {"day": "2027-03-02", "kind": "practice", "text": "Écrit sans réseau."},
    }  # fmt: skip
    return {"person": world.enrolment.learner_id, "operations": json.dumps([operation])}


OFFLINE = (
    Row("lms:manifest", Reach.PUBLIC),
    Row("lms:worker", Reach.PUBLIC),
    Row("lms:offline", Reach.PUBLIC),
    Row("lms:no_network", Reach.PUBLIC),
    Row("lms:device", Reach.PUBLIC),
    Row("portfolio:offline_data", Reach.ROLE, LEARNER),
    Row("portfolio:offline_data", Reach.OURS, LEARNER, query=of_enrolment),
    Row("portfolio:sync", Reach.ROLE, LEARNER, post=sent, gets=False),
)
