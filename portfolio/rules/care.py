"""Whose livret waits, and when help is offered. Worked tables: docs/rules/care.md.

Weeks are ISO weeks, days are of Europe/Paris.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from portfolio.enums import CareAct
from portfolio.rules.due import Keeping, weeks_due
from portfolio.rules.weeks import FRIDAY, IsoWeek, week_of
from training.rules.session import PARIS

HELP_AFTER = 2  # missed weeks in a row, « choix de l’organisme »
MAX_NOTE = 500
NUDGE_HOUR = 9
CATCHING_UP = timedelta(days=7)
# The list of Monday is still told on the two days after it, where a run was missed.
LIST_DAYS = (1, 2, 3)


def missed_in_a_row(keeping: Keeping, handed_in: Collection[IsoWeek], today: date) -> list[IsoWeek]:
    """The weeks that are over and were not handed in, back from the newest one; oldest first.

    A week sent back was handed in. A week off is handed in as such.
    """
    this_week = week_of(today)
    over = [week for week in weeks_due(keeping, this_week) if week < this_week]
    found: list[IsoWeek] = []
    for week in reversed(over):
        if week in handed_in:
            break
        found.insert(0, week)
    return found


def nudged(keeping: Keeping, handed_in: Collection[IsoWeek], now: datetime) -> IsoWeek | None:
    """The week to hand in, told from Friday 9.00 to Sunday; None if there is none to tell of."""
    local = now.astimezone(PARIS)
    week = week_of(local.date())
    if (local.weekday(), local.hour) < (FRIDAY, NUDGE_HOUR):
        return None
    return week if week in weeks_due(keeping, week) and week not in handed_in else None


def is_list_day(today: date) -> bool:
    """Whether the list of late livrets of this week is told, or may still be."""
    return today.isoweekday() in LIST_DAYS


def needs_help(missed: int) -> bool:
    return missed >= HELP_AFTER


def catches_up(last_handed_in: datetime | None, now: datetime) -> bool:
    """Whether somebody handed a week in lately: who catches up is not told that they are late."""
    return last_handed_in is not None and now - last_handed_in < CATCHING_UP


# What may be noted after what was noted last: an answer needs an offer.
CARE_STEPS: dict[str, tuple[CareAct, ...]] = {
    "": (CareAct.OFFERED, CareAct.WANTED),
    CareAct.OFFERED: (CareAct.WANTED, CareAct.DECLINED, CareAct.TALKED),
    CareAct.WANTED: (CareAct.TALKED,),
    CareAct.DECLINED: (CareAct.OFFERED, CareAct.WANTED, CareAct.TALKED),
    CareAct.TALKED: (CareAct.OFFERED, CareAct.WANTED),
}
# Who notes what: the learner answers and asks, those who accompany offer and meet.
OWN_ACTS = (CareAct.WANTED, CareAct.DECLINED)
STAFF_ACTS = (CareAct.OFFERED, CareAct.TALKED)


def acts_after(last: str, own: bool) -> list[CareAct]:
    """What a learner (`own`), or the training body, may note after the last act; "" for none."""
    mine = OWN_ACTS if own else STAFF_ACTS
    return [act for act in CARE_STEPS[last] if act in mine]
