"""Suspension, return, drop-out, change of cohort."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.enums import Situation, SituationAct, SituationReason
from training.models import Cohort, Enrolment, SituationChange
from training.permissions import can_change_situation
from training.rules.situation import situation_after, situation_problem
from training.services.ledger import accept_waiting

MAX_NOTE = 300


class SituationRefused(ServiceError):
    message = "Ce changement ne peut pas être noté."


class NoteMissing(ServiceError):
    message = "« Autre » demande une précision, en quelques mots."


class NoPlaceThere(ServiceError):
    message = (
        "Choisissez une autre promotion de votre organisme, sur la même version du parcours, où la "
        "personne n’est pas inscrite."
    )


@transaction.atomic
def change_situation(
    *,
    actor: Membership,
    enrolment: Enrolment,
    act: str,
    since: date,
    why: str,
    note: str = "",
    seen: int,
    cohort: Cohort | None = None,
    now: datetime,
) -> SituationChange:
    """Note that somebody stops, comes back, leaves, or goes on in another cohort.

    From `since` on, that day included. Hours and marks stay as they are; a person who goes on in
    another cohort takes them along, and what waited counts as that cohort counts it. `seen` is the
    number of the last change that the page showed.
    The same twice is noted once. Raises SituationRefused, NoteMissing, NoPlaceThere, StaleForm.
    """
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not can_change_situation(actor, row):
        raise NotAllowed
    doing = SituationAct(act)
    wanted: dict[str, Any] = {
        "act": doing, "since": since, "why": SituationReason(why),
        "note": " ".join(note.split())[:MAX_NOTE],
    }  # fmt: skip
    last = row.situations.first()
    if last and last.number == seen + 1 and _same(last, wanted):
        return last
    if (last.number if last else 0) != seen:
        raise StaleForm
    _check(row, wanted, last, timezone.localdate(now))
    if doing == SituationAct.TRANSFERRED:
        _check_cohort(row, cohort)
        wanted["from_cohort"] = row.cohort
        row.cohort = cohort or row.cohort
    row.situation = situation_after(doing, Situation(row.situation))
    made = SituationChange.objects.create(
        enrolment=row, number=seen + 1, situation=row.situation, changed_by=actor,
        changed_at=now, **wanted,
    )  # fmt: skip
    row.save(update_fields=["situation", "cohort"])
    if doing == SituationAct.TRANSFERRED:
        accept_waiting(actor=actor, cohort=row.cohort, evaluations=row.evaluations.all(), now=now)
    audit(actor, f"training.situation.{act}", made, at=now)
    return made


def _same(last: SituationChange, wanted: dict[str, Any]) -> bool:
    return all(getattr(last, name) == value for name, value in wanted.items())


def _check(
    row: Enrolment, wanted: dict[str, Any], last: SituationChange | None, today: date
) -> None:
    begun = last.since if last else timezone.localdate(row.enrolled_at)
    problem = situation_problem(
        wanted["act"], Situation(row.situation), wanted["since"], begun, today
    )
    if problem:
        raise SituationRefused(problem)
    if wanted["why"] == SituationReason.OTHER and not wanted["note"]:
        raise NoteMissing
    refuse_patient_data(wanted["note"])


def _check_cohort(row: Enrolment, cohort: Cohort | None) -> None:
    if (
        cohort is None
        or cohort.organisation_id != row.cohort.organisation_id
        or cohort.track_version_id != row.track_version_id
        or cohort.enrolments.filter(learner=row.learner_id).exists()
    ):
        raise NoPlaceThere
