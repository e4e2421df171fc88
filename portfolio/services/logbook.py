"""What a learner writes in the livret, and handing it in."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import WRITABLE_STATES, WeekState
from portfolio.models import LogbookWeek, WeekEvent
from portfolio.permissions import can_write_week
from portfolio.queries.entry import facts_of
from portfolio.rules.logbook import WEEK_MINUTES, missing_to_submit
from portfolio.rules.weeks import FRIDAY, IsoWeek, refusal_to_write, week_exists
from training.models import Enrolment
from training.services.reading import check_practice_week


class WeekNotOpen(ServiceError):
    message = "Cette semaine n’existe pas."


class WeekLocked(ServiceError):
    message = (
        "Cette semaine est remise : elle ne change plus, sauf si votre formateur vous la renvoie."
    )


class WeekIncomplete(ServiceError):
    """Something is missing to hand the week in; `missing` lists it."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__("La semaine n’est pas remise. " + " ".join(missing))


@transaction.atomic
def open_week(
    *, actor: Membership, enrolment: Enrolment, iso_year: int, iso_week: int, now: datetime
) -> LogbookWeek:
    """The week of a learner, created by its first write; an existing one is returned as it is."""
    if not can_write_week(actor, enrolment):
        raise NotAllowed
    if not week_exists(iso_year, iso_week):
        raise WeekNotOpen
    week, today = IsoWeek(iso_year, iso_week), timezone.localdate(now)
    if refusal := refusal_to_write(week, enrolment.cohort.starts_on, today):
        raise WeekNotOpen(refusal)
    row, created = LogbookWeek.objects.get_or_create(
        enrolment=enrolment, iso_year=iso_year, iso_week=iso_week
    )
    if created:
        audit(actor, "portfolio.week.opened", row, at=now)
    return row


@transaction.atomic
def save_hours(
    *, actor: Membership, week: LogbookWeek, practice_minutes: int, version: int, now: datetime
) -> LogbookWeek:
    """Note the minutes spent at the practice in the week: shown, never counted as training."""
    row = writable(actor, week)
    if not 0 <= practice_minutes <= WEEK_MINUTES:
        raise ServiceError("Une semaine n’a que 168 heures.")
    if row.practice_minutes == practice_minutes:
        return row
    if practice_minutes:
        friday = IsoWeek(row.iso_year, row.iso_week).day(FRIDAY)
        check_practice_week(row.enrolment, friday, practice_minutes)
    advance(row, version, practice_minutes=practice_minutes)
    audit(actor, "portfolio.week.hours_saved", row, at=now, minutes=practice_minutes)
    return row


@transaction.atomic
def submit_week(
    *,
    actor: Membership,
    week: LogbookWeek,
    version: int,
    now: datetime,
    practice_minutes: int | None = None,
) -> LogbookWeek:
    """Hand a week in: a situation and a competency at least; then it waits for the trainer."""
    row = writable(actor, week)
    if practice_minutes is not None and row.practice_minutes != practice_minutes:
        row = save_hours(
            actor=actor, week=row, practice_minutes=practice_minutes, version=version, now=now
        )
        version = row.version
    if missing := missing_to_submit(facts_of(row.entries.prefetch_related("claims"))):
        raise WeekIncomplete(missing)
    advance(row, version, state=WeekState.SUBMITTED, submitted_at=now)
    WeekEvent.objects.create(
        week=row, state=WeekState.SUBMITTED, version=row.version, actor=actor, at=now
    )
    audit(actor, "portfolio.week.submitted", row, at=now, version=row.version)
    return row


def writable(actor: Membership, week: LogbookWeek) -> LogbookWeek:
    """The week as stored now, locked, if the actor may write it and its state allows."""
    row = (
        LogbookWeek.objects.select_for_update(of=("self",))
        .select_related("enrolment__cohort")
        .get(pk=week.pk)
    )
    if not can_write_week(actor, row.enrolment):
        raise NotAllowed
    if row.state not in WRITABLE_STATES:
        raise WeekLocked
    return row


def advance(row: LogbookWeek, version: int, **changes: object) -> None:
    """Compare-and-set: write the changes and the next version if the week is at this version."""
    fresh = LogbookWeek.objects.filter(
        pk=row.pk, version=version, state__in=WRITABLE_STATES
    ).update(version=version + 1, **changes)
    if not fresh:
        raise StaleForm
    row.refresh_from_db()
