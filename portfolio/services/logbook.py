"""What a learner writes in the livret, and handing it in."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from curricula.models import Competency
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import WRITABLE_STATES, EntryKind, WeekState
from portfolio.models import LogbookEntry, LogbookWeek, WeekEvent
from portfolio.permissions import can_write_week
from portfolio.rules.logbook import MAX_TEXT, WEEK_MINUTES, EntryFacts, missing_to_submit
from portfolio.rules.weeks import FRIDAY, IsoWeek, days_to_write, refusal_to_write, week_exists
from records.services import refuse_patient_data
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


class EntryRefused(ServiceError):
    message = "Cette situation n’a pas pu être enregistrée."


class WrittenEntry(NamedTuple):
    """What a person typed for a situation."""

    day: date
    kind: str
    text: str
    competencies: Collection[Competency]


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
    row = _writable(actor, week)
    if not 0 <= practice_minutes <= WEEK_MINUTES:
        raise ServiceError("Une semaine n’a que 168 heures.")
    if row.practice_minutes == practice_minutes:
        return row
    if practice_minutes:
        friday = IsoWeek(row.iso_year, row.iso_week).day(FRIDAY)
        check_practice_week(row.enrolment, friday, practice_minutes)
    _advance(row, version, practice_minutes=practice_minutes)
    audit(actor, "portfolio.week.hours_saved", row, at=now, minutes=practice_minutes)
    return row


@transaction.atomic
def add_entry(
    *,
    actor: Membership,
    week: LogbookWeek,
    day: date,
    kind: str,
    text: str,
    competencies: Iterable[Competency],
    form_key: str,
    now: datetime,
) -> LogbookEntry:
    """Add a situation; the same form sent twice adds it once."""
    row = _writable(actor, week)
    if stored := LogbookEntry.objects.filter(form_key=form_key).first():
        if stored.week_id != row.pk:
            raise EntryRefused
        return stored
    written = _checked(row, WrittenEntry(day, kind, text, list(competencies)), now)
    try:
        with transaction.atomic():
            entry = LogbookEntry.objects.create(
                week=row,
                day=written.day,
                kind=written.kind,
                text=written.text,
                form_key=form_key,
                written_at=now,
            )
    except IntegrityError:  # the other click came first
        return LogbookEntry.objects.get(week=row, form_key=form_key)
    entry.competencies.set(written.competencies)
    _advance(row, row.version)
    audit(actor, "portfolio.entry.added", entry, at=now, week=row.pk)
    return entry


@transaction.atomic
def edit_entry(
    *,
    actor: Membership,
    entry: LogbookEntry,
    day: date,
    kind: str,
    text: str,
    competencies: Iterable[Competency],
    version: int,
    now: datetime,
) -> LogbookEntry:
    """Change a situation, if it is still as the form showed it."""
    row = _writable(actor, entry.week)
    written = _checked(row, WrittenEntry(day, kind, text, list(competencies)), now)
    changed = LogbookEntry.objects.filter(pk=entry.pk, version=version).update(
        day=written.day,
        kind=written.kind,
        text=written.text,
        written_at=now,
        version=version + 1,
    )
    if not changed:
        raise StaleForm
    stored = LogbookEntry.objects.get(pk=entry.pk)
    stored.competencies.set(written.competencies)
    _advance(row, row.version)
    audit(actor, "portfolio.entry.edited", stored, at=now, week=row.pk)
    return stored


@transaction.atomic
def remove_entry(*, actor: Membership, entry: LogbookEntry, version: int, now: datetime) -> None:
    """Take a situation out of a week that is still being written."""
    row = _writable(actor, entry.week)
    stored = LogbookEntry.objects.select_for_update().filter(pk=entry.pk, version=version).first()
    if stored is None:
        raise StaleForm(
            "Cette situation a changé ou a déjà été retirée depuis que vous avez ouvert la page."
        )
    audit(actor, "portfolio.entry.removed", stored, at=now, week=row.pk)
    stored.delete()
    _advance(row, row.version)


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
    row = _writable(actor, week)
    if practice_minutes is not None and row.practice_minutes != practice_minutes:
        row = save_hours(
            actor=actor, week=row, practice_minutes=practice_minutes, version=version, now=now
        )
        version = row.version
    entries = row.entries.prefetch_related("competencies")
    facts = [EntryFacts(entry.text, len(entry.competencies.all())) for entry in entries]
    if missing := missing_to_submit(facts):
        raise WeekIncomplete(missing)
    _advance(row, version, state=WeekState.SUBMITTED, submitted_at=now)
    WeekEvent.objects.create(
        week=row, state=WeekState.SUBMITTED, version=row.version, actor=actor, at=now
    )
    audit(actor, "portfolio.week.submitted", row, at=now, version=row.version)
    return row


def _writable(actor: Membership, week: LogbookWeek) -> LogbookWeek:
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


def _advance(row: LogbookWeek, version: int, **changes: object) -> None:
    """Compare-and-set: write the changes and the next version if the week is at this version."""
    fresh = LogbookWeek.objects.filter(
        pk=row.pk, version=version, state__in=WRITABLE_STATES
    ).update(version=version + 1, **changes)
    if not fresh:
        raise StaleForm
    row.refresh_from_db()


def _checked(row: LogbookWeek, written: WrittenEntry, now: datetime) -> WrittenEntry:
    """What was typed, if it can be kept: a day of the week, a text without identifiers."""
    text = written.text.strip()
    if not text:
        raise EntryRefused("Écrivez ce qui s’est passé : le texte est vide.")
    if len(text) > MAX_TEXT:
        raise EntryRefused(f"Le texte dépasse {MAX_TEXT} caractères : raccourcissez-le.")
    if written.kind not in EntryKind.values:
        raise EntryRefused("Ce genre de situation n’existe pas.")
    week = IsoWeek(row.iso_year, row.iso_week)
    if written.day not in days_to_write(week, timezone.localdate(now)):
        raise EntryRefused("Ce jour n’est pas dans la semaine, ou n’est pas encore venu.")
    refuse_patient_data(text)
    ids = {competency.pk for competency in written.competencies}
    known = Competency.objects.filter(block__qualification=row.enrolment.qualification_id)
    if known.filter(pk__in=ids).count() != len(ids):
        raise EntryRefused("Une compétence cochée n’est pas dans votre référentiel.")
    return written._replace(text=text)
