"""What a device wrote without network, stored once it is sent."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects

from people.models import Membership
from people.services import StaleForm
from portfolio.models import LogbookEntry
from portfolio.queries.sync import own_entry, was_taken_out, written_of
from portfolio.rules.entry import WrittenEntry
from portfolio.rules.sync import Verdict, removal_verdict, says_the_same, verdict
from portfolio.rules.weeks import IsoWeek
from portfolio.services.entry import edit_entry, remove_entry, write_entry
from training.models import Enrolment


@dataclass(frozen=True)
class Synced:
    """What was done, and the situation as it is stored now; none if there is none."""

    verdict: Verdict
    entry: LogbookEntry | None


@transaction.atomic
def sync_entry(
    *,
    actor: Membership,
    enrolment: Enrolment,
    week: IsoWeek,
    stored: LogbookEntry | None,
    form_key: str,
    base: int,
    written: WrittenEntry,
    confirmed: str = "",
    now: datetime,
) -> Synced:
    """Store what a device wrote of a situation; the same sent twice is stored once.

    `form_key` names the situation for good, `base` is the version that the device started from (0:
    it is new), `stored` what `own_entry` finds. Raises what `write_entry` and `edit_entry` raise,
    but `StaleForm`: that is a conflict.
    """
    typed = replace(written, practice=written.practice or enrolment.practice_id)
    taken_out = stored is None and was_taken_out(actor, form_key)
    found = _verdict(base, stored, typed, taken_out=taken_out)
    if found != Verdict.WRITE:
        return Synced(found, stored)
    if stored is None:
        entry = write_entry(
            actor=actor, enrolment=enrolment, iso_year=week.year, iso_week=week.number,
            written=written, form_key=form_key, confirmed=confirmed, now=now,
        )  # fmt: skip
    else:
        try:
            entry = edit_entry(
                actor=actor, entry=stored, written=written, version=base, confirmed=confirmed,
                now=now,
            )  # fmt: skip
        except StaleForm:  # somebody wrote between our look and our write
            newer = own_entry(enrolment, form_key)
            return Synced(_verdict(base, newer, typed), newer)
        entry.week = stored.week
    prefetch_related_objects([entry], "claims", "missions")
    return Synced(found, entry)


def _verdict(
    base: int, stored: LogbookEntry | None, typed: WrittenEntry, *, taken_out: bool = False
) -> Verdict:
    same = stored is not None and says_the_same(typed, written_of(stored))
    return verdict(base, stored.version if stored else None, same, taken_out=taken_out)


@transaction.atomic
def sync_removal(
    *,
    actor: Membership,
    enrolment: Enrolment,
    stored: LogbookEntry | None,
    base: int,
    now: datetime,
) -> Synced:
    """Take out a situation that a device took out; one that is gone already stays gone.

    Raises what `remove_entry` raises, but `StaleForm`: that is a conflict.
    """
    found = removal_verdict(base, stored.version if stored else None)
    if found != Verdict.WRITE or stored is None:
        return Synced(found, stored)
    form_key = stored.form_key
    try:
        remove_entry(actor=actor, entry=stored, version=base, now=now)
    except StaleForm:
        newer = own_entry(enrolment, form_key)
        return Synced(removal_verdict(base, newer.version if newer else None), newer)
    return Synced(found, None)
