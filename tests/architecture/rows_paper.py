"""Who gets in where: a week on paper."""

from typing import Any

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from portfolio.queries.paper import token_of
from portfolio.rules.paper import SheetName
from portfolio.rules.weeks import IsoWeek
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row
from tests.portfolio.papers import scribble

LEARNER = (Role.LEARNER,)
ROLE, OWN = Reach.ROLE, Reach.OURS


def week(world: World) -> tuple:
    return (2027, 9)


def of_enrolment(world: World) -> str:
    return f"inscription={world.enrolment.pk}"


def code(world: World) -> tuple:
    return (token_of(SheetName(world.enrolment.pk, IsoWeek(2027, 9), 1)),)


def sheet(world: World) -> tuple:
    return (world.paper_sheet.file.key,)


def joined(world: World) -> dict[str, Any]:
    return {"uploads": scribble(), "week": "2027-09"}


def erased(world: World) -> dict[str, Any]:
    return {"acte": "effacer", "reason": "Un nom y figure."}


PAPER = (
    Row("portfolio:paper_sheet", ROLE, LEARNER, week),
    Row("portfolio:paper_sheet", OWN, LEARNER, week, query=of_enrolment),
    # The code of somebody else leads to one’s own page, which says that it is another’s.
    Row("portfolio:paper_code", ROLE, LEARNER, code, (0,)),
    Row("portfolio:join_sheets", ROLE, LEARNER, post=joined),
    Row("portfolio:join_sheets", OWN, LEARNER, query=of_enrolment, post=joined),
    # A sheet is looked at where a piece of a situation is.
    Row("portfolio:attachment", OWN, (*STAFF_ROLES, *LEARNER), sheet, (0,)),
    Row("portfolio:check_attachment", OWN, (*LEADING_ROLES, *LEARNER), sheet, (0,), post=erased),
)
