"""The situations that a learner writes in a week."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from curricula.models import Competency, Mission
from people.models import Membership
from people.services import ServiceError, StaleForm, audit
from portfolio.enums import Axis, EntryKind
from portfolio.models import EntryClaim, LogbookEntry, LogbookWeek
from portfolio.rules.entry import WrittenEntry, entry_problem, tidy
from portfolio.rules.weeks import IsoWeek, days_to_write
from portfolio.services.attachment import erase_all
from portfolio.services.logbook import advance, open_week, writable
from records.services import confirm_weak_identifiers, refuse_patient_data
from training.models import Enrolment

FOLLOWED = "Des suites sont notées pour cet empêchement : il ne se retire plus."
FOLLOWED_KIND = "Des suites sont notées pour cet empêchement : son genre ne change plus."


class EntryRefused(ServiceError):
    message = "Cette situation n’a pas pu être enregistrée."


@transaction.atomic
def write_entry(
    *,
    actor: Membership,
    enrolment: Enrolment,
    iso_year: int,
    iso_week: int,
    written: WrittenEntry,
    form_key: str,
    confirmed: str = "",
    now: datetime,
) -> LogbookEntry:
    """Add a situation to a week that may not exist yet."""
    week = open_week(
        actor=actor, enrolment=enrolment, iso_year=iso_year, iso_week=iso_week, now=now
    )
    return add_entry(
        actor=actor, week=week, written=written, form_key=form_key, confirmed=confirmed, now=now
    )


@transaction.atomic
def add_entry(
    *,
    actor: Membership,
    week: LogbookWeek,
    written: WrittenEntry,
    form_key: str,
    confirmed: str = "",
    now: datetime,
) -> LogbookEntry:
    """Add a situation; the same form sent twice adds it once.

    `confirmed`: why a name in it is no patient's. Raises `NotAllowed`, `WeekLocked`, `WeekClosed`,
    `EntryRefused`, `PatientData`, `WhyMissing`.
    """
    row = writable(actor, week, now)
    if stored := LogbookEntry.objects.filter(form_key=form_key).first():
        if stored.week_id != row.pk:
            raise EntryRefused
        return stored
    written = _checked(row, written, now, confirmed)
    try:
        with transaction.atomic():
            entry = LogbookEntry.objects.create(
                week=row, form_key=form_key, written_at=now, **_columns(row, written)
            )
    except IntegrityError:  # the other click came first
        return LogbookEntry.objects.get(week=row, form_key=form_key)
    _link(entry, written)
    _confirm(actor, entry, written, confirmed, now)
    advance(row, row.version)
    audit(actor, "portfolio.entry.added", entry, at=now, week=row.pk, audience=entry.audience)
    return entry


@transaction.atomic
def edit_entry(
    *,
    actor: Membership,
    entry: LogbookEntry,
    written: WrittenEntry,
    version: int,
    confirmed: str = "",
    now: datetime,
) -> LogbookEntry:
    """Change a situation, if it is still as the form showed it.

    `confirmed`: why a name in it is no patient's. Raises `NotAllowed`, `WeekLocked`, `WeekClosed`,
    `EntryRefused`, `PatientData`, `WhyMissing`, `StaleForm`.
    """
    row = writable(actor, entry.week, now)
    written = _checked(row, written, now, confirmed)
    if written.kind != EntryKind.OBSTACLE:
        _refuse_with_facts(entry, FOLLOWED_KIND)
    changed = LogbookEntry.objects.filter(pk=entry.pk, version=version).update(
        written_at=now, version=version + 1, **_columns(row, written)
    )
    if not changed:
        raise StaleForm
    stored = LogbookEntry.objects.get(pk=entry.pk)
    _link(stored, written)
    _confirm(actor, stored, written, confirmed, now)
    advance(row, row.version)
    audit(actor, "portfolio.entry.edited", stored, at=now, week=row.pk, audience=stored.audience)
    return stored


@transaction.atomic
def remove_entry(*, actor: Membership, entry: LogbookEntry, version: int, now: datetime) -> None:
    """Take a situation out of a week that is still being written; its pieces are erased.

    Raises `NotAllowed`, `WeekLocked`, `WeekClosed`, `StaleForm`, `EntryRefused` for an obstacle
    with facts.
    """
    row = writable(actor, entry.week, now)
    stored = LogbookEntry.objects.select_for_update().filter(pk=entry.pk, version=version).first()
    if stored is None:
        raise StaleForm(
            "Cette situation a changé ou a déjà été retirée depuis que vous avez ouvert la page."
        )
    _refuse_with_facts(stored, FOLLOWED)
    audit(actor, "portfolio.entry.removed", stored, at=now, week=row.pk)
    erase_all(actor=actor, entry=stored, now=now)
    stored.delete()
    advance(row, row.version)


def _refuse_with_facts(entry: LogbookEntry, why: str) -> None:
    """What was noted of an obstacle stays, so the obstacle does."""
    if entry.obstacle_facts.exists():
        raise EntryRefused(why)


def _columns(row: LogbookWeek, written: WrittenEntry) -> dict[str, object]:
    """The columns of a situation, but its links to competencies and missions."""
    named = ("day", "kind", "text", "context", "result", "learnt", "feeling", "moment")
    return {
        **{name: getattr(written, name) for name in (*named, "autonomy", "audience")},
        **{f"axis_{axis}": axis in written.axes for axis in Axis},
        "practice_id": written.practice or row.enrolment.practice_id,
    }


def _link(entry: LogbookEntry, written: WrittenEntry) -> None:
    entry.missions.set(written.missions)
    store_claims(entry, written.claims)


def store_claims(entry: LogbookEntry, claims: Mapping[int, int | None]) -> None:
    """Write the competencies of a situation in the place of those before."""
    entry.claims.all().delete()
    EntryClaim.objects.bulk_create(
        EntryClaim(entry=entry, competency_id=pk, level=level) for pk, level in claims.items()
    )


def _confirm(
    actor: Membership, entry: LogbookEntry, written: WrittenEntry, why: str, now: datetime
) -> None:
    if why:
        source_key = f"portfolio.entry:{entry.pk}:v{entry.version}"
        confirm_weak_identifiers(
            actor=actor, source_key=source_key, texts=written.texts, why=why, now=now
        )


def _checked(
    row: LogbookWeek, written: WrittenEntry, now: datetime, confirmed: str
) -> WrittenEntry:
    """What was typed, if it can be kept: a day of the week, texts without identifiers."""
    written = tidy(written)
    week = IsoWeek(row.iso_year, row.iso_week)
    if problem := entry_problem(written, days_to_write(week, timezone.localdate(now))):
        raise EntryRefused(problem)
    refuse_patient_data(*written.texts, confirmed=confirmed)
    _check_links(row.enrolment, written, written.day)
    return written


def _check_links(enrolment: Enrolment, written: WrittenEntry, day: date) -> None:
    known = Competency.objects.filter(block__qualification=enrolment.qualification_id)
    if known.filter(pk__in=written.claims).count() != len(written.claims):
        raise EntryRefused("Une compétence cochée n’est pas dans votre référentiel.")
    missions = Mission.objects.filter(pk__in=written.missions)
    if written.missions and missions.count() != len(written.missions):
        raise EntryRefused("Une mission cochée n’existe pas.")
    if written.practice and written.practice not in {
        practice.pk for practice in enrolment.practices_on(day)
    }:
        raise EntryRefused("Ce cabinet ne vous emploie pas ce jour-là.")
