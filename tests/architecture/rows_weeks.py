"""Who gets in where: the window of the weeks of a livret."""

from typing import Any

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from portfolio.permissions import SIGNING_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row


def of_enrolment(world: World) -> str:
    return f"inscription={world.enrolment.pk}"


def ticked(world: World) -> dict[str, Any]:
    return {"weeks": [f"{world.enrolment.pk}:2027:5"], "reason": "Panne du site."}


def corrected(world: World) -> dict[str, Any]:
    return {"logbook": "2 h", "reason": "Oubli.", "version": 2, "form_key": "matrice-correction"}


def rewritten(world: World) -> dict[str, Any]:
    return corrected(world) | {"text": "Autre texte."}


def answered(world: World) -> dict[str, Any]:
    return {"decision": "accept", "reason": ""}


def week(world: World) -> tuple:
    return (world.signed.pk,)


def entry(world: World) -> tuple:
    return (world.signed.pk, world.signed.entries.get().pk)


def amendment(world: World) -> tuple:
    return (world.amendment.pk,)


OWN, AMENDING = Reach.OURS, (Role.LEARNER, *SIGNING_ROLES)
WEEKS = (
    Row("portfolio:late_weeks", Reach.ROLE, LEADING_ROLES),
    Row("portfolio:late_weeks", Reach.OURS, LEADING_ROLES, query=of_enrolment, post=ticked),
    Row("portfolio:amend_hours", OWN, AMENDING, week, (0,), post=corrected),
    Row("portfolio:amend_entry", OWN, AMENDING, entry, (0, 1), post=rewritten),
    Row("portfolio:amendments", Reach.ROLE, SIGNING_ROLES),
    Row("portfolio:amendment", OWN, (Role.LEARNER, *STAFF_ROLES), amendment, (0,)),
    Row("portfolio:answer_amendment", OWN, SIGNING_ROLES, amendment, (0,), post=answered),
)
