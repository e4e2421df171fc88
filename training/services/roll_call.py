"""The roll call of a session, and the corrections after it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.rules.french import clock
from records.services import refuse_patient_data
from training.enums import Presence, SessionState
from training.models import Attendance, Enrolment, TrainingSession
from training.permissions import can_record_session
from training.rules.attendance import Mark
from training.rules.roll_call import roll_call_problem
from training.rules.session import PARIS
from training.services.attendance import write_marks

MAX_REASON = 300


class RollCallRefused(ServiceError):
    message = "L’appel de cette séance ne peut pas être fait."


class AlreadyCalled(StaleForm):
    """Somebody else made the roll call in the meantime."""

    def __init__(self, who: str, at: datetime) -> None:
        super().__init__(
            f"L’appel est déjà fait, par {who} à {clock(at.astimezone(PARIS))}. Rien n’a changé : "
            "comparez, puis corrigez avec un motif ce qui doit l’être."
        )


class NotExpected(ServiceError):
    message = "Une personne notée n’est pas inscrite dans la promotion de cette séance."


class NobodyNoted(ServiceError):
    message = "Notez au moins une personne."


class NotHeldYet(ServiceError):
    message = "L’appel de cette séance n’est pas fait : faites-le d’abord."


class MarksMoved(StaleForm):
    message = (
        "Une présence de cette séance a été notée depuis que vous avez ouvert la page. Rien n’est "
        "enregistré : relisez, puis enregistrez de nouveau."
    )


@transaction.atomic
def hold_session(
    *, actor: Membership, session: TrainingSession, marks: Mapping[Enrolment, Mark], now: datetime
) -> TrainingSession:
    """Make the roll call of an announced session: it is held, and what is noted counts.

    The same roll call twice is made once. Raises NotAllowed, RollCallRefused, AlreadyCalled when
    somebody was faster, NotExpected, NobodyNoted, and what `write_marks` raises.
    """
    row = TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if not can_record_session(actor, row.cohort):
        raise NotAllowed
    if row.state == SessionState.HELD:
        return _called_before(row, marks)
    if problem := roll_call_problem(row.state, row.ends_at, now):
        raise RollCallRefused(problem)
    if not marks:
        raise NobodyNoted
    _check_expected(row, marks)
    announced = TrainingSession.objects.filter(pk=row.pk, state=SessionState.ANNOUNCED)
    if not announced.update(state=SessionState.HELD, trainer=row.trainer or actor, recorded_at=now):
        row.refresh_from_db()
        return _called_before(row, marks)
    row.refresh_from_db()
    write_marks(actor=actor, session=row, marks=marks, now=now)
    present = sum(1 for mark in marks.values() if mark.presence == Presence.PRESENT)
    audit(actor, "training.session.held", row, at=now, noted=len(marks), present=present)
    return row


def _called_before(session: TrainingSession, marks: Mapping[Enrolment, Mark]) -> TrainingSession:
    """The session as it is, if the same was noted (a second click); else a refusal."""
    rows = list(session.attendances.standing().select_related("marked_by__user"))
    noted = {row.enrolment_id: row.mark for row in rows}
    if noted == {enrolment.pk: mark for enrolment, mark in marks.items()}:
        return session
    first = min(rows, key=lambda row: row.marked_at)
    raise AlreadyCalled(str(first.marked_by.user), first.marked_at)


def _check_expected(session: TrainingSession, marks: Mapping[Enrolment, Mark]) -> None:
    """Of the cohort, or noted there before they went on in another one."""
    others = {one.pk for one in marks if one.cohort_id != session.cohort_id}
    noted = session.attendances.filter(enrolment__in=others)
    if others - set(noted.values_list("enrolment", flat=True)):
        raise NotExpected


@transaction.atomic
def correct_marks(
    *,
    actor: Membership,
    session: TrainingSession,
    marks: Mapping[Enrolment, Mark],
    seen: int,
    reason: str,
    now: datetime,
) -> list[Attendance]:
    """Note something else of some people at a session that was held; with a reason they can read.

    `seen`: how many rows of presence the session had on the form. What stands already is not
    written again, so a second click adds nothing. Somebody noted for the first time (enrolled
    since) needs no reason. Raises NotAllowed, NotHeldYet, NotExpected, MarksMoved, PatientData.
    """
    row = TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if not can_record_session(actor, row.cohort):
        raise NotAllowed
    if row.state != SessionState.HELD:
        raise NotHeldYet
    _check_expected(row, marks)
    standing = {one.enrolment_id: one.mark for one in row.attendances.standing()}
    changed = {one: mark for one, mark in marks.items() if standing.get(one.pk) != mark}
    if not changed:
        return []
    if row.attendances.count() != seen:
        raise MarksMoved
    reason = " ".join(reason.split())[:MAX_REASON]
    refuse_patient_data(reason)
    rows = write_marks(actor=actor, session=row, marks=changed, reason=reason, now=now)
    audit(actor, "training.marks.corrected", row, at=now, rows=[one.pk for one in rows])
    return rows
