"""What a person may be enrolled and work with: diploma, certificates, regime of the delay."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from curricula.enums import CarerDiploma
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit, audit_all
from records.services import refuse_patient_data
from training.enums import DiplomaSeen
from training.models import CheckedDiploma, Enrolment, ExternalCertificate, RegimeChoice
from training.permissions import can_check_rights, can_note_certificate
from training.rules.certificates import dates_problem
from training.rules.regimes import REGIMES, possible_regimes

MAX_REASON = 300


class DiplomaDatesWrong(ServiceError):
    message = "Cette date ne peut pas être juste."


class DiplomaUnknown(ServiceError):
    message = "Choisissez un des trois diplômes de l’arrêté, et ce que vous avez vu."


class ReasonMissing(ServiceError):
    message = "Donnez le motif, en quelques mots."


class RegimeNotPossible(ServiceError):
    message = "Ce texte n’existait pas le jour du recrutement : choisissez un autre régime."


@dataclass(frozen=True)
class SeenDiploma:
    """What somebody of the training body had before their eyes."""

    diploma: str
    obtained_on: date
    seen_as: str


@transaction.atomic
def check_diploma(
    *, actor: Membership, enrolment: Enrolment, seen: SeenDiploma, now: datetime
) -> CheckedDiploma:
    """Note that one saw the diploma (arrêté of 7 November 2019); the same twice is noted once.

    Raises DiplomaUnknown, DiplomaDatesWrong.
    """
    _check_diploma(actor, enrolment, seen, now)
    made, created = CheckedDiploma.objects.get_or_create(
        enrolment=enrolment,
        diploma=seen.diploma,
        withdrawn_at=None,
        defaults={
            "obtained_on": seen.obtained_on, "seen_as": seen.seen_as, "seen_by": actor,
            "seen_at": now,
        },
    )  # fmt: skip
    if created:
        audit(actor, "training.diploma.checked", made, at=now)
    elif (made.obtained_on, made.seen_as) != (seen.obtained_on, seen.seen_as):
        raise StaleForm("Ce diplôme est déjà contrôlé : retirez d’abord ce qui est noté.")
    return made


@transaction.atomic
def check_diplomas(
    *, actor: Membership, seen: Sequence[tuple[Enrolment, SeenDiploma]], now: datetime
) -> None:
    """The same for many enrolments that have no diploma yet; few queries for all of them.

    Raises DiplomaUnknown, DiplomaDatesWrong; `django.db.IntegrityError` for one that has it.
    """
    for enrolment, one in seen:
        _check_diploma(actor, enrolment, one, now)
    made = CheckedDiploma.objects.bulk_create(
        CheckedDiploma(
            enrolment=enrolment, diploma=one.diploma, obtained_on=one.obtained_on,
            seen_as=one.seen_as, seen_by=actor, seen_at=now,
        )
        for enrolment, one in seen
    )  # fmt: skip
    audit_all(actor, "training.diploma.checked", made, at=now)


def _check_diploma(
    actor: Membership, enrolment: Enrolment, seen: SeenDiploma, now: datetime
) -> None:
    if not can_check_rights(actor, enrolment):
        raise NotAllowed
    if seen.diploma not in CarerDiploma or seen.seen_as not in DiplomaSeen:
        raise DiplomaUnknown
    if problem := dates_problem(seen.obtained_on, None, timezone.localdate(now)):
        raise DiplomaDatesWrong(problem)


@transaction.atomic
def withdraw_diploma(
    *, actor: Membership, checked: CheckedDiploma, reason: str, now: datetime
) -> CheckedDiploma:
    """Take back a diploma noted by mistake, with the reason; twice takes it back once."""
    row = CheckedDiploma.objects.select_for_update().get(pk=checked.pk)
    if not can_check_rights(actor, row.enrolment):
        raise NotAllowed
    if row.withdrawn_at:
        return row
    row.withdrawn_because = _reason(reason)
    row.withdrawn_by, row.withdrawn_at = actor, now
    row.save()
    audit(actor, "training.diploma.withdrawn", row, at=now)
    return row


@transaction.atomic
def note_certificate(
    *,
    actor: Membership,
    enrolment: Enrolment,
    title: str,
    issuer: str,
    obtained_on: date,
    expires_on: date | None,
    form_key: str,
    now: datetime,
) -> ExternalCertificate:
    """Note a certificate from elsewhere, such as the AFGSU, as its paper says it.

    The same form twice notes it once. Raises DiplomaDatesWrong, PatientData.
    """
    if not can_note_certificate(actor, enrolment):
        raise NotAllowed
    title, issuer = " ".join(title.split()), " ".join(issuer.split())
    refuse_patient_data(title, issuer, staff=True)
    if problem := dates_problem(obtained_on, expires_on, timezone.localdate(now)):
        raise DiplomaDatesWrong(problem)
    made, created = ExternalCertificate.objects.get_or_create(
        form_key=form_key,
        defaults={
            "enrolment": enrolment, "title": title, "issuer": issuer, "obtained_on": obtained_on,
            "expires_on": expires_on, "noted_by": actor, "noted_at": now,
        },
    )  # fmt: skip
    if made.enrolment_id != enrolment.pk:
        raise StaleForm
    if created:
        audit(actor, "training.certificate.noted", made, at=now)
    return made


@transaction.atomic
def withdraw_certificate(
    *, actor: Membership, certificate: ExternalCertificate, now: datetime
) -> ExternalCertificate:
    """Take out a certificate noted by mistake; twice takes it out once."""
    row = ExternalCertificate.objects.select_for_update().get(pk=certificate.pk)
    if not can_note_certificate(actor, row.enrolment):
        raise NotAllowed
    if not row.withdrawn_at:
        row.withdrawn_by, row.withdrawn_at = actor, now
        row.save()
        audit(actor, "training.certificate.withdrawn", row, at=now)
    return row


@transaction.atomic
def choose_regime(
    *, actor: Membership, enrolment: Enrolment, regime: str, reason: str, seen: int, now: datetime
) -> RegimeChoice:
    """Put a person under another regime of the delay, with a reason that they read.

    `seen` is the number of the newest choice that the page showed (0 without one): the second tab
    is refused, and so is a second click, unless it says the same. Raises RegimeNotPossible.
    """
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not can_check_rights(actor, row):
        raise NotAllowed
    reason = _reason(reason)
    newest = row.regimes.first()
    if newest and newest.number == seen + 1 and (newest.regime, newest.reason) == (regime, reason):
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    _check_possible(regime, {one.code for one in possible_regimes(row.recruited_on)})
    made = RegimeChoice.objects.create(
        enrolment=row, number=seen + 1, regime=regime, reason=reason, chosen_by=actor,
        chosen_at=now,
    )  # fmt: skip
    row.regime = regime
    row.save(update_fields=["regime"])
    audit(actor, "training.regime.chosen", made, at=now)
    return made


def _check_possible(regime: str, possible: Collection[str]) -> None:
    if regime not in REGIMES or regime not in possible:
        raise RegimeNotPossible


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason or len(reason) > MAX_REASON:
        raise ReasonMissing
    refuse_patient_data(reason)
    return reason
