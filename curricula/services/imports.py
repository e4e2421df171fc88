"""Importing a reference: a file is kept for its preview, then written at once or not at all."""

from datetime import datetime, timedelta

from django.db import transaction

from curricula.models import Qualification, ReferenceImport
from curricula.permissions import can_commit_import, can_edit_references
from curricula.queries.formats import READERS
from curricula.queries.imports import preview_of
from curricula.services.references import ReferenceWrong, create_draft
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit

KEPT_DAYS = 7
NAME_LENGTH = 200


class FileRefused(ServiceError):
    message = "Ce fichier ne peut pas être lu."


class PreviewStale(StaleForm):
    message = (
        "Le référentiel a changé depuis l’aperçu : rien n’est enregistré. Relisez les lignes, puis "
        "confirmez de nouveau."
    )


class AlreadyImported(ServiceError):
    message = "Ce fichier a déjà été enregistré, et son brouillon n’existe plus."


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
    """Keep a file for its preview; the same form twice keeps it once. No reference is written.

    Raises `FileRefused` with the reason if nothing can be read. Files that nobody confirmed within
    a week are forgotten.
    """
    if not can_edit_references(actor):
        raise NotAllowed
    if known := ReferenceImport.objects.filter(form_key=form_key, actor=actor).first():
        return known
    if kind not in READERS:
        raise FileRefused("Choisissez le genre de fichier.")
    reading = READERS[kind].read(content)
    if reading.package is None:
        raise FileRefused(" ".join(f"{p.place} : {p.reason}" for p in reading.problems[:5]))
    old = ReferenceImport.objects.filter(committed_at=None)
    old.filter(created_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return ReferenceImport.objects.create(
        actor=actor,
        form_key=form_key,
        kind=kind,
        file_name=file_name[:NAME_LENGTH],
        content=content,
        created_at=now,
    )


@transaction.atomic
def commit_import(
    *, actor: Membership, waiting: ReferenceImport, seen: str, now: datetime
) -> Qualification:
    """Write the draft that the preview showed, whole; a second confirmation gives the same draft.

    `seen` names what the preview compared with. Raises `PreviewStale` if that changed meanwhile,
    `ReferenceWrong` if a row is refused: nothing is written then.
    """
    if not can_commit_import(actor, waiting):
        raise NotAllowed
    known = ReferenceImport.objects.select_for_update().get(pk=waiting.pk)
    if known.committed_at:
        if known.draft is None:
            raise AlreadyImported
        return known.draft
    preview = preview_of(known)
    if preview.refused or preview.package is None:
        raise ReferenceWrong(
            f"{line.place or line.name} : {reason}"
            for line in preview.refused
            for reason in line.reasons
        )
    if preview.seen != seen:
        raise PreviewStale
    draft = create_draft(actor=actor, package=preview.package, now=now)
    known.committed_at, known.content, known.draft = now, b"", draft
    known.save()
    audit(actor, "curricula.import.committed", known, at=now, draft=draft.pk)
    return draft
