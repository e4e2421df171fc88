"""What a calendar is planned with: rooms, closed periods, absences, phases."""

from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from records.services import refuse_patient_data
from training.enums import AwayPart, PhaseKind
from training.models import ClosedPeriod, Cohort, CohortPhase, Room, TrainerAway
from training.permissions import (
    SESSION_ROLES,
    can_plan,
    can_say_availability,
    can_set_calendar,
)
from training.rules.rhythm import LONGEST_PHASE, Phase, phase_problem


class RoomInUse(ServiceError):
    message = "Cette salle sert à des séances : changez-les d’abord de salle."


class DatesRefused(ServiceError):
    message = "Le dernier jour vient après le premier, trois ans plus tard au plus."


class AbsencePast(ServiceError):
    message = "Cette absence est déjà passée : elle n’est pas notée."


class RoomTaken(ServiceError):
    message = "Une salle porte déjà ce nom, avec un autre nombre de places."


class SeatsWrong(ServiceError):
    message = "Une salle a une place au moins, et mille au plus."


class PhaseRefused(ServiceError):
    message = "Cette phase ne peut pas être enregistrée."


class TrainerUnknown(ServiceError):
    message = "Choisissez un formateur de votre organisme."


@transaction.atomic
def add_room(*, actor: Membership, name: str, seats: int, now: datetime) -> Room:
    """A room of the actor's training body; the same one twice is made once."""
    if not can_set_calendar(actor):
        raise NotAllowed
    if not 0 < seats <= 1000:
        raise SeatsWrong
    room, created = Room.objects.get_or_create(
        organisation=actor.organisation, name=" ".join(name.split()), defaults={"seats": seats}
    )
    if not created and room.seats != seats:
        raise RoomTaken
    if created:
        audit(actor, "training.room.added", room, at=now)
    return room


@transaction.atomic
def add_closure(
    *,
    actor: Membership,
    kind: str,
    label: str,
    starts_on: date,
    ends_on: date,
    cohort: Cohort | None = None,
    now: datetime,
) -> ClosedPeriod:
    """Days on which nothing is planned, both ends included; the same twice is made once.

    With a cohort they hold for it alone. Raises NotAllowed, DatesRefused.
    """
    if not can_set_calendar(actor):
        raise NotAllowed
    if cohort and cohort.organisation_id != actor.organisation_id:
        raise NotAllowed
    _check_dates(starts_on, ends_on)
    refuse_patient_data(label)
    closure, created = ClosedPeriod.objects.get_or_create(
        organisation=actor.organisation, cohort=cohort, label=" ".join(label.split()),
        starts_on=starts_on, ends_on=ends_on, defaults={"kind": kind},
    )  # fmt: skip
    if created:
        audit(actor, "training.closure.added", closure, at=now)
    return closure


@transaction.atomic
def add_away(
    *,
    actor: Membership,
    trainer: Membership,
    starts_on: date,
    ends_on: date,
    part: str = AwayPart.DAY,
    now: datetime,
) -> TrainerAway:
    """Days, or half-days, on which a trainer cannot be counted on; never why.

    A trainer says their own, a lead that of a trainer of the same training body; the same twice is
    noted once. Raises TrainerUnknown, DatesRefused, AbsencePast.
    """
    check_says(actor, trainer)
    _check_dates(starts_on, ends_on)
    if ends_on < timezone.localdate(now):
        raise AbsencePast
    away, created = TrainerAway.objects.get_or_create(
        trainer=trainer, starts_on=starts_on, ends_on=ends_on, part=AwayPart(part)
    )
    if created:
        audit(actor, "training.away.added", away, at=now)
    return away


def check_says(actor: Membership, trainer: Membership) -> None:
    """Raises TrainerUnknown for a lead who names no trainer of the body, NotAllowed for others."""
    unknown = trainer.organisation_id != actor.organisation_id or trainer.role not in SESSION_ROLES
    if actor.leads and unknown:
        raise TrainerUnknown
    if unknown or not can_say_availability(actor, trainer):
        raise NotAllowed


def _check_dates(starts_on: date, ends_on: date) -> None:
    if not timedelta(0) <= ends_on - starts_on <= LONGEST_PHASE:
        raise DatesRefused


@transaction.atomic
def add_phase(
    *,
    actor: Membership,
    cohort: Cohort,
    kind: str,
    starts_on: date,
    ends_on: date,
    weekdays: frozenset[int],
    morning: tuple[time, time] | None,
    afternoon: tuple[time, time] | None,
    now: datetime,
) -> CohortPhase:
    """A phase of a cohort with its rhythm; phases do not overlap. The same twice is made once.

    `weekdays` from 1 (Monday) to 7; none of them: no session. Raises PhaseRefused.
    """
    if not can_plan(actor, cohort):
        raise NotAllowed
    row = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    hours = tuple(half for half in (morning, afternoon) if half)
    phase = Phase(PhaseKind(kind), starts_on, ends_on, weekdays, hours)
    known = list(row.phases.all())
    if same := next((one for one in known if one.rhythm == phase), None):
        return same
    others = [one.rhythm for one in known]
    if problem := phase_problem(phase, (row.starts_on, row.ends_on), others):
        raise PhaseRefused(problem)
    made = CohortPhase.objects.create(
        cohort=row, kind=kind, starts_on=starts_on, ends_on=ends_on,
        weekdays="".join(str(day) for day in sorted(weekdays)),
        morning_start=morning and morning[0], morning_end=morning and morning[1],
        afternoon_start=afternoon and afternoon[0], afternoon_end=afternoon and afternoon[1],
    )  # fmt: skip
    audit(actor, "training.phase.added", made, at=now, cohort=row.pk)
    return made


@transaction.atomic
def remove_phase(*, actor: Membership, phase: CohortPhase, now: datetime) -> None:
    """Take a phase out; the sessions that were planned in it stay. Twice takes out once."""
    if not can_plan(actor, phase.cohort):
        raise NotAllowed
    _remove(actor, phase, "training.phase.removed", now)


@transaction.atomic
def remove_setting(
    *, actor: Membership, row: Room | ClosedPeriod | TrainerAway, now: datetime
) -> None:
    """Take out a room, a closed period or an absence of one's own training body.

    A trainer takes out an absence of their own, and nothing else. Twice takes out once. Raises
    RoomInUse.
    """
    if not _may_remove(actor, row):
        raise NotAllowed
    try:
        with transaction.atomic():
            _remove(actor, row, f"training.{row._meta.model_name}.removed", now)
    except models.ProtectedError as refusal:
        raise RoomInUse from refusal


def _may_remove(actor: Membership, row: Room | ClosedPeriod | TrainerAway) -> bool:
    if isinstance(row, TrainerAway):
        return can_say_availability(actor, row.trainer)
    return can_set_calendar(actor) and row.organisation_id == actor.organisation_id


def _remove(actor: Membership, row: models.Model, verb: str, now: datetime) -> None:
    audit(actor, verb, row, at=now)
    type(row)._default_manager.filter(pk=row.pk).delete()
