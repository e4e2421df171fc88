"""Who gets in where: models, last week's copy, comments beside a sentence."""

from typing import Any

from people.enums import Role
from portfolio.permissions import CARE_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row, nothing
from tests.architecture.writing import comment_of, template_of

LEARNER = (Role.LEARNER,)
ROLE, OWN = Reach.ROLE, Reach.OURS


def week(world: World) -> tuple:
    return (2027, 9)


def own_entry(world: World) -> tuple:
    return (2027, 9, world.entry.pk)


def model(world: World) -> tuple:
    return (template_of(world.enrolment).pk,)


def remark(world: World) -> tuple:
    return (comment_of(world.enrolment).pk,)


def sentence(world: World) -> tuple:
    return (world.week.pk, world.week.entries.get().pk)


def read_again(world: World) -> dict[str, Any]:
    return {"version": world.entry.version}


def kept(world: World) -> dict[str, Any]:
    return {"name": "Matrice", "text": "J’ai …", "form_key": "matrice-modele"}


def renamed(world: World) -> dict[str, Any]:
    return {"name": "Autre", "version": 1}


def said(world: World) -> dict[str, Any]:
    return {"sentence": "text:0", "remark": "Précisez.", "version": 1, "form_key": "matrice-phrase"}


WRITING = (
    Row("portfolio:copy_week", ROLE, LEARNER, week, post=nothing),
    # A situation that is not there leads back to one's own week.
    Row("portfolio:confirm_copy", ROLE, LEARNER, own_entry, (2,), post=read_again),
    Row("portfolio:keep_template", OWN, LEARNER, own_entry, (2,), post=kept),
    Row("portfolio:templates", ROLE, LEARNER),
    Row("portfolio:rename_template", OWN, LEARNER, model, (0,), post=renamed),
    Row("portfolio:remove_template", OWN, LEARNER, model, (0,), post=nothing),
    Row(
        "portfolio:answer_comment", OWN, LEARNER, remark, (0,), post=lambda world: {"act": "taken"}
    ),
    Row("portfolio:comment", OWN, CARE_ROLES, sentence, (0, 1), post=said),
)  # fmt: skip
