"""Conditions on missions: written from a source, corrected by a further row, taken back."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from curricula.enums import CONDITION_STATUSES
from curricula.models import Mission, MissionCondition
from curricula.permissions import can_write_conditions
from curricula.rules.mission_conditions import DIPLOMA_SETS, condition_problem, joined
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data

MAX_REASON = 300


class ConditionRefused(ServiceError):
    message = "Cette condition ne peut pas être notée."


class ConditionReasonMissing(ServiceError):
    message = "Donnez le motif, en quelques mots."


class ConditionGone(StaleForm):
    message = (
        "Cette condition a été corrigée ou retirée depuis que vous avez ouvert la page : "
        "rien n’est enregistré. Relisez la liste."
    )


@dataclass(frozen=True)
class ConditionSaid:
    """What a source says of a mission; `until` is the last day on which it holds."""

    diplomas: tuple[str, ...]
    quote: str
    source: str
    link: str
    read_on: date
    status: str
    since: date
    until: date | None


@transaction.atomic
def write_condition(
    *, actor: Membership, mission: Mission, said: ConditionSaid, form_key: str, now: datetime
) -> MissionCondition:
    """Note what a source says of a mission; the same form twice notes it once.

    Raises ConditionRefused.
    """
    if not can_write_conditions(actor):
        raise NotAllowed
    made, created = MissionCondition.objects.get_or_create(
        form_key=form_key,
        defaults={
            "mission": mission, "written_by": actor, "written_at": now, **_fields(said, now),
        },
    )  # fmt: skip
    if made.mission_id != mission.pk:
        raise StaleForm
    if created:
        audit(actor, "curricula.mission_condition.written", made, at=now)
    return made


@transaction.atomic
def correct_condition(
    *,
    actor: Membership,
    condition: MissionCondition,
    said: ConditionSaid,
    reason: str,
    form_key: str,
    now: datetime,
) -> MissionCondition:
    """Take a condition back and write the one that replaces it, for the same mission.

    Raises ConditionRefused, ConditionReasonMissing, ConditionGone.
    """
    if not can_write_conditions(actor):
        raise NotAllowed
    row = MissionCondition.objects.select_for_update().get(pk=condition.pk)
    if row.withdrawn_at:
        if known := MissionCondition.objects.filter(form_key=form_key, mission=row.mission).first():
            return known
        raise ConditionGone
    _take_back(actor, row, reason, now)
    return write_condition(actor=actor, mission=row.mission, said=said, form_key=form_key, now=now)


@transaction.atomic
def withdraw_condition(
    *, actor: Membership, condition: MissionCondition, reason: str, now: datetime
) -> MissionCondition:
    """Take back a condition noted by mistake, with the reason; twice takes it back once."""
    if not can_write_conditions(actor):
        raise NotAllowed
    row = MissionCondition.objects.select_for_update().get(pk=condition.pk)
    if not row.withdrawn_at:
        _take_back(actor, row, reason, now)
    return row


def _fields(said: ConditionSaid, now: datetime) -> dict[str, object]:
    """The columns of a condition, if it may be written."""
    diplomas = joined(said.diplomas)
    quote, source = " ".join(said.quote.split()), " ".join(said.source.split())
    if diplomas not in DIPLOMA_SETS:
        raise ConditionRefused("Cochez au moins un des trois diplômes.")
    if said.status not in [one.value for one in CONDITION_STATUSES]:
        raise ConditionRefused("Dites si la source est vérifiée ou à vérifier.")
    if not quote or not source:
        raise ConditionRefused("Recopiez ce que dit le texte, et nommez-le.")
    problem = condition_problem(
        link=said.link, since=said.since, until=said.until, read_on=said.read_on,
        today=timezone.localdate(now),
    )  # fmt: skip
    if problem:
        raise ConditionRefused(problem)
    return {**asdict(said), "diplomas": diplomas, "quote": quote, "source": source}


def _take_back(actor: Membership, row: MissionCondition, reason: str, now: datetime) -> None:
    reason = " ".join(reason.split())[:MAX_REASON]
    if not reason:
        raise ConditionReasonMissing
    refuse_patient_data(reason)
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_because = actor, now, reason
    row.save()
    audit(actor, "curricula.mission_condition.withdrawn", row, at=now)
