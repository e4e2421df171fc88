"""Who gets in where: what a practice answers of the livret."""

from typing import Any

from people.enums import Role
from portfolio.permissions import LINK_ROLES
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row, nothing

EMPLOYER = (Role.EMPLOYER,)
OWN, ROLE = Reach.OURS, Reach.ROLE


def week(world: World) -> tuple:
    return (world.shared_week.pk,)


def entry(world: World) -> tuple:
    return (world.shared_entry.pk,)


def link(world: World) -> tuple:
    return (world.shared_week.pk, world.practice_link.pk)


def answered(world: World) -> dict[str, Any]:
    return {"kind": "confirmed", "seen": "x", "form_key": "matrice-reponse"}


def asked(world: World) -> dict[str, Any]:
    return {
        "about": f"week:{world.site.practice.pk}", "name": "Dr Sam Essai",
        "email": "sam@essai.example", "form_key": "matrice-lien",
    }  # fmt: skip


def named(world: World) -> dict[str, Any]:
    return {
        "name": "Dr Sam Essai", "email": "sam@essai.example", "first_day": "2027-03-04",
        "last_day": "2027-03-05", "form_key": "matrice-remplacant",
    }  # fmt: skip


PRACTICE = (
    Row("portfolio:weeks_to_confirm", ROLE, EMPLOYER, post=nothing),
    Row("portfolio:answer_week", OWN, EMPLOYER, week, (0,), post=answered, one_practice=True),
    Row("portfolio:answer_entry", OWN, EMPLOYER, entry, (0,), post=answered, one_practice=True),
    Row("portfolio:substitutes", ROLE, EMPLOYER, post=named),
    Row(
        "portfolio:end_substitute", OWN, EMPLOYER, lambda w: (w.substitute.pk,), (0,),
        post=nothing, gets=False,
    ),
    Row("portfolio:practice_links", OWN, LINK_ROLES, week, (0,), post=asked),
    Row("portfolio:revoke_link", OWN, LINK_ROLES, link, (0, 1), post=nothing, gets=False),
    Row("portfolio:practice_link", Reach.PUBLIC, args=lambda w: (w.practice_token,)),
)  # fmt: skip
