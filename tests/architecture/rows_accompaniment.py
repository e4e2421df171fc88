"""Who gets in where: visits, interviews, calls, group days, and what is agreed there."""

from typing import Any

from people.enums import Role
from portfolio.permissions import SUPPORT_ROLES
from tests.architecture.actors import NEIGHBOUR, World
from tests.architecture.row import Reach, Row

OWN = Reach.OURS
READERS = (Role.LEARNER, *SUPPORT_ROLES)
KEY = "00000000-0000-4000-8000-000000000095"


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def called(world: World) -> tuple:
    return (world.enrolment.pk, "call")


def diffused(world: World) -> tuple:
    return (world.meeting.pk,)


def drafted(world: World) -> tuple:
    return (world.meeting_draft.pk,)


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


def minutes(world: World) -> dict[str, Any]:
    return {"held_on": "2027-03-02", "first": "Essai.", "form_key": KEY, "version": 1}


def advanced(world: World) -> dict[str, Any]:
    return {"state": "validated", "version": 1}


def agreed(world: World) -> dict[str, Any]:
    return {"text": "Essai.", "owner": "learner:", "due_on": "2027-03-11", "form_key": KEY}


def done(world: World) -> dict[str, Any]:
    return {"done": 1, "seen": 0}


def rhythm(world: World) -> dict[str, Any]:
    return {
        "first_on": "2027-03-01", "first_days": 7, "first_months": 2, "then_days": 14, "seen": 0,
    }  # fmt: skip


ACCOMPANIMENT = (
    Row("portfolio:accompaniment", Reach.ROLE, SUPPORT_ROLES),
    Row("portfolio:meetings", OWN, READERS, enrolment, (0,)),
    Row("portfolio:meeting_new", OWN, SUPPORT_ROLES, called, (0,), post=minutes),
    Row("portfolio:meeting", OWN, READERS, diffused, (0,)),
    Row("portfolio:meeting", OWN, SUPPORT_ROLES, drafted, (0,), screen=READERS),
    Row(
        "portfolio:meeting", OWN, READERS, lambda w: (w.group_day.pk,), (0,),
        also={(NEIGHBOUR, Role.LEARNER)},
    ),
    Row("portfolio:meeting_write", OWN, SUPPORT_ROLES, drafted, (0,), post=minutes),
    Row(
        "portfolio:meeting_advance", OWN, SUPPORT_ROLES, drafted, (0,), post=advanced, gets=False,
    ),
    Row("portfolio:action_new", OWN, SUPPORT_ROLES, diffused, (0,), post=agreed),
    Row(
        "portfolio:action_note", OWN, READERS, lambda w: (w.action.pk,), (0,), post=done,
        gets=False,
    ),
    Row("portfolio:group_days", OWN, SUPPORT_ROLES, cohort, (0,), post=rhythm),
    Row("portfolio:group_day_new", OWN, SUPPORT_ROLES, cohort, (0,), post=minutes),
)  # fmt: skip
