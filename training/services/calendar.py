"""Sessions to come: planned in one go, announced, changed and cancelled."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.enums import SESSION_TRANSITIONS, SessionAct, SessionState
from training.models import (
    ClosedPeriod,
    Cohort,
    Room,
    SessionChange,
    TrainingSession,
)
from training.permissions import SESSION_ROLES, can_plan
from training.queries.calendar import cohort_conflicts, mark_of, planned_sessions
from training.queries.planning import cohort_plan
from training.rules.planner import Place
from training.rules.rhythm import clock_of, closed_because
from training.rules.session import plan_problem
from training.services.notices import tell_announced, tell_change

MAX_REASON = 300


class CalendarMoved(StaleForm):
    message = (
        "Le calendrier a changé depuis que vous avez ouvert cette page : rien n’est enregistré. "
        "Relisez-le ci-dessous, puis confirmez de nouveau."
    )


class PlanIncomplete(ServiceError):
    message = (
        "Le rythme n’atteint pas les heures du parcours : aucune séance n’est créée. Voyez ce qui "
        "manque, puis changez les phases."
    )


class NothingToAnnounce(ServiceError):
    message = "Aucune séance en projet à annoncer jusqu’à cette date."


class InTheWay(ServiceError):
    """Conflicts are left; the lead may go on all the same."""

    def __init__(self, texts: Sequence[str]) -> None:
        more = f" Et {len(texts) - 3} autres." if len(texts) > 3 else ""
        super().__init__(
            f"Conflit : {' ; '.join(texts[:3])}.{more} Si c’est bien ainsi, cochez « Malgré les "
            "conflits », puis confirmez."
        )


class PlanRefused(ServiceError):
    message = "Cette séance ne peut pas être prévue."


class ChangeReasonMissing(ServiceError):
    message = "Dites pourquoi la séance change : le groupe est prévenu et lit ce motif."


class NotToCome(ServiceError):
    message = "Cette séance est tenue ou annulée : elle ne se change plus."


class NotOfTheBody(ServiceError):
    message = "Choisissez un formateur et une salle de votre organisme."


@transaction.atomic
def plan_cohort(
    *,
    actor: Membership,
    cohort: Cohort,
    trainers: Sequence[Membership],
    rooms: Sequence[Room],
    seen: str,
    now: datetime,
) -> int:
    """Write the sessions that the planner proposes, in project; gives how many.

    All or none. `seen` is the mark of the proposal that was shown: if the calendar has changed
    since, nothing is written. The same confirmation twice plans once. Sessions that are already
    there are never touched. Raises CalendarMoved, PlanIncomplete.
    """
    row = locked_cohort(actor, cohort)
    _check_body(row, trainers, rooms, timezone.localdate(now))
    key = f"plan:{row.pk}:{seen}"[:34]
    if known := TrainingSession.objects.filter(form_key__startswith=f"{key}:").count():
        return known
    plan = cohort_plan(actor, row, trainers, rooms, now)
    if plan.mark != seen:
        raise CalendarMoved
    if not plan.complete:
        raise PlanIncomplete
    titles = {line.module.pk: line.module.title for line in plan.lines}
    TrainingSession.objects.bulk_create(
        _session(row, place, titles[place.module], f"{key}:{number}")
        for number, place in enumerate(plan.proposal.places)
    )
    count = len(plan.proposal.places)
    audit(actor, "training.calendar.planned", row, at=now, sessions=count)
    return count


def locked_cohort(actor: Membership, cohort: Cohort) -> Cohort:
    """The cohort as it is now, held until the end: one planner at a time."""
    if not can_plan(actor, cohort):
        raise NotAllowed
    return (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("track_version")
        .get(pk=cohort.pk)
    )


def _check_body(
    cohort: Cohort, trainers: Sequence[Membership], rooms: Sequence[Room], today: date
) -> None:
    ours = Membership.objects.active(today).filter(
        organisation=cohort.organisation_id, role__in=SESSION_ROLES
    )
    wanted = {trainer.pk for trainer in trainers}
    if ours.filter(pk__in=wanted).count() != len(wanted):
        raise NotOfTheBody
    if any(room.organisation_id != cohort.organisation_id for room in rooms):
        raise NotOfTheBody


def _session(cohort: Cohort, place: Place, title: str, key: str) -> TrainingSession:
    starts_at, ends_at = (
        timezone.make_aware(datetime.combine(place.day, clock_of(minute)))
        for minute in (place.start, place.end)
    )
    return TrainingSession(
        cohort=cohort, module_id=place.module, state=SessionState.PLANNED,
        category=place.category, title=title, starts_at=starts_at, ends_at=ends_at,
        trainer_id=place.trainer, room_id=place.room, form_key=key,
    )  # fmt: skip


@transaction.atomic
def announce(
    *,
    actor: Membership,
    cohort: Cohort,
    seen: str,
    until: date | None = None,
    anyway: bool = False,
    now: datetime,
) -> int:
    """Announce the planned sessions up to a day (all without one); gives how many.

    The group and the trainers each get one message. `seen` is the mark of the planned sessions
    shown. Conflicts are refused unless `anyway`. Raises CalendarMoved, NothingToAnnounce, InTheWay.
    """
    row = locked_cohort(actor, cohort)
    planned = planned_sessions(row, now)
    if mark_of(planned) != seen:
        raise CalendarMoved
    chosen = [s for s in planned if not until or timezone.localdate(s.starts_at) <= until]
    if not chosen:
        raise NothingToAnnounce
    keys = {session.pk for session in chosen}
    found = [line.text for line in cohort_conflicts(row, now) if line.session.pk in keys]
    if found and not anyway:
        raise InTheWay(found)
    for session in chosen:
        session.state, session.version = SessionState.ANNOUNCED, session.version + 1
    TrainingSession.objects.bulk_update(chosen, ["state", "version"])
    SessionChange.objects.bulk_create(
        _change(session, SessionAct.ANNOUNCED, "", actor, now) for session in chosen
    )
    tell_announced(actor=actor, cohort=row, sessions=chosen, mark=seen, now=now)
    audit(actor, "training.calendar.announced", row, at=now, sessions=len(chosen))
    return len(chosen)


def _change(
    session: TrainingSession, act: str, reason: str, actor: Membership, now: datetime
) -> SessionChange:
    return SessionChange(
        session=session, number=session.version, act=act, reason=reason,
        starts_at=session.starts_at, ends_at=session.ends_at, changed_by=actor, changed_at=now,
    )  # fmt: skip


@transaction.atomic
def change_session(
    *,
    actor: Membership,
    session: TrainingSession,
    version: int,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    trainer: Membership | None,
    room: Room | None,
    make_up_only: bool,
    reason: str = "",
    anyway: bool = False,
    now: datetime,
) -> TrainingSession:
    """Change a session to come, by compare-and-set on the version that the form showed.

    Once announced, a reason is asked and the group and the trainers are told; the same values
    again change nothing. Raises NotToCome, StaleForm, PlanRefused, ChangeReasonMissing, InTheWay.
    """
    row, before = _to_change(actor, session), _to_change(actor, session)
    row.title, row.starts_at, row.ends_at = " ".join(title.split())[:200], starts_at, ends_at
    row.trainer, row.room, row.make_up_only = trainer, room, make_up_only
    if not _differs(row, before):
        return row
    _check_version(row, version)
    check_hours(row, trainer, room, now)
    told = row.state == SessionState.ANNOUNCED
    reason = _reason(reason) if told else ""
    refuse_patient_data(row.title)
    row.version += 1
    row.save()
    if (found := [one.text for one in cohort_conflicts(row.cohort, now, only=row)]) and not anyway:
        raise InTheWay(found)
    if told:
        change = _change(row, SessionAct.MOVED, reason, actor, now)
        change.save()
        tell_change(actor=actor, change=change, before=before, now=now)
    audit(actor, "training.session.changed", row, at=now, version=row.version)
    return row


def _to_change(actor: Membership, session: TrainingSession) -> TrainingSession:
    row = (
        TrainingSession.objects.select_for_update(of=("self",))
        .select_related("cohort", "module", "trainer__user", "room")
        .filter(pk=session.pk)
        .first()
    )
    if row is None:
        raise StaleForm
    if not can_plan(actor, row.cohort):
        raise NotAllowed
    return row


def _differs(row: TrainingSession, before: TrainingSession) -> bool:
    names = ("title", "starts_at", "ends_at", "trainer_id", "room_id", "make_up_only")
    return any(getattr(row, name) != getattr(before, name) for name in names)


def _check_version(row: TrainingSession, version: int) -> None:
    if SessionState.CANCELLED not in SESSION_TRANSITIONS[SessionState(row.state)]:
        raise NotToCome
    if row.version != version:
        raise StaleForm


def check_hours(
    row: TrainingSession, trainer: Membership | None, room: Room | None, now: datetime
) -> None:
    """Refuse people or rooms of another body, and hours at which nothing is planned."""
    today = timezone.localdate(now)
    _check_body(row.cohort, [trainer] if trainer else [], [room] if room else [], today)
    closed = ClosedPeriod.objects.of(row.cohort)
    because = closed_because(timezone.localdate(row.starts_at), [one.days for one in closed])
    if problem := plan_problem(row.starts_at, row.ends_at, now, because):
        raise PlanRefused(problem)


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason or len(reason) > MAX_REASON:
        raise ChangeReasonMissing
    refuse_patient_data(reason)
    return reason


@transaction.atomic
def cancel_session(
    *, actor: Membership, session: TrainingSession, version: int, reason: str, now: datetime
) -> None:
    """Cancel an announced session, with a reason that its people read; or take out a planned one.

    What nobody was told of leaves no trace but the audit. Twice cancels once. Raises StaleForm,
    NotToCome, ChangeReasonMissing.
    """
    row = _to_change(actor, session)
    if row.state == SessionState.CANCELLED:
        return
    _check_version(row, version)
    if row.state == SessionState.PLANNED:
        audit(actor, "training.session.unplanned", row, at=now)
        row.delete()
        return
    reason = _reason(reason)
    before = _to_change(actor, session)
    row.state, row.version = SessionState.CANCELLED, row.version + 1
    row.save(update_fields=["state", "version"])
    change = _change(row, SessionAct.CANCELLED, reason, actor, now)
    change.save()
    tell_change(actor=actor, change=change, before=before, now=now)
    audit(actor, "training.session.cancelled", row, at=now, version=row.version)


@transaction.atomic
def unplan_cohort(*, actor: Membership, cohort: Cohort, seen: str, now: datetime) -> int:
    """Take every planned session out, to plan anew; those announced stay. Gives how many.

    `seen` is the mark of the planned sessions shown. Raises CalendarMoved.
    """
    row = locked_cohort(actor, cohort)
    planned = planned_sessions(row, now)
    if mark_of(planned) != seen:
        raise CalendarMoved
    TrainingSession.objects.filter(pk__in=[session.pk for session in planned]).delete()
    audit(actor, "training.calendar.unplanned", row, at=now, sessions=len(planned))
    return len(planned)
