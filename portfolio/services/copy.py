"""Take up an earlier week in another: its hours at the practices, and its situations."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import ServiceError, StaleForm, audit
from portfolio.enums import DayKind
from portfolio.models import LogbookEntry, LogbookWeek, WeekCopy
from portfolio.queries.copy import (
    CopiedDay,
    CopiedEntry,
    LastWeek,
    known_competencies,
    last_week,
)
from portfolio.queries.hours import hours_of
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.rules.weeks import IsoWeek
from portfolio.services.entry import add_entry
from portfolio.services.logbook import advance, open_week, save_hours, writable
from records.rules.french import day_and_month
from training.models import Enrolment

Line = TypeVar("Line", CopiedDay, CopiedEntry)
MAX_KEY = 22  # the keys of the situations hold it and a number


class CopyRefused(ServiceError):
    message = "Rien n’a pu être repris."


@transaction.atomic
def copy_week(
    *,
    actor: Membership,
    enrolment: Enrolment,
    week: IsoWeek,
    source: int,
    days: Collection[str],
    entries: Collection[str],
    version: int,
    form_key: str,
    now: datetime,
) -> WeekCopy:
    """Copy what was chosen of the last written week; situations wait to be read again.

    `source` is the week that the page showed, `days` and `entries` name its lines, `version` is
    that of the week it showed, 0 if none was stored. The same form sent twice copies once. Raises
    `NotAllowed`, `WeekNotOpen`, `WeekLocked`, `WeekClosed`, `StaleForm`, `CopyRefused`, and what
    `save_hours` and `add_entry` raise; then nothing is copied.
    """
    opened = open_week(
        actor=actor, enrolment=enrolment, iso_year=week.year, iso_week=week.number, now=now
    )
    row = writable(actor, opened, now)
    if known := WeekCopy.objects.filter(form_key=form_key).first():
        if known.week_id != row.pk:
            raise CopyRefused
        return known
    if row.version != max(version, 1) or not 0 < len(form_key) <= MAX_KEY:
        raise StaleForm
    last = last_week(actor, row.enrolment, week, timezone.localdate(now))
    if last is None or last.row.pk != source:
        raise StaleForm
    taken_days, taken = _chosen(last.days, days), _chosen(last.entries, entries)
    if not taken_days and not taken:
        raise CopyRefused("Cochez ce que vous reprenez.")
    _copy_hours(actor, row, taken_days, now)
    _copy_entries(actor, row, taken, form_key, now)
    return _record(actor, row, last, (len(taken_days), len(taken)), form_key, now)


@transaction.atomic
def confirm_copy(*, actor: Membership, entry: LogbookEntry, version: int, now: datetime) -> None:
    """Its author read a copied situation, and it is true of its day as it stands.

    Confirming twice confirms once. Raises `NotAllowed`, `WeekLocked`, `WeekClosed`, `StaleForm`.
    """
    row = writable(actor, entry.week, now)
    stored = LogbookEntry.objects.filter(pk=entry.pk, version=version)
    if not stored.exists():
        raise StaleForm
    if not stored.filter(to_reread=True).update(to_reread=False):
        return
    advance(row, row.version)
    audit(actor, "portfolio.entry.copy_confirmed", entry, at=now, week=row.pk)


def _chosen(lines: Iterable[Line], keys: Collection[str]) -> list[Line]:
    """The lines that were ticked. Raises `CopyRefused` for one that may not come."""
    found = [line for line in lines if line.key in keys]
    if len(found) != len(set(keys)):
        raise StaleForm
    for line in found:
        if line.refusal:
            raise CopyRefused(f"{day_and_month(line.to).capitalize()} : {line.refusal}.")
    return found


def _copy_hours(
    actor: Membership, row: LogbookWeek, taken: Iterable[CopiedDay], now: datetime
) -> None:
    stored = hours_of(row)
    more = [
        WrittenDay(one.to, DayKind.WORKED, one.stored.minutes, one.stored.practice_id)
        for one in taken
    ]
    if more:
        every = tuple(sorted((*stored.days, *more), key=lambda line: line.day))
        hours = WrittenHours(every, stored.logbook, stored.collective)
        save_hours(actor=actor, week=row, hours=hours, version=row.version, now=now)


def _copy_entries(
    actor: Membership, row: LogbookWeek, taken: Iterable[CopiedEntry], form_key: str, now: datetime
) -> None:
    known = known_competencies(row.enrolment)
    for one in taken:
        add_entry(
            actor=actor, week=row, written=one.written(known), copied=True,
            form_key=f"{form_key}-{one.key}", now=now,
        )  # fmt: skip


def _record(
    actor: Membership,
    row: LogbookWeek,
    last: LastWeek,
    counts: tuple[int, int],
    form_key: str,
    now: datetime,
) -> WeekCopy:
    days, entries = counts
    made = WeekCopy.objects.create(
        week=row, source=last.row, days=days, entries=entries, form_key=form_key, actor=actor,
        at=now,
    )  # fmt: skip
    audit(actor, "portfolio.week.copied", made, at=now, source=last.row.pk, entries=entries)
    return made
