"""A learner hands in the paper of an absence; the training body accepts or declines it, once."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import ReadPaper, keep_file, read_paper, refuse_patient_data
from training.enums import ExcuseOutcome
from training.models import (
    AbsenceExcuse,
    Attendance,
    ExcuseAnswer,
    HandedExcuse,
    TrainingSession,
)
from training.permissions import can_record_session, is_learner
from training.rules.excuse import hand_in_problem
from training.services.signature import NotYourMark, check_absent, write_excuse

MAX_TEXT = 500


class HandInRefused(ServiceError):
    message = "Aucun justificatif ne peut être déposé pour cette séance."


class DeclineReasonMissing(ServiceError):
    message = f"Dites pourquoi, en {MAX_TEXT} caractères au plus : la personne le lira."


class ExcuseAlreadyAnswered(StaleForm):
    message = "Ce justificatif a déjà sa réponse. Rien n’a changé."


def hand_in_excuse(
    *,
    actor: Membership,
    attendance: Attendance,
    upload: UploadedFile,
    form_key: str,
    now: datetime,
) -> HandedExcuse:
    """Keep the paper of one's own absence; it waits for somebody to accept or decline it.

    The same form twice hands it in once. Raises NotAllowed, NotYourMark when a newer mark stands,
    HandInRefused, StaleForm, and what `read_paper` raises. The paper is read before the
    transaction.
    """
    if not is_learner(actor, attendance.enrolment):
        raise NotAllowed
    paper = read_paper(upload)
    with transaction.atomic():
        return _hand_in(actor, attendance, paper, form_key, now)


def _hand_in(
    actor: Membership, attendance: Attendance, read: ReadPaper, form_key: str, now: datetime
) -> HandedExcuse:
    enrolment = attendance.enrolment
    row = TrainingSession.objects.select_for_update(of=("self",)).get(pk=attendance.session_id)
    if known := HandedExcuse.objects.filter(form_key=form_key).first():
        if (known.session_id, known.enrolment_id) != (row.pk, enrolment.pk):
            raise StaleForm
        return known
    if not row.attendances.standing().filter(pk=attendance.pk).exists():
        raise NotYourMark
    problem = hand_in_problem(
        attendance.presence,
        kept=AbsenceExcuse.objects.filter(session=row, enrolment=enrolment).exists(),
        waiting=row.handed_excuses.waiting().filter(enrolment=enrolment).exists(),
    )
    if problem:
        raise HandInRefused(problem)
    paper = keep_file(
        actor=actor, organisation=row.cohort.organisation, upload=read, about=enrolment.learner,
        now=now,
    )  # fmt: skip
    handed = HandedExcuse.objects.create(
        session=row, enrolment=enrolment, paper=paper, form_key=form_key
    )
    audit(actor, "training.excuse.handed_in", handed, at=now, session=row.pk)
    return handed


@transaction.atomic
def answer_excuse(
    *,
    actor: Membership,
    handed: HandedExcuse,
    outcome: ExcuseOutcome,
    reason: str,
    now: datetime,
) -> ExcuseAnswer:
    """Accept a paper, which then excuses the absence, or decline it with a reason; once.

    Raises NotAllowed, ExcuseAlreadyAnswered, DeclineReasonMissing, NotAbsent when the person was
    noted present since.
    """
    row = TrainingSession.objects.select_for_update(of=("self",)).get(pk=handed.session_id)
    if not can_record_session(actor, row.cohort):
        raise NotAllowed
    if ExcuseAnswer.objects.filter(handed=handed).exists():
        raise ExcuseAlreadyAnswered
    reason = " ".join(reason.split())
    excuse = None
    if outcome == ExcuseOutcome.ACCEPTED:
        check_absent(row, handed.enrolment)
        key = f"handed:{handed.pk}"
        excuse = write_excuse(
            actor, row, handed.enrolment, handed.paper, key, "Justificatif accepté.", now
        )
        reason = ""
    elif not reason or len(reason) > MAX_TEXT:
        raise DeclineReasonMissing
    refuse_patient_data(reason)
    answer = ExcuseAnswer.objects.create(
        handed=handed, outcome=outcome, reason=reason, excuse=excuse, answered_by=actor,
        answered_at=now,
    )  # fmt: skip
    audit(actor, "training.excuse.answered", answer, at=now, outcome=outcome)
    return answer
