"""Importing a reference: a job reads the file for its preview, another writes it whole or not."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from curricula.enums import IMPORT_STEPS, IMPORT_TRANSITIONS, ImportState
from curricula.models import ImportLine, Qualification, ReferenceImport
from curricula.models.reference_import import ABOUT_LENGTH
from curricula.permissions import can_commit_import, can_edit_references
from curricula.queries.formats import READERS
from curricula.queries.imports import REFUSED, Preview, PreviewLine, job_key, preview_of
from curricula.rules.package import Reading
from curricula.rules.references import clean
from curricula.services.references import ReferenceWrong, create_draft
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import enqueue

TASK = "curricula.work_on_import"
KEPT_DAYS = 7
NAME_LENGTH = 200
TEXT_SHOWN = 200
REASONS_SHOWN = 5
AT_ONCE = 500


class UnknownKind(ServiceError):
    message = "Choisissez le genre de fichier."


class PreviewStale(StaleForm):
    message = (
        "Le référentiel a changé depuis l’aperçu : rien n’est enregistré. Relisez les lignes, puis "
        "confirmez de nouveau."
    )


class NotShown(ServiceError):
    message = "Il n’y a pas d’aperçu à confirmer : rien n’est enregistré."


class RowsRefused(ServiceError):
    message = "Des lignes sont refusées : rien n’est enregistré."


class BeingWritten(ServiceError):
    message = "Ce fichier est enregistré ou en train de l’être : il ne peut plus être abandonné."


@transaction.atomic
def prepare_import(
    *,
    actor: Membership,
    kind: str,
    file_name: str,
    content: bytes,
    form_key: str,
    now: datetime,
) -> ReferenceImport:
    """Keep a file and have it read for its preview; the same form twice keeps it once.

    No reference is written. Files that nobody confirmed within a week are forgotten.
    """
    if not can_edit_references(actor):
        raise NotAllowed
    if kind not in READERS:
        raise UnknownKind
    old = ReferenceImport.objects.filter(created_at__lt=now - timedelta(days=KEPT_DAYS))
    old.exclude(state=ImportState.WRITTEN).delete()
    waiting, created = ReferenceImport.objects.get_or_create(
        form_key=form_key,
        actor=actor,
        defaults={
            "kind": kind,
            "file_name": file_name[:NAME_LENGTH],
            "content": content,
            "created_at": now,
        },
    )
    if created:
        _work_later(waiting, now)
    return waiting


@transaction.atomic
def confirm_import(
    *, actor: Membership, waiting: ReferenceImport, seen: str, now: datetime
) -> ReferenceImport:
    """Have the draft written that the preview showed; a second confirmation changes nothing.

    `seen` names what the preview compared with. Raises `PreviewStale` if another preview has taken
    its place, `RowsRefused` if a row is refused: nothing will be written then.
    """
    if not can_commit_import(actor, waiting):
        raise NotAllowed
    known = ReferenceImport.objects.select_for_update().get(pk=waiting.pk)
    if known.state in (ImportState.WRITING, ImportState.WRITTEN):
        return known
    if known.state != ImportState.SHOWN:
        raise NotShown
    if known.counts.get(REFUSED):
        raise RowsRefused
    if known.seen != seen:
        raise PreviewStale
    known.state, known.step, known.reason = ImportState.WRITING, 0, ""
    known.attempt += 1
    known.save(update_fields=["state", "step", "reason", "attempt"])
    _work_later(known, now)
    return known


@transaction.atomic
def abandon_import(
    *, actor: Membership, waiting: ReferenceImport, now: datetime
) -> ReferenceImport:
    """Forget the file and its preview; twice is the same as once."""
    if not can_commit_import(actor, waiting):
        raise NotAllowed
    known = ReferenceImport.objects.select_for_update().get(pk=waiting.pk)
    if known.state == ImportState.ABANDONED:
        return known
    if ImportState.ABANDONED not in IMPORT_TRANSITIONS[ImportState(known.state)]:
        raise BeingWritten
    _empty(known, ImportState.ABANDONED)
    audit(actor, "curricula.import.abandoned", known, at=now)
    return known


def _work_later(waiting: ReferenceImport, now: datetime) -> None:
    payload = {"import": waiting.pk, "attempt": waiting.attempt}
    enqueue(task=TASK, key=job_key(waiting), payload=payload, now=now)


def work_on_import(payload: dict[str, Any], now: datetime) -> None:
    """What the job does: read a file for its preview, or write it.

    Done again after a worker died, it ends the same: what it stores, it stores in one transaction.
    """
    found = ReferenceImport.objects.filter(pk=payload["import"], attempt=payload["attempt"])
    waiting = found.filter(state__in=IMPORT_STEPS).first()
    if waiting is None:
        return
    reading = READERS[waiting.kind].read(bytes(waiting.content))
    _say(waiting, 1)
    if waiting.state == ImportState.WRITING:
        _write(waiting, reading, now)
    elif reading.package is None:
        _refuse(waiting, reading)
    else:
        preview = preview_of(reading)
        _say(waiting, 2)
        _show(waiting, preview)


def _say(waiting: ReferenceImport, step: int) -> None:
    """How far the job is; outside its transaction, so that the page sees it."""
    mine = ReferenceImport.objects.filter(pk=waiting.pk, attempt=waiting.attempt)
    mine.filter(state=waiting.state).update(step=step)


def _locked(waiting: ReferenceImport) -> ReferenceImport | None:
    """The file, unless somebody abandoned it or another run has done the work meanwhile."""
    known = ReferenceImport.objects.select_for_update()
    return known.filter(pk=waiting.pk, attempt=waiting.attempt, state=waiting.state).first()


@transaction.atomic
def _refuse(waiting: ReferenceImport, reading: Reading) -> None:
    if known := _locked(waiting):
        told = (f"{p.place} : {p.reason}" for p in reading.problems[:REASONS_SHOWN])
        known.reason = clean(" ".join(told))
        _empty(known, ImportState.UNREADABLE)


@transaction.atomic
def _show(waiting: ReferenceImport, preview: Preview) -> None:
    if known := _locked(waiting):
        _keep(known, preview)


@transaction.atomic
def _write(waiting: ReferenceImport, reading: Reading, now: datetime) -> None:
    """The whole draft, or a new preview that says why not."""
    known = _locked(waiting)
    if known is None:
        return
    if reading.package:  # nobody rewrites the draft between the comparison and the writing
        list(Qualification.objects.select_for_update().filter(code=reading.package.code))
    preview = preview_of(reading)
    try:
        with transaction.atomic():
            draft = _draft(known, preview, now)
    except ServiceError as refusal:
        _keep(known, preview, refusal.message)
        return
    known.committed_at, known.draft = now, draft
    _empty(known, ImportState.WRITTEN)
    audit(known.actor, "curricula.import.committed", known, at=now, draft=draft.pk)


def _draft(known: ReferenceImport, preview: Preview, now: datetime) -> Qualification:
    if preview.seen != known.seen:
        raise PreviewStale
    if preview.refused or preview.package is None:
        raise ReferenceWrong(
            f"{line.place or line.name} : {reason}"
            for line in preview.refused
            for reason in line.reasons
        )
    return create_draft(actor=known.actor, package=preview.package, now=now)


def _keep(known: ReferenceImport, preview: Preview, reason: str = "") -> None:
    """Store a preview in place of the one before."""
    known.lines.all().delete()
    ImportLine.objects.bulk_create(
        (_line(known, rank, line) for rank, line in enumerate(preview.lines, start=1)),
        batch_size=AT_ONCE,
    )
    known.state, known.reason = ImportState.SHOWN, reason
    known.step = 0
    known.about = clean(preview.about)[:ABOUT_LENGTH]
    known.counts = dict(preview.counts)
    known.base, known.replaces, known.seen = preview.base, preview.replaces, preview.seen
    known.save()


def _line(known: ReferenceImport, rank: int, line: PreviewLine) -> ImportLine:
    """Texts of a file may hold what no database stores: NUL, half of a character."""
    return ImportLine(
        waiting=known,
        rank=rank,
        place=clean(line.place),
        name=clean(line.name),
        verdict=line.verdict,
        text=clean(line.text)[:TEXT_SHOWN],
        reasons=[clean(reason) for reason in line.reasons],
        remarks=[clean(remark) for remark in line.remarks],
        fields=line.fields,
    )


def _empty(known: ReferenceImport, state: ImportState) -> None:
    known.lines.all().delete()
    known.state, known.content = state, b""
    known.save()
