"""Contracts, shared posts and referents, as a lead notes them."""

from datetime import date

from training.models import EmploymentContract, NamedReferent, SharedPost, SharedPostEnd
from training.services.contract import end_share, name_referent, share_post, write_contract

MARCH_1 = date(2027, 3, 1)
NINE_DAYS_LATER = date(2027, 3, 10)


def write(world, now, **changes) -> EmploymentContract:
    wanted = {
        "actor": world.lead, "enrolment": world.enrolment, "starts_on": MARCH_1, "ends_on": None,
        "weekly_minutes": 2100, "kind": "contrat d’essai", "reason": "", "seen": 0, "now": now,
    }  # fmt: skip
    return write_contract(**wanted | changes)


def share(world, practice, now, **changes) -> SharedPost:
    wanted = {
        "actor": world.lead, "enrolment": world.enrolment, "practice": practice, "since": MARCH_1,
        "until": None, "weekly_minutes": 840, "seen": 0, "now": now,
    }  # fmt: skip
    return share_post(**wanted | changes)


def end(world, post, now, **changes) -> SharedPostEnd:
    wanted = {
        "actor": world.lead, "post": post, "until": NINE_DAYS_LATER, "reason": "Fin convenue.",
        "seen": 0, "now": now,
    }  # fmt: skip
    return end_share(**wanted | changes)


def name(world, organisation, now, **changes) -> NamedReferent:
    wanted = {
        "actor": world.lead, "enrolment": world.enrolment, "organisation": organisation,
        "member": None, "name": "", "phone": "", "email": "", "seen": 0, "now": now,
    }  # fmt: skip
    return name_referent(**wanted | changes)
