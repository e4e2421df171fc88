"""The patient-data guard, for services that keep free text."""

from collections.abc import Sequence
from datetime import datetime

from people.models import Membership
from people.services import ServiceError, audit
from records.enums import Strength
from records.models import PatientDataConfirmation
from records.rules.patient_data import (
    LONGEST,
    TOO_LONG,
    beside_staff,
    explain,
    find_identifiers,
    kinds_of,
)

MAX_WHY = 300
SHORTEST_WHY = 10


class PatientData(ServiceError):
    """The text holds an identifier of a person."""


class WhyMissing(ServiceError):
    message = (
        f"Dites en une phrase pourquoi ce n’est pas un patient, en {SHORTEST_WHY} à {MAX_WHY} "
        "caractères, sans recopier le nom."
    )


def refuse_patient_data(*texts: str, staff: bool = False, confirmed: str = "") -> None:
    """Raise `PatientData` if one of the texts holds an identifier; the message never repeats it.

    `staff`: the texts name staff or a place, so names and addresses are let through.
    `confirmed`: why names and initials are not those of a patient; the caller then keeps it with
    `confirm_weak_identifiers`. The rest is refused whatever is confirmed. Raises `WhyMissing`.
    """
    if any(len(text) > LONGEST for text in texts):
        raise PatientData(TOO_LONG)
    findings = [finding for text in texts for finding in find_identifiers(text)]
    if staff:
        findings = beside_staff(findings)
    if confirmed and kinds_of(findings, Strength.ASK):
        _check_why(confirmed)
        findings = [one for one in findings if one.strength == Strength.REFUSE]
    if findings:
        raise PatientData(explain(findings))


def confirm_weak_identifiers(
    *, actor: Membership, source_key: str, texts: Sequence[str], why: str, now: datetime
) -> PatientDataConfirmation | None:
    """Keep that the actor says of names in a text that they are no patient’s, and why.

    `source_key` says of what (« app.noun:pk »). Only the kinds and the reason are kept, never the
    value. Nothing is kept when nothing was asked; the same confirmation twice is kept once.
    Raises `PatientData` for what may not be confirmed, `WhyMissing`.
    """
    found = [finding for text in texts for finding in find_identifiers(text)]
    kinds = [str(kind) for kind in kinds_of(found, Strength.ASK)]
    if not kinds:
        return None
    refuse_patient_data(*texts, confirmed=why or " ")
    made, created = PatientDataConfirmation.objects.get_or_create(
        source_key=source_key, kinds=kinds, why=_check_why(why), confirmed_by=actor,
        defaults={"confirmed_at": now},
    )  # fmt: skip
    if created:
        audit(actor, "records.patient_data.confirmed", made, at=now, about=source_key, kinds=kinds)
    return made


def _check_why(why: str) -> str:
    why = " ".join(why.split())
    if not SHORTEST_WHY <= len(why) <= MAX_WHY:
        raise WhyMissing
    if problem := explain(find_identifiers(why)):
        raise PatientData(problem)
    return why
