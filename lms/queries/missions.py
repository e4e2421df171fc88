"""The catalogue of missions, and where each stands for the assistant who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from curricula.queries import MissionLine
from lms.queries.learner import own_enrolment
from people.enums import Role
from people.models import Membership
from training.enums import Situation
from training.models import Enrolment
from training.queries.convention import delegated_on
from training.queries.mission_limits import MissionLimit, mission_limits


@dataclass(frozen=True)
class CatalogueLine(MissionLine):
    """A mission as anybody reads it, with what the reader's own agreement says of it today.

    `delegated`: None where nobody is known, or no agreement is in force.
    """

    delegated: bool | None = None
    limit: MissionLimit | None = None


@dataclass(frozen=True)
class Catalogue:
    """`enrolment`: of the assistant who reads; `agreed`: an agreement of theirs is in force."""

    lines: list[CatalogueLine]
    enrolment: Enrolment | None = None
    agreed: bool = False


def catalogue_for(
    actor: Membership | None, lines: Iterable[MissionLine], now: datetime
) -> Catalogue:
    """The lines as the actor reads them; a constant number of queries."""
    mine = own_enrolment(actor, now) if actor and actor.role == Role.LEARNER else None
    if mine is None or mine.situation == Situation.LEFT:
        return Catalogue([CatalogueLine(**vars(line)) for line in lines])
    today = timezone.localdate(now)
    given, limits = delegated_on(mine, today), mission_limits(mine, today)
    own = [
        CatalogueLine(
            **vars(line),
            delegated=None if given is None else line.mission.pk in given,
            limit=limits.get(line.mission.pk),
        )
        for line in lines
    ]
    return Catalogue(own, enrolment=mine, agreed=given is not None)
