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
from portfolio.rules.obstacle import moves_behind
from portfolio.rules.weeks import IsoWeek, days_to_write
from portfolio.services.attachment import erase_all
from portfolio.services.content import versions_kept
from portfolio.services.logbook import advance, open_week, writable
from records.services import confirm_weak_identifiers, refuse_patient_data
from training.models import Enrolment

FOLLOWED = "Des suites sont notées pour cet empêchement : il ne se retire plus."
FOLLOWED_DAY = "Des suites de cet empêchement sont notées avant ce jour : il ne vient pas après."
FOLLOWED_PRACTICE = "Des suites sont notées pour cet empêchement : son cabinet ne change plus."
SHARED = "Un partage avec la promotion est noté pour cette situation : elle ne se retire plus."
SHARED_KIND = (
    "Un partage avec la promotion est noté pour cette situation : son genre ne change plus."
)
COMMENTED = "Un commentaire porte sur cette situation : elle ne se retire plus. Changez-la."
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
    copied: bool = False,
    now: datetime,
) -> LogbookEntry:
    """Add a situation; the same form sent twice adds it once.

    `confirmed`: why a name in it is no patient's. `copied`: to be read again by its
    author. Raises `NotAllowed`, `WeekLocked`, `WeekClosed`, `EntryRefused`, `PatientData`,
    `WhyMissing`.
    """
    row = writable(actor, week, now)
    if stored := LogbookEntry.objects.filter(form_key=form_key).first():
        if stored.week_id != row.pk:
            raise EntryRefused
        return stored
    written = _checked(row, written, now, confirmed)
    try:
        with transaction.atomic(), versions_kept(row):
            entry = LogbookEntry.objects.create(
                week=row,
                form_key=form_key,
                written_at=now,
                to_reread=copied,
                **_columns(row, written),
            )
            _link(entry, written)
    except IntegrityError:  # the other click came first
        return LogbookEntry.objects.get(week=row, form_key=form_key)
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
    _check_obstacle(row, entry, written)
    if written.kind != entry.kind:
        _refuse_shared(entry, SHARED_KIND)
    with versions_kept(row, entry.pk):
        changed = LogbookEntry.objects.filter(pk=entry.pk, version=version).update(
            written_at=now, version=version + 1, to_reread=False, **_columns(row, written)
        )
        if not changed:
            raise StaleForm
        _link_anew(entry, written)
    stored = LogbookEntry.objects.get(pk=entry.pk)
    _confirm(actor, stored, written, confirmed, now)
    advance(row, row.version)
    audit(actor, "portfolio.entry.edited", stored, at=now, week=row.pk, audience=stored.audience)
    return stored


@transaction.atomic
def remove_entry(*, actor: Membership, entry: LogbookEntry, version: int, now: datetime) -> None:
    """Take a situation out of a week that is still being written; its pieces are erased.

    Raises `NotAllowed`, `WeekLocked`, `WeekClosed`, `StaleForm`, `EntryRefused` for an obstacle
    with facts, a situation of which sharing was asked or done, or one with comments.
    """
    row = writable(actor, entry.week, now)
    stored = LogbookEntry.objects.select_for_update().filter(pk=entry.pk, version=version).first()
    if stored is None:
        raise StaleForm(
            "Cette situation a changé ou a déjà été retirée depuis que vous avez ouvert la page."
        )
    if stored.obstacle_facts.exists():  # what was noted stays, so the obstacle does
        raise EntryRefused(FOLLOWED)
    _refuse_shared(stored, SHARED)
    if stored.comments.exists():
        raise EntryRefused(COMMENTED)
    audit(actor, "portfolio.entry.removed", stored, at=now, week=row.pk, form_key=stored.form_key)
    with versions_kept(row, stored.pk):
        erase_all(actor=actor, entry=stored, now=now)
        stored.delete()
    advance(row, row.version)


def _check_obstacle(row: LogbookWeek, entry: LogbookEntry, written: WrittenEntry) -> None:
    """What was done about an obstacle was done about this one: of this kind, there, after it."""
    facts = list(entry.obstacle_facts.all())
    if not facts:
        return
    if written.kind != EntryKind.OBSTACLE:
        raise EntryRefused(FOLLOWED_KIND)
    if (written.practice or row.enrolment.practice_id) != entry.practice_id:
        raise EntryRefused(FOLLOWED_PRACTICE)
    if moves_behind(written.day, facts):
        raise EntryRefused(FOLLOWED_DAY)


def _refuse_shared(entry: LogbookEntry, why: str) -> None:
    """What was said of sharing a situation stays, so the situation does."""
    if entry.sharing_facts.exists():
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


def _link_anew(entry: LogbookEntry, written: WrittenEntry) -> None:
    """The same for a situation as it stood: a text saved while one types touches no link."""
    if {one.pk for one in entry.missions.all()} != set(written.missions):
        entry.missions.set(written.missions)
    if {one.competency_id: one.level for one in entry.claims.all()} != dict(written.claims):
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
