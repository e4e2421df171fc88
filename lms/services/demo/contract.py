"""Élise Démo shares a post between two practices of the demo: contract, second practice, referents.

The others have no contract noted, so that a file shows what is missing.
"""

from collections.abc import Iterable
from datetime import datetime

from lms.services.demo.cast import Cast
from training.models import Enrolment
from training.services.contract import name_referent, share_post, write_contract

SHARED_BY = "Élise"
FULL_WEEK, SECOND_PART = 35 * 60, 14 * 60
NOBODY = {"member": None, "name": "", "phone": "", "email": ""}
# 01 99 00 is kept for numbers that ring nowhere.
AT_FIRST = {"name": "Référente Démo des Tilleuls", "phone": "01 99 00 12 34"}
AT_SECOND = {"name": "Référent Démo du Port", "email": "referent.port@livret.example"}


def share_one_post(cast: Cast, enrolments: Iterable[Enrolment], now: datetime) -> None:
    for enrolment in enrolments:
        if enrolment.learner.first_name == SHARED_BY:
            _share(cast, enrolment, now)


def _share(cast: Cast, enrolment: Enrolment, now: datetime) -> None:
    first, since = enrolment.practice, enrolment.recruited_on
    second = next(one for one in cast.practices if one != first)
    write_contract(
        actor=cast.lead, enrolment=enrolment, starts_on=since, ends_on=None,
        weekly_minutes=FULL_WEEK, kind="contrat de démonstration", reason="", seen=0, now=now,
    )  # fmt: skip
    share_post(
        actor=cast.lead, enrolment=enrolment, practice=second, since=since, until=None,
        weekly_minutes=SECOND_PART, seen=0, now=now,
    )  # fmt: skip
    sides = (
        (cast.lead.organisation, {"member": cast.trainer}),
        (first, AT_FIRST),
        (second, AT_SECOND),
    )
    for organisation, who in sides:
        name_referent(
            actor=cast.lead, enrolment=enrolment, organisation=organisation, seen=0, now=now,
            **NOBODY | who,
        )  # fmt: skip
