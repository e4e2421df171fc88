"""Who gets in where: the wall of a cohort, and groups of users."""

from typing import Any

from people.enums import Role
from portfolio.permissions import GROUP_ROLES, RUNNING_ROLES, WALL_ROLES
from tests.architecture.actors import NEIGHBOUR, World
from tests.architecture.row import Reach, Row

ROLE, OWN = Reach.ROLE, Reach.OURS
BESIDE = {(NEIGHBOUR, Role.LEARNER)}
NEIGHBOURS = BESIDE | {(NEIGHBOUR, Role.EMPLOYER)}
EMPLOYER = (Role.EMPLOYER,)
DAY = "2027-03-04"


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


def group(world: World) -> tuple:
    return (world.user_group.pk,)


def theme(world: World) -> tuple:
    return (world.theme.pk,)


def need(world: World) -> tuple:
    return (world.user_need.pk,)


def withdrawn(world: World) -> dict[str, Any]:
    return {"act": "withdrawn", "seen": 1}


def removed(world: World) -> dict[str, Any]:
    return {"reason": "Essai."}


def opened(world: World) -> dict[str, Any]:
    return {
        "kind": "level", "name": "Essai", "weeks": 8, "first_on": DAY, "form_key": "un-groupe",
    }  # fmt: skip


def settled(world: World) -> dict[str, Any]:
    return {"weeks": 4, "first_on": DAY, "seen": 1}


def joined(world: World) -> dict[str, Any]:
    return {"joined": "1"}


def met(world: World) -> dict[str, Any]:
    return {"held_on": DAY, "text": "Essai.", "form_key": "une-reunion"}


def named(world: World) -> dict[str, Any]:
    return {"person": "", "since": DAY, "seen": 0}


def proposed(world: World) -> dict[str, Any]:
    return {"text": "Essai.", "form_key": "un-theme"}


def voted(world: World) -> dict[str, Any]:
    return {"given": "1"}


def treated(world: World) -> dict[str, Any]:
    return {"treated_on": DAY}


def raised(world: World) -> dict[str, Any]:
    return {"about": "Essai.", "text": "Essai.", "form_key": "un-besoin"}


def noted(world: World) -> dict[str, Any]:
    return {"state": "working", "seen": 0}


def sent(world: World) -> dict[str, Any]:
    return {
        "whom": "l’éditeur", "sent_on": DAY, "since": DAY, "until": DAY, "form_key": "un-envoi",
    }  # fmt: skip


GROUPS = (
    Row("portfolio:wall", OWN, WALL_ROLES, cohort, (0,), also=BESIDE),
    Row(
        "portfolio:sharing", OWN, WALL_ROLES, lambda w: (w.obstacle.pk,), (0,), post=withdrawn,
        posts=(Role.LEARNER,),
    ),
    Row(
        "portfolio:remove_copy", OWN, (Role.LEAD,), lambda w: (w.copy.pk,), (0,), post=removed,
    ),
    Row("portfolio:user_groups", ROLE, GROUP_ROLES),
    Row("portfolio:user_group_new", ROLE, RUNNING_ROLES, post=opened),
    Row("portfolio:user_group", OWN, GROUP_ROLES, group, (0,), also=NEIGHBOURS),
    Row("portfolio:user_group_set", OWN, RUNNING_ROLES, group, (0,), post=settled),
    Row(
        "portfolio:user_group_join", OWN, GROUP_ROLES, group, (0,), post=joined, gets=False,
        also=NEIGHBOURS,
    ),
    Row("portfolio:user_group_meet", OWN, RUNNING_ROLES, group, (0,), post=met),
    Row(
        "portfolio:group_referent", OWN, EMPLOYER, group, (0,), post=named,
        also={(NEIGHBOUR, Role.EMPLOYER)},
    ),
    Row("portfolio:theme_new", OWN, GROUP_ROLES, group, (0,), post=proposed, one_practice=True),
    Row("portfolio:theme_vote", OWN, GROUP_ROLES, theme, (0,), post=voted, gets=False),
    Row("portfolio:theme_close", OWN, RUNNING_ROLES, theme, (0,), post=treated),
    Row("portfolio:need_new", OWN, GROUP_ROLES, group, (0,), post=raised, one_practice=True),
    Row("portfolio:need", OWN, GROUP_ROLES, need, (0,), one_practice=True),
    Row("portfolio:need_note", OWN, RUNNING_ROLES, need, (0,), post=noted),
    Row("portfolio:synthesis", OWN, GROUP_ROLES, group, (0,), one_practice=True),
    Row("portfolio:synthesis_send", OWN, RUNNING_ROLES, group, (0,), post=sent),
    *(
        Row(
            "portfolio:synthesis_export", OWN, GROUP_ROLES, lambda w, k=kind: (*group(w), k), (0,),
            one_practice=True,
        )
        for kind in ("csv", "xlsx", "txt")
    ),
)  # fmt: skip
