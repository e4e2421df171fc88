"""A wall and groups of users, through the services."""

from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any

from people.models import Membership
from portfolio.models import (
    GroupReferent,
    GroupTheme,
    LogbookEntry,
    SharingFact,
    UserGroup,
    UserNeed,
    WallCopy,
)
from portfolio.rules.user_group import GroupPace
from portfolio.rules.wall import Shown
from portfolio.services.user_group import name_group_referent, open_group, set_group, take_part
from portfolio.services.user_need import propose_theme, raise_need, vote_theme
from portfolio.services.wall import UNNAMED, note_sharing
from tests.factories.assessments import learner_of
from tests.factories.portfolio import AT, submitted_week_factory
from training.models import Enrolment

numbers = count(1)
PACE = GroupPace(8, date(2027, 3, 1))
GOOD = "Une liste du soir, la même chaque jour."
NEED = "Une alerte quand un résultat arrive."


def good_practice_factory(enrolment: Enrolment, **fields: Any) -> LogbookEntry:
    """A good practice of a week that is handed in."""
    usual = {"kind": "good_practice", "text": GOOD, "audience": "training"}
    week = submitted_week_factory(enrolment, **{**usual, **fields})
    return week.entries.get()


def share(
    entry: LogbookEntry, act: str = "consented", now: datetime = AT, **more: Any
) -> SharingFact:
    """As its author, after whatever was noted before."""
    return note_sharing(
        actor=more.pop("actor", None) or learner_of(entry.week.enrolment), entry=entry, act=act,
        seen=more.pop("seen", entry.sharing_facts.count()), now=now, **more,
    )  # fmt: skip


def copy_factory(enrolment: Enrolment, shown: Shown = UNNAMED, **fields: Any) -> WallCopy:
    return share(good_practice_factory(enrolment, **fields), shown=shown).copy


def group_factory(actor: Membership, name: str = "", **changes: Any) -> UserGroup:
    number = next(numbers)
    return open_group(
        actor=actor, now=AT,
        **{
            "kind": "software", "name": name or f"Logiciel {number}", "pace": PACE,
            "form_key": f"groupe-{number}", **changes,
        },
    )  # fmt: skip


def join(actor: Membership, group: UserGroup, joined: bool = True) -> None:
    take_part(actor=actor, group=group, joined=joined, now=AT)


def theme_factory(actor: Membership, group: UserGroup, text: str = "") -> GroupTheme:
    number = next(numbers)
    return propose_theme(
        actor=actor, group=group, text=text or f"Thème {number}", form_key=f"theme-{number}",
        now=AT,
    )  # fmt: skip


def need_factory(
    actor: Membership, group: UserGroup, text: str = NEED, now: datetime = AT
) -> UserNeed:
    return raise_need(
        actor=actor, group=group, about="Résultats", text=text, form_key=f"besoin-{next(numbers)}",
        now=now,
    )  # fmt: skip


def vote(actor: Membership, theme: GroupTheme, now: datetime = AT, given: bool = True) -> None:
    vote_theme(actor=actor, theme=theme, given=given, now=now)


def close_group(actor: Membership, group: UserGroup, closed: bool = True) -> None:
    seen = group.settings.latest("number").number
    pace = replace(PACE, closed=closed)
    set_group(actor=actor, group=group, pace=pace, seen=seen, now=AT)


def name_referent(
    actor: Membership, group: UserGroup, person: Membership | None, since: date, seen: int = 0
) -> GroupReferent:
    return name_group_referent(
        actor=actor, group=group, person=person, since=since, seen=seen, now=AT
    )
