"""What a learner writes in the livret, and handing it in."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from people.models import Membership, Organisation
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import WRITABLE_STATES, WeekState
from portfolio.models import LogbookEntry, LogbookWeek, WeekDay, WeekEvent
from portfolio.permissions import can_write_week
from portfolio.queries.entry import facts_of
from portfolio.queries.hours import contract_term, hours_of, practices_by_day
from portfolio.rules.hours import WrittenHours, hours_problem, is_off
from portfolio.rules.logbook import missing_to_submit
from portfolio.rules.weeks import FRIDAY, IsoWeek, refusal_to_write, week_exists
from portfolio.services.content import versions_kept
from portfolio.services.window import check_window
from records.rules.french import day_and_month
from training.models import Enrolment
from training.services.reading import check_practice_week


class WeekNotOpen(ServiceError):
    message = "Cette semaine n’existe pas."


class WeekLocked(ServiceError):
    message = (
        "Cette semaine est remise : elle ne change plus, sauf si votre formateur vous la renvoie."
    )


class HoursRefused(ServiceError):
    message = "Ces heures n’ont pas pu être enregistrées."


class WeekIncomplete(ServiceError):
    """Something is missing to hand the week in; `missing` lists it."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__("La semaine n’est pas remise. " + " ".join(missing))


@transaction.atomic
def open_week(
    *, actor: Membership, enrolment: Enrolment, iso_year: int, iso_week: int, now: datetime
) -> LogbookWeek:
    """The week of a learner, created by its first write; an existing one is returned as it is.

    Raises `NotAllowed`, `WeekNotOpen`, `WeekClosed`.
    """
    if not can_write_week(actor, enrolment):
        raise NotAllowed
    if not week_exists(iso_year, iso_week):
        raise WeekNotOpen
    week, today = IsoWeek(iso_year, iso_week), timezone.localdate(now)
    if refusal := refusal_to_write(week, enrolment.cohort.starts_on, today):
        raise WeekNotOpen(refusal)
    stored = enrolment.logbook_weeks.filter(iso_year=iso_year, iso_week=iso_week).first()
    if stored:
        return stored
    check_window(enrolment, week, today)
    row, created = LogbookWeek.objects.get_or_create(
        enrolment=enrolment, iso_year=iso_year, iso_week=iso_week
    )
    if created:
        audit(actor, "portfolio.week.opened", row, at=now)
    return row


@transaction.atomic
def save_hours(
    *, actor: Membership, week: LogbookWeek, hours: WrittenHours, version: int, now: datetime
) -> LogbookWeek:
    """Note the time of a week, in minutes: shown, never counted as training.

    Raises `NotAllowed`, `WeekLocked`, `WeekClosed`, `HoursRefused`, `BeyondAgreement`, `StaleForm`.
    """
    row = writable(actor, week, now)
    if hours_of(row) == hours:
        return row
    check_hours(row, hours, timezone.localdate(now))
    sums = sums_of(row, hours)
    with versions_kept(row):
        advance(row, version, **sums)
        store_days(row, hours)
    audit(actor, "portfolio.week.hours_saved", row, at=now, minutes=sums["practice_minutes"])
    return row


def sums_of(row: LogbookWeek, hours: WrittenHours) -> dict[str, int]:
    """The minutes that the row of a week keeps beside its days.

    A week from before the days keeps its one sum until a day is noted.
    """
    kept = row.practice_minutes if not hours.days and not row.days.exists() else hours.practice
    return {
        "practice_minutes": kept,
        "logbook_minutes": hours.logbook,
        "collective_minutes": hours.collective,
    }


def store_days(row: LogbookWeek, hours: WrittenHours) -> None:
    """Write the days of a week in the place of those before."""
    row.days.all().delete()
    WeekDay.objects.bulk_create(
        WeekDay(week=row, day=day, kind=kind, minutes=minutes, practice_id=practice)
        for day, kind, minutes, practice in hours.days
    )


def check_hours(
    row: LogbookWeek, hours: WrittenHours, today: date, posted: Collection[str] = ()
) -> None:
    """Raises `HoursRefused` or `BeyondAgreement` if the hours of a week cannot be kept.

    `posted`: the source keys under which they already stand in the ledger.
    """
    week = IsoWeek(row.iso_year, row.iso_week)
    if problem := hours_problem(hours, week, today, contract_term(row.enrolment)):
        raise HoursRefused(problem)
    by_day = practices_by_day(row.enrolment, week)
    by_practice: Counter[Organisation] = Counter()
    for line in hours.days:
        if not line.worked:
            continue
        employing = {one.pk: one for one in by_day[line.day]}
        if line.practice not in employing:
            raise HoursRefused(
                f"{day_and_month(line.day).capitalize()} : ce cabinet ne vous emploie pas ce "
                "jour-là."
            )
        by_practice[employing[line.practice]] += line.minutes
    friday = week.day(FRIDAY)
    for practice, minutes in by_practice.items():
        check_practice_week(row.enrolment, friday, minutes, posted, practice)
    if len(by_practice) > 1:
        check_practice_week(row.enrolment, friday, hours.practice, posted)


@transaction.atomic
def submit_week(
    *,
    actor: Membership,
    week: LogbookWeek,
    version: int,
    now: datetime,
    hours: WrittenHours | None = None,
) -> LogbookWeek:
    """Hand a week in: a situation and a competency at least, or days off alone.

    Then it waits for the trainer. Raises what `save_hours` raises, and `WeekIncomplete`.
    """
    row = writable(actor, week, now)
    if hours is not None and hours_of(row) != hours:
        row = save_hours(actor=actor, week=row, hours=hours, version=version, now=now)
        version = row.version
    entries = row.entries.prefetch_related("claims")
    off = is_off(day.written for day in row.days.all())
    if missing := missing_to_submit(facts_of(entries), off):
        raise WeekIncomplete(missing)
    advance(row, version, state=WeekState.SUBMITTED, submitted_at=now)
    WeekEvent.objects.create(
        week=row, state=WeekState.SUBMITTED, version=row.version, actor=actor, at=now
    )
    audit(actor, "portfolio.week.submitted", row, at=now, version=row.version)
    return row


def writable(actor: Membership, week: LogbookWeek, now: datetime) -> LogbookWeek:
    """The week as stored now, its row held, if the actor may write it and state and window allow.

    Raises `NotAllowed`, `WeekLocked`, `WeekClosed`.
    """
    row = (
        LogbookWeek.objects.select_for_update(of=("self",))
        .select_related("enrolment__cohort")
        .get(pk=week.pk)
    )
    if not can_write_week(actor, row.enrolment):
        raise NotAllowed
    if row.state not in WRITABLE_STATES:
        raise WeekLocked
    check_window(row.enrolment, IsoWeek(row.iso_year, row.iso_week), timezone.localdate(now))
    return row


def locked_entry(entry: LogbookEntry, gone: ServiceError) -> LogbookEntry:
    """The situation as stored now, its week locked against other acts and changes of text.

    Raises `gone` if it was taken out.
    """
    rows = LogbookWeek.objects.select_for_update(of=("self",))
    week = rows.select_related("enrolment__cohort", "enrolment__learner").get(pk=entry.week_id)
    stored = LogbookEntry.objects.filter(pk=entry.pk).select_related("practice").first()
    if stored is None:
        raise gone
    stored.week = week
    return stored


def advance(row: LogbookWeek, version: int, **changes: object) -> None:
    """Compare-and-set: write the changes and the next version if the week is at this version."""
    fresh = LogbookWeek.objects.filter(
        pk=row.pk, version=version, state__in=WRITABLE_STATES
    ).update(version=version + 1, **changes)
    if not fresh:
        raise StaleForm
    for name, value in {"version": version + 1, **changes}.items():
        setattr(row, name, value)
