"""The agreement with a practice: written, signed by three, its steps noted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from curricula.models import Mission
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.enums import NOTED_STEPS, AgreementSide, AgreementStep
from training.models import AgreementFact, AgreementSignature, Enrolment, PracticeAgreement
from training.permissions import can_note_step, can_write_agreement, sides_of
from training.rules.timetable import Slot, timetable_problem


class TimetableRefused(ServiceError):
    message = "Cet emploi du temps ne peut pas être convenu."


class ObjectiveMissing(ServiceError):
    message = "Écrivez l’objectif convenu avec le cabinet."


class NotEstablished(ServiceError):
    message = "Une mission « non établie » ne peut pas être déléguée."


class StepRefused(ServiceError):
    message = "Cette étape ne peut pas être notée à cette date."


class NothingToSign(ServiceError):
    message = "Cette version de la convention n’est plus la dernière : relisez la page."


@transaction.atomic
def write_agreement(
    *,
    actor: Membership,
    enrolment: Enrolment,
    since: date,
    slots: Sequence[Slot],
    objective: str,
    delegated: Iterable[Mission],
    seen: int,
    now: datetime,
) -> PracticeAgreement:
    """A further version of the agreement; it holds once its three parties have signed it.

    `seen` is the number of the newest version that the page showed. The same content twice is one
    version. Raises TimetableRefused, ObjectiveMissing, NotEstablished, StaleForm.
    """
    row = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if not can_write_agreement(actor, row):
        raise NotAllowed
    if problem := timetable_problem(slots):
        raise TimetableRefused(problem)
    objective = " ".join(objective.split())
    if not objective:
        raise ObjectiveMissing
    refuse_patient_data(objective)
    missions = sorted(set(delegated), key=lambda one: one.pk)
    if any(not one.established for one in missions):
        raise NotEstablished
    wanted = {"since": since, "slots": _stored(slots), "objective": objective}
    newest = row.agreements.first()
    if newest and newest.number == seen + 1 and _same(newest, wanted, missions):
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    made = PracticeAgreement.objects.create(
        enrolment=row, number=seen + 1, written_by=actor, written_at=now, **wanted
    )
    made.delegated.set(missions)
    audit(actor, "training.agreement.written", made, at=now)
    return made


def _stored(slots: Sequence[Slot]) -> list[list[object]]:
    ordered = sorted(slots, key=lambda one: (one.weekday, one.starts))
    return [[one.weekday, f"{one.starts:%H:%M}", f"{one.ends:%H:%M}"] for one in ordered]


def _same(row: PracticeAgreement, wanted: dict[str, object], missions: list[Mission]) -> bool:
    told = all(getattr(row, name) == value for name, value in wanted.items())
    return told and set(row.delegated.all()) == set(missions)


@transaction.atomic
def sign_agreement(
    *, actor: Membership, agreement: PracticeAgreement, now: datetime
) -> AgreementSignature:
    """Sign the newest version for one's own party; twice signs once.

    Raises NothingToSign when a newer version was written.
    """
    row = PracticeAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    sides = sides_of(actor, row.enrolment)
    if not sides:
        raise NotAllowed
    if row.enrolment.agreements.filter(number__gt=row.number).exists():
        raise NothingToSign
    made, created = AgreementSignature.objects.get_or_create(
        agreement=row, side=AgreementSide(sides[0]), defaults={"signed_by": actor, "signed_at": now}
    )
    if created:
        audit(actor, "training.agreement.signed", made, at=now, side=made.side)
    return made


@transaction.atomic
def note_step(
    *,
    actor: Membership,
    enrolment: Enrolment,
    step: str,
    done_on: date,
    note: str,
    checks: Sequence[tuple[str, bool]] = (),
    form_key: str,
    now: datetime,
) -> AgreementFact:
    """Note that a step took place; a follow-up may be noted for a day to come.

    The same form twice notes it once. Raises StepRefused, PatientData.
    """
    if not can_note_step(actor, enrolment):
        raise NotAllowed
    doing = AgreementStep(step)
    if doing not in NOTED_STEPS:
        raise StepRefused
    if done_on > timezone.localdate(now) and doing != AgreementStep.FOLLOW_UP:
        raise StepRefused("Ce jour est à venir : notez l’étape quand elle a eu lieu.")
    note = " ".join(note.split())
    refuse_patient_data(note)
    made, created = AgreementFact.objects.get_or_create(
        form_key=form_key,
        defaults={
            "enrolment": enrolment, "step": doing, "done_on": done_on, "note": note[:1000],
            "checks": [list(one) for one in checks], "noted_by": actor, "noted_at": now,
        },
    )  # fmt: skip
    if made.enrolment_id != enrolment.pk:
        raise StaleForm
    if created:
        audit(actor, "training.agreement.step", made, at=now, step=doing)
    return made
