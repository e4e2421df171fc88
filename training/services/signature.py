"""Signatures of what was noted: by the learner, by the trainer, or from paper."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.models import KeptFile
from records.services import ReadPaper, keep_file, read_paper
from training.enums import Presence, SessionState, SignatureMeans
from training.models import (
    AbsenceExcuse,
    Attendance,
    Enrolment,
    PresenceSignature,
    SheetSignature,
    TrainingSession,
)
from training.permissions import can_record_session, is_learner
from training.rules.attendance import Mark
from training.services.attendance import write_marks
from training.services.roll_call import MarksMoved, NotHeldYet


class NothingToSign(ServiceError):
    message = "Seule une présence se signe : une absence ne se signe pas."


class NotYourMark(ServiceError):
    message = "Cette présence a été corrigée depuis. Rien n’est signé : relisez ce qui est noté."


class NobodySigned(ServiceError):
    message = "Cochez au moins une personne qui a signé sur la feuille."


class NotAbsent(ServiceError):
    message = "Cette personne n’est pas notée absente : corrigez d’abord sa présence."


@transaction.atomic
def sign_presence(*, actor: Membership, attendance: Attendance, now: datetime) -> PresenceSignature:
    """Sign what is noted: the learner by their own account, or in sight of the trainer.

    On the device of the trainer the row names the trainer, who saw the person sign. Twice signs
    once. Raises NotAllowed, NothingToSign, NotYourMark when a newer mark stands.
    """
    own = is_learner(actor, attendance.enrolment)
    if not own and not can_record_session(actor, attendance.session.cohort):
        raise NotAllowed
    means = SignatureMeans.OWN_PHONE if own else SignatureMeans.TRAINER_DEVICE
    return _sign(actor, attendance, means, None, now)


def _sign(
    actor: Membership,
    attendance: Attendance,
    means: SignatureMeans,
    scan: KeptFile | None,
    now: datetime,
) -> PresenceSignature:
    TrainingSession.objects.select_for_update(of=("self",)).get(pk=attendance.session_id)
    if not Attendance.objects.standing().filter(pk=attendance.pk).exists():
        raise NotYourMark
    if attendance.presence != Presence.PRESENT:
        raise NothingToSign
    signature, created = PresenceSignature.objects.get_or_create(
        attendance=attendance,
        defaults={"means": means, "scan": scan, "signed_by": actor, "signed_at": now},
    )
    if created:
        audit(actor, "training.presence.signed", signature, at=now, means=means)
    return signature


@transaction.atomic
def sign_sheet(
    *, actor: Membership, session: TrainingSession, seen: int, now: datetime
) -> SheetSignature:
    """Sign all the marks of a session as they were shown; two trainers may both sign.

    `seen`: how many rows of presence were shown. Raises NotAllowed, NotHeldYet, MarksMoved.
    """
    row = TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if not can_record_session(actor, row.cohort):
        raise NotAllowed
    if row.state != SessionState.HELD:
        raise NotHeldYet
    if row.attendances.count() != seen:
        raise MarksMoved
    signature, created = SheetSignature.objects.get_or_create(
        session=row, marks=seen, signed_by=actor, defaults={"signed_at": now}
    )
    if created:
        audit(actor, "training.sheet.signed", signature, at=now, marks=seen)
    return signature


def sign_from_paper(
    *, actor: Membership, attendances: Sequence[Attendance], upload: UploadedFile, now: datetime
) -> list[PresenceSignature]:
    """Keep the scan of a signed sheet, and note who signed on it; who has signed already stays.

    Raises NotAllowed, NobodySigned, StaleForm when all of them have signed by now, and what
    `read_paper` and a signature raise. The scan is read before the transaction.
    """
    if not attendances:
        raise NobodySigned
    if any(not can_record_session(actor, one.session.cohort) for one in attendances):
        raise NotAllowed
    paper = read_paper(upload)
    with transaction.atomic():
        return _sign_from_paper(actor, attendances, paper, now)


def _sign_from_paper(
    actor: Membership, attendances: Sequence[Attendance], paper: ReadPaper, now: datetime
) -> list[PresenceSignature]:
    known = set(
        PresenceSignature.objects.filter(attendance__in=attendances).values_list(
            "attendance", flat=True
        )
    )
    left = [one for one in attendances if one.pk not in known]
    if not left:
        raise StaleForm("Ces personnes ont déjà signé. Rien n’est enregistré de plus.")
    body = left[0].session.cohort.organisation
    scan = keep_file(actor=actor, organisation=body, upload=paper, now=now)
    return [_sign(actor, one, SignatureMeans.PAPER, scan, now) for one in left]


def excuse_absence(
    *,
    actor: Membership,
    session: TrainingSession,
    enrolment: Enrolment,
    upload: UploadedFile,
    form_key: str,
    now: datetime,
) -> AbsenceExcuse:
    """Keep the document of an absence; who was noted absent is from then on excused.

    The same form twice keeps one document. Raises NotAllowed, NotAbsent, StaleForm when the form
    was sent of another absence, and what `read_paper` raises. The paper is read before the
    transaction.
    """
    if not can_record_session(actor, session.cohort) or enrolment.cohort_id != session.cohort_id:
        raise NotAllowed
    paper = read_paper(upload)
    with transaction.atomic():
        return _excuse(actor, session, enrolment, paper, form_key, now)


def _excuse(
    actor: Membership,
    session: TrainingSession,
    enrolment: Enrolment,
    read: ReadPaper,
    form_key: str,
    now: datetime,
) -> AbsenceExcuse:
    row = TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if known := AbsenceExcuse.objects.filter(form_key=form_key).first():
        if (known.session_id, known.enrolment_id) != (row.pk, enrolment.pk):
            raise StaleForm
        return known
    check_absent(row, enrolment)
    paper = keep_file(
        actor=actor, organisation=row.cohort.organisation, upload=read, about=enrolment.learner,
        now=now,
    )  # fmt: skip
    return write_excuse(actor, row, enrolment, paper, form_key, "Justificatif reçu.", now)


def check_absent(session: TrainingSession, enrolment: Enrolment) -> None:
    """Raises NotAbsent unless what stands of the person is an absence, excused or not."""
    mark = session.attendances.standing().filter(enrolment=enrolment).first()
    if mark is None or mark.presence == Presence.PRESENT:
        raise NotAbsent


def write_excuse(
    actor: Membership,
    session: TrainingSession,
    enrolment: Enrolment,
    paper: KeptFile,
    form_key: str,
    reason: str,
    now: datetime,
) -> AbsenceExcuse:
    """The document of an absence, and the mark that says so; for a service that checked both."""
    excuse = AbsenceExcuse.objects.create(
        session=session, enrolment=enrolment, paper=paper, form_key=form_key
    )
    write_marks(
        actor=actor, session=session, marks={enrolment: Mark(Presence.EXCUSED)}, reason=reason,
        now=now,
    )  # fmt: skip
    audit(actor, "training.absence.excused", excuse, at=now, session=session.pk)
    return excuse
