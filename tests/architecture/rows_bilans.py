"""Who gets in where: balance sheets, the year, the checklist of a practice."""

from typing import Any

from people.enums import STAFF_ROLES, Role
from portfolio.permissions import CARE_ROLES, SUPPORT_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row

OWN = Reach.OURS
LEARNER = (Role.LEARNER,)
LEARNING = (Role.LEARNER, *STAFF_ROLES)
HELPERS = (Role.LEARNER, *SUPPORT_ROLES)
KEY = "00000000-0000-4000-8000-000000000019"


def enrolment(world: World) -> tuple:
    return (world.enrolment.pk,)


def review(world: World) -> tuple:
    return (world.review.pk,)


def draft(world: World) -> tuple:
    return (world.review_draft.pk,)


def typed(world: World) -> dict[str, Any]:
    return {
        "practice": world.enrolment.practice_id, "first": "2026-09-01", "last": "2027-03-01",
        "audience": "training", "did": "Essai.", "form_key": KEY, "version": 1,
    }  # fmt: skip


def word(world: World) -> dict[str, Any]:
    return {"comment": "Essai.", "version": world.review.version}


def words(world: World) -> dict[str, Any]:
    return {"strengths": "Essai.", "version": world.personal.version}


def shared(world: World) -> dict[str, Any]:
    return {"audience": "support", "version": world.personal.version}


def linked(world: World) -> dict[str, Any]:
    return {"meeting": world.personal.meeting_id, "version": world.personal.version}


def planned(world: World) -> dict[str, Any]:
    return {"text": "Essai.", "owner": "learner:", "due_on": "2027-04-01", "form_key": KEY}


def presented(world: World) -> dict[str, Any]:
    return {"held_on": "2027-03-03", "present": "le groupe", "form_key": KEY}


def one_version(world: World) -> dict[str, Any]:
    return {"version": 1}


BILANS = (
    Row("portfolio:year", Reach.ROLE, LEARNER),
    Row("portfolio:year", OWN, LEARNER, query=lambda w: f"inscription={w.enrolment.pk}"),
    Row("portfolio:bilans", OWN, (*LEARNING, Role.EMPLOYER), enrolment, (0,)),
    Row("portfolio:review_new", OWN, LEARNER, enrolment, (0,), post=typed),
    Row(
        "portfolio:review", OWN, (*LEARNING, Role.EMPLOYER), review, (0,), one_practice=True,
    ),
    Row(
        "portfolio:review_pdf", OWN, (*LEARNING, Role.EMPLOYER), review, (0,), one_practice=True,
    ),
    Row("portfolio:review_write", OWN, LEARNER, draft, (0,), post=typed),
    Row("portfolio:review_hand_in", OWN, LEARNER, draft, (0,), post=one_version, gets=False),
    Row("portfolio:review_read", OWN, CARE_ROLES, review, (0,), post=word),
    Row("portfolio:personal", OWN, LEARNING, enrolment, (0,)),
    Row("portfolio:personal_write", OWN, LEARNER, enrolment, (0,), post=words),
    Row("portfolio:personal_share", OWN, LEARNER, enrolment, (0,), post=shared, gets=False),
    Row("portfolio:personal_plan", OWN, LEARNER, enrolment, (0,), post=one_version, gets=False),
    Row(
        "portfolio:personal_interview", OWN, HELPERS, enrolment, (0,), post=linked, gets=False,
    ),
    Row("portfolio:personal_action", OWN, HELPERS, enrolment, (0,), post=planned),
    Row("portfolio:personal_presentation", OWN, HELPERS, enrolment, (0,), post=presented),
    Row(
        "portfolio:readiness", OWN, (*LEARNING, Role.EMPLOYER),
        lambda w: (w.enrolment.practice_id,), (0,),
    ),
)  # fmt: skip
