"""Positions at entry, prior results, and what the lead takes off the hours of a module."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from curricula.models import Competency, Module
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.rules.french import duration
from records.services import refuse_patient_data
from training.enums import PositionLevel, PositionRater, PriorKind
from training.models import Enrolment, ExemptionDecision, Position, PriorResult
from training.permissions import can_decide_exemption, can_place, is_learner
from training.queries.positioning import (
    decisions_of,
    newest_positions,
    positions_seen,
    recent_prior,
)
from training.rules.positioning import percentage_problem
from training.services.reading import NotInTrack

MAX_TITLE = 200
MAX_REASON = 500
LONGEST_PRIOR = 600_000


class NothingPlaced(ServiceError):
    message = "Placez au moins une compétence."


class NotOfTheReference(ServiceError):
    message = "Une compétence n’est pas du référentiel suivi."


class PositionsMoved(StaleForm):
    message = (
        "Des positions ont été notées depuis que vous avez ouvert la page. Rien n’est enregistré : "
        "relisez, puis enregistrez de nouveau."
    )


class PriorRefused(ServiceError):
    message = "Cet acquis ne peut pas être noté."


class ExemptionRefused(ServiceError):
    message = "Cette décision ne peut pas être prise."


class ExemptionReasonMissing(ServiceError):
    message = f"Écrivez le motif, en {MAX_REASON} caractères au plus : la personne le lira."


class ExemptionMoved(StaleForm):
    message = (
        "Une décision a été prise sur ce module depuis que vous avez ouvert la page. La vôtre "
        "n’est pas enregistrée : relisez la plus récente, puis décidez de nouveau."
    )


@transaction.atomic
def place_competencies(
    *,
    actor: Membership,
    enrolment: Enrolment,
    levels: Mapping[Competency, PositionLevel],
    seen: int,
    now: datetime,
) -> list[Position]:
    """Add the positions that differ from those the actor's side stands at; gives the new rows.

    The learner writes as learner, anybody else as trainer: neither touches the other's. `seen` is
    how many positions of that side the form showed; the same form twice adds them once.
    """
    if not can_place(actor, enrolment):
        raise NotAllowed
    _lock(enrolment)
    if not levels:
        raise NothingPlaced
    if not _of_the_reference(enrolment, levels):
        raise NotOfTheReference
    rater = PositionRater.LEARNER if is_learner(actor, enrolment) else PositionRater.TRAINER
    standing = newest_positions(enrolment)
    made = []
    for competency, level in levels.items():
        known = standing.get(competency.pk, {}).get(rater)
        if known is None or known.level != level:
            made.append(
                Position(
                    enrolment=enrolment, competency=competency, rater=rater, level=level,
                    number=known.number + 1 if known else 1, placed_by=actor, placed_at=now,
                )
            )  # fmt: skip
    if made and positions_seen(enrolment, rater) != seen:
        raise PositionsMoved
    if made:
        Position.objects.bulk_create(made)
        audit(actor, "training.positions.placed", enrolment, at=now, rater=rater, count=len(made))
    return made


def _lock(enrolment: Enrolment) -> None:
    """One write at a time on the individual path of a person."""
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)


def _of_the_reference(enrolment: Enrolment, levels: Mapping[Competency, PositionLevel]) -> bool:
    ids = [competency.pk for competency in levels]
    known = Competency.objects.filter(pk__in=ids, block__qualification=enrolment.qualification_id)
    return known.count() == len(ids)


@transaction.atomic
def declare_prior(
    *,
    actor: Membership,
    enrolment: Enrolment,
    kind: PriorKind,
    title: str,
    obtained_on: date,
    module: Module | None = None,
    minutes: int = 0,
    form_key: str,
    now: datetime,
) -> PriorResult:
    """Note a diploma or hours followed elsewhere; the same form twice notes it once."""
    if not can_place(actor, enrolment):
        raise NotAllowed
    title = " ".join(title.split())
    if problem := _prior_problem(title, obtained_on, module, minutes, timezone.localdate(now)):
        raise PriorRefused(problem)
    if module and module.track_version_id != enrolment.track_version_id:
        raise NotInTrack
    refuse_patient_data(title)
    wanted = {
        "kind": kind, "title": title, "obtained_on": obtained_on, "module": module,
        "minutes": minutes, "declared_by": actor, "declared_at": now,
    }  # fmt: skip
    row, created = PriorResult.objects.get_or_create(
        form_key=form_key, defaults={"enrolment": enrolment, **wanted}
    )
    if row.enrolment_id != enrolment.pk:
        raise NotAllowed
    if created:
        audit(actor, "training.prior.declared", row, at=now, kind=kind, minutes=minutes)
    return row


def _prior_problem(
    title: str, obtained_on: date, module: Module | None, minutes: int, today: date
) -> str:
    if not title or len(title) > MAX_TITLE:
        return f"Donnez l’intitulé, en {MAX_TITLE} caractères au plus."
    if obtained_on > today:
        return "Cette date est à venir : notez ce qui est déjà obtenu."
    if obtained_on.year < today.year - 60:
        return "Cette date est trop ancienne : vérifiez l’année."
    if minutes and module is None:
        return "Des heures se rapportent à un module : choisissez lequel."
    if not 0 <= minutes <= LONGEST_PRIOR:
        return "Cette durée ne peut pas être juste."
    return ""


@transaction.atomic
def withdraw_prior(*, actor: Membership, prior: PriorResult, now: datetime) -> PriorResult:
    """Take out what was noted by mistake; it stays in the base, and twice withdraws once.

    Decisions already taken stand; those that counted it are shown as to be looked at again.
    """
    if not can_place(actor, prior.enrolment):
        raise NotAllowed
    open_row = PriorResult.objects.filter(pk=prior.pk, withdrawn_at=None)
    if open_row.update(withdrawn_by=actor, withdrawn_at=now):
        audit(actor, "training.prior.withdrawn", prior, at=now)
    prior.refresh_from_db()
    return prior


@transaction.atomic
def decide_exemption(
    *,
    actor: Membership,
    enrolment: Enrolment,
    module: Module,
    percentage: int,
    prior_minutes: int,
    reason: str,
    seen: int,
    now: datetime,
) -> ExemptionDecision:
    """Take a percentage and prior minutes off a module, with a reason that the person reads.

    `seen` is the number of the newest decision the form showed (0: none); the same form twice
    decides once. Prior minutes are at most those declared that are recent enough today.
    """
    if not can_decide_exemption(actor, enrolment):
        raise NotAllowed
    _lock(enrolment)
    if module.track_version_id != enrolment.track_version_id:
        raise NotInTrack
    reason = _reason(reason)
    _check_amounts(enrolment, module, percentage, prior_minutes, timezone.localdate(now))
    wanted = {"percentage": percentage, "prior_minutes": prior_minutes, "reason": reason}
    newest = next(iter(decisions_of(enrolment, module)), None)
    if newest and _same_form(newest, actor, seen, wanted):
        return newest
    if (newest.number if newest else 0) != seen:
        raise ExemptionMoved
    row = ExemptionDecision.objects.create(
        enrolment=enrolment, module=module, number=seen + 1, decided_by=actor, decided_at=now,
        **wanted,
    )  # fmt: skip
    audit(
        actor, "training.exemption.decided", row, at=now, module=module.code,
        percentage=percentage, prior=prior_minutes,
    )  # fmt: skip
    return row


def _same_form(
    newest: ExemptionDecision, actor: Membership, seen: int, wanted: Mapping[str, object]
) -> bool:
    """The newest decision is what this form already decided."""
    same = all(getattr(newest, name) == value for name, value in wanted.items())
    return same and newest.number == seen + 1 and newest.decided_by_id == actor.pk


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason or len(reason) > MAX_REASON:
        raise ExemptionReasonMissing
    refuse_patient_data(reason)
    return reason


def _check_amounts(
    enrolment: Enrolment, module: Module, percentage: int, prior_minutes: int, today: date
) -> None:
    if problem := percentage_problem(percentage):
        raise ExemptionRefused(problem)
    recent = recent_prior(enrolment, module, today)
    if not 0 <= prior_minutes <= recent:
        raise ExemptionRefused(
            f"Acquis récents déclarés pour ce module : {duration(recent)}. "
            "On n’en accepte pas davantage."
        )
