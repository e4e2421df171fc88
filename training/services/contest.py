"""A learner contests what was noted; the training body answers, once."""

from datetime import datetime

from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.rules.french import long_date
from records.services import refuse_patient_data
from training.enums import ContestOutcome
from training.models import Attendance, AttendanceContest, ContestAnswer, TrainingSession
from training.permissions import can_record_session, is_learner
from training.rules.attendance import Mark
from training.rules.contest import CONTEST_DAYS, contest_until, may_contest
from training.services.attendance import write_marks
from training.services.signature import NotYourMark

MAX_TEXT = 500


class ContestTooLate(ServiceError):
    def __init__(self, marked_at: datetime) -> None:
        super().__init__(
            f"Une présence se conteste dans les {CONTEST_DAYS} jours (choix de l’organisme) : "
            f"c’était possible jusqu’au {long_date(contest_until(marked_at))}. Parlez-en à votre "
            "responsable pédagogique."
        )


class ContestTextMissing(ServiceError):
    message = f"Dites ce qui est faux, en {MAX_TEXT} caractères au plus."


class AnswerMissing(ServiceError):
    message = f"Écrivez votre réponse, en {MAX_TEXT} caractères au plus : la personne la lira."


class SameMark(ServiceError):
    message = "Une contestation retenue change la présence : notez ce qui est vrai."


class AlreadyContested(StaleForm):
    message = (
        "Cette présence est déjà contestée, avec un autre texte, qui reste : rien n’est ajouté. "
        "Attendez la réponse, ou parlez-en à votre responsable pédagogique."
    )


class AlreadyAnswered(StaleForm):
    message = "Cette contestation a déjà sa réponse. Rien n’a changé."


@transaction.atomic
def contest_mark(
    *, actor: Membership, attendance: Attendance, reason: str, now: datetime
) -> AttendanceContest:
    """Say that what was noted is wrong, within the window; the same twice says it once.

    Raises NotAllowed, AlreadyContested, NotYourMark when a newer mark stands, ContestTooLate,
    ContestTextMissing.
    """
    if not is_learner(actor, attendance.enrolment):
        raise NotAllowed
    reason = reason.strip()
    if known := AttendanceContest.objects.filter(attendance=attendance).first():
        if reason != known.reason:
            raise AlreadyContested
        return known
    if not Attendance.objects.standing().filter(pk=attendance.pk).exists():
        raise NotYourMark
    if not may_contest(attendance.marked_at, now):
        raise ContestTooLate(attendance.marked_at)
    if not reason or len(reason) > MAX_TEXT:
        raise ContestTextMissing
    refuse_patient_data(reason)
    contest, created = AttendanceContest.objects.get_or_create(
        attendance=attendance,
        defaults={"reason": reason, "contested_by": actor, "contested_at": now},
    )
    if created:
        audit(actor, "training.mark.contested", contest, at=now)
    return contest


@transaction.atomic
def answer_contest(
    *,
    actor: Membership,
    contest: AttendanceContest,
    outcome: ContestOutcome,
    words: str,
    mark: Mark | None,
    now: datetime,
) -> ContestAnswer:
    """Answer a contest in words; one that is upheld corrects the mark in the same act.

    `mark` is what is true, for one that is upheld. Raises NotAllowed, AlreadyAnswered,
    AnswerMissing, SameMark, and what `write_marks` raises.
    """
    attendance = contest.attendance
    session = TrainingSession.objects.select_for_update(of=("self",)).get(pk=attendance.session_id)
    if not can_record_session(actor, session.cohort):
        raise NotAllowed
    if ContestAnswer.objects.filter(contest=contest).exists():
        raise AlreadyAnswered
    words = words.strip()
    if not words or len(words) > MAX_TEXT:
        raise AnswerMissing
    refuse_patient_data(words)
    correction = None
    if outcome == ContestOutcome.UPHELD:
        correction = _correct(actor, session, attendance, mark, now)
    answer = ContestAnswer.objects.create(
        contest=contest, outcome=outcome, words=words, correction=correction,
        answered_by=actor, answered_at=now,
    )  # fmt: skip
    audit(actor, "training.contest.answered", answer, at=now, outcome=outcome)
    return answer


def _correct(
    actor: Membership,
    session: TrainingSession,
    attendance: Attendance,
    mark: Mark | None,
    now: datetime,
) -> Attendance:
    """The mark that is true: a further row, or the one that was written since the contest."""
    if mark is None or mark == attendance.mark:
        raise SameMark
    marks = {attendance.enrolment: mark}
    reason = "Contestation retenue."
    write_marks(actor=actor, session=session, marks=marks, reason=reason, now=now)
    return session.attendances.standing().get(enrolment=attendance.enrolment)
