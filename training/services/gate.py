"""Closed modules: refused until what they ask is passed, or opened for one person."""

from datetime import datetime

from django.db import transaction

from curricula.models import Module
from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from records.services import refuse_patient_data
from training.models import Enrolment, GateWaiver
from training.permissions import can_open_module
from training.queries.gate import gate_of


class ModuleClosed(ServiceError):
    message = "Ce module n’est pas encore ouvert."


class NotClosed(ServiceError):
    message = "Ce module est déjà ouvert pour cette personne."


class WaiverReasonMissing(ServiceError):
    message = "Écrivez pourquoi ce module est ouvert avant l’heure : la personne le lira."


def check_open(enrolment: Enrolment, module: Module) -> None:
    """Refuse what is done in a module that is closed to this learner, with what is missing."""
    gate = gate_of(enrolment, module)
    if gate.closed:
        raise ModuleClosed(gate.refusal)


@transaction.atomic
def open_module(
    *, actor: Membership, enrolment: Enrolment, module: Module, reason: str, now: datetime
) -> GateWaiver:
    """Open a closed module for one person, with a reason they can read; twice opens it once."""
    if not can_open_module(actor, enrolment):
        raise NotAllowed
    reason = " ".join(reason.split())
    if not reason:
        raise WaiverReasonMissing
    refuse_patient_data(reason)
    if known := GateWaiver.objects.filter(enrolment=enrolment, module__code=module.code).first():
        return known
    if not gate_of(enrolment, module).closed:
        raise NotClosed
    waiver, created = GateWaiver.objects.get_or_create(
        enrolment=enrolment,
        module=module,
        defaults={"reason": reason[:300], "granted_by": actor, "granted_at": now},
    )
    if created:
        audit(actor, "training.module.opened", waiver, at=now, module=module.code)
    return waiver
