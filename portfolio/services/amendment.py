"""Corrections of a signed week: asked for by its learner, or made by who signs."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from curricula.models import Competency, Mission
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import COUNTING_AUDIENCES, Axis, WeekState
from portfolio.models import AmendmentAnswer, LogbookEntry, LogbookWeek, WeekAmendment
from portfolio.permissions import (
    can_answer_amendment,
    can_read_entry,
    can_redact,
    can_sign_week,
    can_write_week,
)
from portfolio.queries.amendment import amended_of, signature_of, week_kept
from portfolio.queries.entry import facts_of
from portfolio.queries.hours import hours_of
from portfolio.rules.amendment import (
    AMENDED_TEXTS,
    MAX_REASON,
    WAITS,
    AmendedEntry,
    entry_as_json,
    entry_from_json,
    hours_as_json,
    hours_from_json,
    is_as_kept,
    levels_said,
    refusal_to_amend,
    rewritten_texts,
    text_problem,
)
from portfolio.rules.entry import UNKNOWN_CHOICE, choices_known
from portfolio.rules.hours import WrittenHours, is_off
from portfolio.rules.logbook import EntryFacts, missing_to_submit
from portfolio.services.content import versions_kept
from portfolio.services.entry import store_claims
from portfolio.services.logbook import check_hours, store_days, sums_of
from portfolio.services.redaction import take_out_name
from portfolio.services.reposting import posted_keys, repost_practice
from records.services import confirm_weak_identifiers, refuse_patient_data


class AmendmentRefused(ServiceError):
    message = "Cette correction ne peut pas être notée."


class WeekNotAmendable(ServiceError):
    message = "Seule une semaine visée se corrige."


class AlreadyAnswered(ServiceError):
    message = "Cette correction a déjà reçu une réponse."


@transaction.atomic
def amend_hours(
    *,
    actor: Membership,
    week: LogbookWeek,
    hours: WrittenHours,
    reason: str,
    version: int,
    form_key: str,
    now: datetime,
) -> WeekAmendment:
    """Correct the hours of a signed week: its learner asks, who signs does it at once.

    The same form sent twice counts once. Raises `NotAllowed`, `WeekNotAmendable`, `StaleForm`,
    `AmendmentRefused`, `HoursRefused`, `BeyondAgreement`, `PatientData`.
    """
    row = _signed(actor, week)
    if known := _known(row, form_key):
        return known
    _check(row, version, reason, now)
    if hours == hours_of(row):
        raise AmendmentRefused("Rien n’a changé : les heures sont celles de la semaine visée.")
    check_hours(row, hours, timezone.localdate(now), posted_keys(row))
    after = hours_as_json(hours, sums_of(row, hours)["practice_minutes"])
    return _add(actor, row, None, (week_kept(row), after), reason, form_key, now)


@transaction.atomic
def amend_entry(
    *,
    actor: Membership,
    entry: LogbookEntry,
    amended: AmendedEntry,
    reason: str,
    version: int,
    form_key: str,
    confirmed: str = "",
    patient_named: bool = False,
    now: datetime,
) -> WeekAmendment:
    """Correct a situation of a signed week, as `amend_hours`: texts, competencies, missions…

    Only a situation that somebody who signs reads: nobody signed the others. `version` is that of
    the week; `confirmed` says why a name in it is no patient’s. `patient_named`: what is taken out
    named a patient, so « avant » does not keep it; for its author and who leads.
    """
    row = _signed(actor, entry.week)
    if not can_read_entry(actor, entry) or (patient_named and not can_redact(actor, row.enrolment)):
        raise NotAllowed
    if known := _known(row, form_key):
        return known
    _check(row, version, reason, now)
    stored = row.entries.get(pk=entry.pk)
    if not stored.signed_by_somebody:
        raise AmendmentRefused("Vous seul lisez cette situation : aucun visa ne porte sur elle.")
    amended = replace(amended, **{name: getattr(amended, name).strip() for name in AMENDED_TEXTS})
    before = amended_of(stored)
    _check_entry(row, amended, confirmed)
    if not can_write_week(actor, row.enrolment) and levels_said(before, amended):
        raise AmendmentRefused("Seul son auteur dit le niveau d’une compétence.")
    if amended == before:
        raise AmendmentRefused("Rien n’a changé : la situation est celle de la semaine visée.")
    kept = (entry_as_json(before), entry_as_json(amended))
    if patient_named and not rewritten_texts(*kept):
        raise AmendmentRefused("Aucun texte ne change : le nom d’un patient y serait encore.")
    _check_complete(row, stored, amended)
    made = _add(actor, row, stored, kept, reason, form_key, now)
    if patient_named:
        take_out_name(actor=actor, amendment=made, now=now)
    if confirmed:
        confirm_weak_identifiers(
            actor=actor, source_key=f"portfolio.amendment:{made.pk}", texts=amended.texts,
            why=confirmed, now=now,
        )  # fmt: skip
    return made


@transaction.atomic
def answer_amendment(
    *, actor: Membership, amendment: WeekAmendment, accepted: bool, reason: str = "", now: datetime
) -> AmendmentAnswer:
    """Accept what a learner asked, or refuse it with a reason; the same answer twice counts once.

    What was asked in time is answered whenever. Raises `NotAllowed`, `AlreadyAnswered`,
    `AmendmentRefused`, `PatientData`; when accepting, also `StaleForm` and what the ledger refuses.
    """
    row = _held(amendment.week_id)
    asked = row.amendments.select_related("entry", "week__enrolment__cohort").get(pk=amendment.pk)
    if not can_answer_amendment(actor, asked):
        raise NotAllowed
    if known := AmendmentAnswer.objects.filter(amendment=asked).first():
        if known.accepted == accepted and known.actor_id == actor.pk:
            return known
        raise AlreadyAnswered
    reason = " ".join(reason.split())
    if not accepted and not reason:
        raise AmendmentRefused("Un refus donne sa raison.")
    _check_reason(reason)
    return _answer(actor, row, asked, accepted, reason, now)


def _held(week_id: int) -> LogbookWeek:
    """The week as stored now; its row is held, so that its corrections come one after the other."""
    rows = LogbookWeek.objects.select_for_update(of=("self",)).select_related("enrolment__cohort")
    return rows.get(pk=week_id)


def _signed(actor: Membership, week: LogbookWeek) -> LogbookWeek:
    row = _held(week.pk)
    if not (can_write_week(actor, row.enrolment) or can_sign_week(actor, row.enrolment)):
        raise NotAllowed
    if row.state != WeekState.SIGNED:
        raise WeekNotAmendable
    return row


def _known(row: LogbookWeek, form_key: str) -> WeekAmendment | None:
    known = WeekAmendment.objects.filter(form_key=form_key).first()
    if known and known.week_id != row.pk:
        raise AmendmentRefused
    return known


def _check(row: LogbookWeek, version: int, reason: str, now: datetime) -> None:
    signed_on = timezone.localdate(signature_of(row).at)
    if refusal := refusal_to_amend(signed_on, timezone.localdate(now)):
        raise AmendmentRefused(refusal)
    if row.version != version:
        raise StaleForm
    if not reason.strip():
        raise AmendmentRefused("Donnez la raison de la correction.")
    _check_reason(reason)


def _check_reason(reason: str) -> None:
    if len(reason) > MAX_REASON:
        raise AmendmentRefused(f"La raison dépasse {MAX_REASON} caractères.")
    refuse_patient_data(reason)


def _check_entry(row: LogbookWeek, amended: AmendedEntry, confirmed: str) -> None:
    if problem := text_problem(amended):
        raise AmendmentRefused(problem)
    refuse_patient_data(*amended.texts, confirmed=confirmed)
    known = Competency.objects.filter(block__qualification=row.enrolment.qualification_id)
    if known.filter(pk__in=amended.claims).count() != len(amended.claims):
        raise AmendmentRefused("Une compétence cochée n’est pas dans le référentiel suivi.")
    if Mission.objects.filter(pk__in=amended.missions).count() != len(amended.missions):
        raise AmendmentRefused("Une mission cochée n’existe pas.")
    if not choices_known(amended):
        raise AmendmentRefused(UNKNOWN_CHOICE)


def _check_complete(row: LogbookWeek, entry: LogbookEntry, amended: AmendedEntry) -> None:
    """What was asked to hand the week in still holds of it once it is corrected."""
    others = row.entries.exclude(pk=entry.pk).prefetch_related("claims")
    read = entry.audience in COUNTING_AUDIENCES
    facts = [*facts_of(others), EntryFacts(amended.text, len(amended.claims), read)]
    if missing := missing_to_submit(facts, is_off(day.written for day in row.days.all())):
        raise AmendmentRefused(missing[0])


def _add(
    actor: Membership,
    row: LogbookWeek,
    entry: LogbookEntry | None,
    kept: tuple[dict[str, Any], dict[str, Any]],
    reason: str,
    form_key: str,
    now: datetime,
) -> WeekAmendment:
    """Keep what is asked; of who signs, it is accepted at once."""
    if row.amendments.filter(entry=entry, answer=None).exists():
        raise AmendmentRefused(WAITS)
    before, after = kept
    made = WeekAmendment.objects.create(
        week=row, entry=entry, before=before, after=after, reason=" ".join(reason.split()),
        actor=actor, at=now, form_key=form_key,
    )  # fmt: skip
    audit(actor, "portfolio.amendment.asked", made, at=now, week=row.pk)
    if not can_write_week(actor, row.enrolment):
        _answer(actor, row, made, True, "", now)
    return made


def _answer(
    actor: Membership,
    row: LogbookWeek,
    asked: WeekAmendment,
    accepted: bool,
    reason: str,
    now: datetime,
) -> AmendmentAnswer:
    answer = AmendmentAnswer.objects.create(
        amendment=asked, accepted=accepted, reason=reason, actor=actor, at=now
    )
    if accepted and asked.entry:
        _apply_entry(row, asked.entry, asked)
    elif accepted:
        _apply_hours(actor, row, asked, now)
    verb = "accepted" if accepted else "refused"
    audit(actor, f"portfolio.amendment.{verb}", answer, at=now, week=row.pk)
    return answer


def _apply_hours(actor: Membership, row: LogbookWeek, asked: WeekAmendment, now: datetime) -> None:
    if week_kept(row) != asked.before:
        raise StaleForm
    hours = hours_from_json(asked.after)
    check_hours(row, hours, timezone.localdate(now), posted_keys(row))
    with versions_kept(row):
        _advance(row, **sums_of(row, hours))
        store_days(row, hours)
    repost_practice(actor, row, now)


def _apply_entry(row: LogbookWeek, entry: LogbookEntry, asked: WeekAmendment) -> None:
    stored = row.entries.prefetch_related("claims", "missions").get(pk=entry.pk)
    if not is_as_kept(asked.before, entry_as_json(amended_of(stored))):
        raise StaleForm
    amended = entry_from_json(asked.after, amended_of(stored))
    _check_complete(row, stored, amended)
    columns = {name: getattr(amended, name) for name in (*AMENDED_TEXTS, "moment", "autonomy")}
    columns |= {f"axis_{axis}": axis in amended.axes for axis in Axis}
    _advance(row)
    with versions_kept(row, stored.pk):
        LogbookEntry.objects.filter(pk=stored.pk).update(version=stored.version + 1, **columns)
        stored.missions.set(amended.missions)
        store_claims(stored, amended.claims)


def _advance(row: LogbookWeek, **changes: object) -> None:
    """The next version of a signed week; its row is held."""
    LogbookWeek.objects.filter(pk=row.pk).update(version=row.version + 1, **changes)
    row.refresh_from_db()
