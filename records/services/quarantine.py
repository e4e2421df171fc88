"""Papers on which a patient might be named: confirmed by their author, or purged."""

from datetime import datetime
from functools import partial

from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from records.enums import FileAct
from records.models import FileFact, KeptFile
from records.permissions import can_purge, is_author
from records.services.patient_data import refuse_patient_data

MAX_REASON = 300


class PurgeReasonMissing(ServiceError):
    message = f"Dites pourquoi cette pièce est effacée, en {MAX_REASON} caractères au plus."


class AlreadyPurged(ServiceError):
    message = "Cette pièce a été effacée."


@transaction.atomic
def confirm_no_patient(*, actor: Membership, file: KeptFile, now: datetime) -> KeptFile:
    """Its author says that no patient is named on it: others may open it from now on.

    Twice confirms once. Raises `NotAllowed`, `AlreadyPurged`.
    """
    locked, acts = _locked(file)
    if FileAct.QUARANTINED not in acts or not is_author(actor, locked):
        raise NotAllowed
    if FileAct.PURGED in acts:
        raise AlreadyPurged
    if FileAct.CLEARED not in acts:
        FileFact.objects.create(file=locked, act=FileAct.CLEARED, by=actor, at=now)
        audit(actor, "records.file.cleared", locked, at=now)
    return locked


@transaction.atomic
def purge_file(*, actor: Membership, file: KeptFile, reason: str = "", now: datetime) -> KeptFile:
    """Delete the file; its row, its fingerprint and the trail stay.

    The author may at any time; those who lead after the confirmation, with a reason. What a piece
    belongs to may ask for more. Twice purges once, and deletes again a file that an interruption
    left. Raises `NotAllowed`, `PurgeReasonMissing`, `PatientData`.
    """
    locked, acts = _locked(file)
    if not can_purge(actor, locked, acts):
        raise NotAllowed
    delete = partial(locked.file.storage.delete, str(locked.file.name))
    if FileAct.PURGED in acts:
        transaction.on_commit(delete)
        return locked
    reason = " ".join(reason.split())
    if len(reason) > MAX_REASON or not (reason or is_author(actor, locked)):
        raise PurgeReasonMissing
    refuse_patient_data(reason)
    FileFact.objects.create(file=locked, act=FileAct.PURGED, reason=reason, by=actor, at=now)
    audit(actor, "records.file.purged", locked, at=now, sha256=locked.sha256)
    transaction.on_commit(delete)
    return locked


def _locked(file: KeptFile) -> tuple[KeptFile, set[FileAct]]:
    rows = KeptFile.objects.select_for_update(of=("self",)).select_related("handed_in_by")
    locked = rows.get(pk=file.pk)
    return locked, locked.acts()
