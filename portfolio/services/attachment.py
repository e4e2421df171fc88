"""Pieces joined to a situation: added; they and the sheets of a week: confirmed, erased."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from portfolio.enums import AttachmentState, Erasing, WeekState
from portfolio.models import EntryAttachment, LogbookEntry, LogbookWeek, WeekSheet
from portfolio.permissions import can_write_week
from portfolio.queries.attachment import erasing_by
from portfolio.rules.attachment import attachment_problem, may_confirm
from portfolio.rules.words import tidy_label
from portfolio.services.content import versions_kept
from portfolio.services.logbook import advance, writable
from records.services import (
    PurgeReasonMissing,
    ReadPaper,
    confirm_no_patient,
    confirm_weak_identifiers,
    keep_file,
    purge_file,
    read_paper,
    refuse_patient_data,
)


class AttachmentRefused(ServiceError):
    message = "Cette pièce ne peut pas être jointe."


class TooLateToConfirm(ServiceError):
    message = (
        "Cette semaine est visée : une pièce que personne n’a lue ne s’y ajoute plus. "
        "Vous pouvez la supprimer."
    )


def attach_file(
    *,
    actor: Membership,
    entry: LogbookEntry,
    upload: UploadedFile,
    label: str,
    form_key: str,
    confirmed: str = "",
    now: datetime,
) -> EntryAttachment:
    """Join a PDF or a picture to a situation of a week being written; it waits in quarantine.

    The same form twice joins it once. `confirmed`: why a name in the label or in the name of the
    file is no patient's. Raises `NotAllowed`, `WeekLocked`, `AttachmentRefused`, and what
    `read_paper` raises. The file is read before the transaction.
    """
    if not can_write_week(actor, entry.week.enrolment):
        raise NotAllowed
    label = tidy_label(label)
    refuse_patient_data(label, confirmed=confirmed)
    paper = read_paper(upload, quarantine=True, confirmed=confirmed)
    with transaction.atomic():
        made = _join(actor, entry, paper, label, form_key, now)
        if confirmed:
            confirm_weak_identifiers(
                actor=actor, source_key=f"portfolio.attachment:{made.pk}",
                texts=[label, upload.name or ""], why=confirmed, now=now,
            )  # fmt: skip
    return made


def _join(
    actor: Membership, entry: LogbookEntry, paper: ReadPaper, label: str, form_key: str,
    now: datetime,
) -> EntryAttachment:  # fmt: skip
    row = writable(actor, entry.week, now)
    if stored := EntryAttachment.objects.filter(form_key=form_key).first():
        if stored.entry_id != entry.pk:
            raise AttachmentRefused
        return stored
    kept = LogbookEntry.objects.filter(pk=entry.pk, week=row).first()
    if kept is None:
        raise AttachmentRefused("Cette situation a été retirée : rien n’est joint.")
    if problem := attachment_problem(label, kept.attachments.kept().count()):
        raise AttachmentRefused(problem)
    file = keep_file(
        actor=actor, organisation=row.enrolment.cohort.organisation, upload=paper,
        about=row.enrolment.learner, quarantine=True, now=now,
    )  # fmt: skip
    made = EntryAttachment.objects.create(entry=kept, file=file, label=label, form_key=form_key)
    advance(row, row.version)
    audit(actor, "portfolio.attachment.added", made, at=now, entry=kept.pk, week=row.pk)
    return made


@transaction.atomic
def confirm_attachment(
    *, actor: Membership, attachment: EntryAttachment | WeekSheet, now: datetime
) -> EntryAttachment | WeekSheet:
    """Its author says that no patient is named: who reads the situation reads it from now on.

    A sheet, who reads the week. Twice confirms once. Raises `NotAllowed`, `TooLateToConfirm`,
    `AlreadyPurged`.
    """
    stored = _locked(attachment)
    week = stored.week
    if not can_write_week(actor, week.enrolment):
        raise NotAllowed
    if stored.state == AttachmentState.WAITING:
        if not may_confirm(WeekState(week.state), stored.state):
            raise TooLateToConfirm
        _seen_anew(week)
    with versions_kept(week):
        confirm_no_patient(actor=actor, file=stored.file, now=now)
    return stored


@transaction.atomic
def erase_attachment(
    *, actor: Membership, attachment: EntryAttachment | WeekSheet, reason: str = "", now: datetime
) -> None:
    """Delete the file; that it was there, its fingerprint and the trail stay. Twice erases once.

    Its author, freely while nobody else can have read it; then they and those who lead and read it,
    with a reason. Raises `NotAllowed`, `PurgeReasonMissing`, `PatientData`.
    """
    stored = _locked(attachment)
    if not stored.readable_by(actor):
        raise NotAllowed
    if stored.state == AttachmentState.PURGED:
        return
    how = erasing_by(actor, stored)
    if how == Erasing.NO:
        raise NotAllowed
    if how == Erasing.REASON and not reason.strip():
        raise PurgeReasonMissing
    given = reason if how == Erasing.REASON else ""
    with versions_kept(stored.week):
        purge_file(actor=actor, file=stored.file, reason=given, now=now)
    _seen_anew(stored.week)


def erase_all(*, actor: Membership, entry: LogbookEntry, now: datetime) -> None:
    """The files of a situation that its author takes out; part of that transaction."""
    for one in entry.attachments.kept():
        purge_file(actor=actor, file=one.file, now=now)


def _locked(piece: EntryAttachment | WeekSheet) -> EntryAttachment | WeekSheet:
    """The piece as stored now, its week locked."""
    LogbookWeek.objects.select_for_update(of=("self",)).get(pk=piece.week.pk)
    return type(piece).objects.with_week().get(pk=piece.pk)


def _seen_anew(week: LogbookWeek) -> None:
    """A week that is not signed changes version: who has its page open sees that it changed."""
    open_weeks = LogbookWeek.objects.filter(pk=week.pk).exclude(state=WeekState.SIGNED)
    open_weeks.update(version=F("version") + 1)
