"""The agreement with a practice: written, signed by three, its steps noted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from curricula.models import Mission
from people.models import Membership, Organisation
from people.services import NotAllowed, ServiceError, SeveralReasons, StaleForm, audit
from records.services import ReadPaper, keep_file, read_paper, refuse_patient_data
from training.enums import NOTED_STEPS, AgreementSide, AgreementStep
from training.models import (
    AgreementFact,
    AgreementPaper,
    AgreementSignature,
    Enrolment,
    PracticeAgreement,
)
from training.permissions import can_note_step, can_write_agreement, sides_of
from training.queries.agreed_week import problem_if_signed, problem_if_written, shares_of
from training.queries.mission_limits import reserved_among
from training.rules.agreed_week import begins_in_part, has_part
from training.rules.convention import paper_date_problem
from training.rules.timetable import Slot, timetable_problem


class TimetableRefused(ServiceError):
    message = "Cet emploi du temps ne peut pas être convenu."


class NoPart(ServiceError):
    message = (
        "Ce cabinet n’a pas de part au poste à partir de ce jour, ou n’en a plus : elle se note "
        "d’abord dans « Contrat et cabinets »."
    )


class HoursInCommon(ServiceError):
    message = "Ces heures sont celles d’un autre cabinet."


class ObjectiveMissing(ServiceError):
    message = "Écrivez l’objectif convenu avec le cabinet."


class NotEstablished(ServiceError):
    message = "Une mission « non établie » ne peut pas être déléguée."


class MissionReserved(SeveralReasons):
    message = "Une mission est réservée aux titulaires d’un diplôme qui n’est pas contrôlé."


class StepRefused(ServiceError):
    message = "Cette étape ne peut pas être notée à cette date."


class NothingToSign(ServiceError):
    message = "Cette version de la convention n’est plus la dernière : relisez la page."


class NoSideTicked(ServiceError):
    message = "Cochez au moins une partie qui a signé sur ce papier."


class PaperDateRefused(ServiceError):
    message = "Cette date ne peut pas être celle du papier."


class SideAlreadySigned(StaleForm):
    message = (
        "Une partie cochée a déjà signé cette version : sa signature reste, rien n’est enregistré. "
        "Relisez la liste."
    )


@transaction.atomic
def write_agreement(
    *,
    actor: Membership,
    enrolment: Enrolment,
    practice: Organisation | None = None,
    since: date,
    slots: Sequence[Slot],
    objective: str,
    delegated: Iterable[Mission],
    seen: int,
    now: datetime,
) -> PracticeAgreement:
    """A further version of the agreement with a practice of the post, the main one unless said.

    It holds once its three parties have signed it. `seen` is the number of the newest version with
    that practice that the page showed. The same content twice is one version. Raises
    TimetableRefused, HoursInCommon, NoPart, ObjectiveMissing, NotEstablished, MissionReserved,
    StaleForm.
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
    practice = practice or row.practice
    newest = row.agreements.filter(practice=practice).first()
    if newest and newest.number == seen + 1 and _same(newest, wanted, missions):
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    today = timezone.localdate(now)
    _check_may_be_written(row, practice, since, slots, today)
    _refuse_reserved(row, missions, max(since, today))
    made = PracticeAgreement.objects.create(
        enrolment=row, practice=practice, number=seen + 1, written_by=actor, written_at=now,
        reference=f"CAB-{row.pk}-{practice.pk}-v{seen + 1}", **wanted,
    )  # fmt: skip
    made.delegated.set(missions)
    audit(actor, "training.agreement.written", made, at=now)
    return made


def _check_may_be_written(
    row: Enrolment, practice: Organisation, since: date, slots: Sequence[Slot], today: date
) -> None:
    """From a day on which the practice has its part, at hours that no other practice wants."""
    if not begins_in_part(since, shares_of(row, practice.pk), today):
        raise NoPart
    if problem := problem_if_written(row, practice, since, slots):
        raise HoursInCommon(problem)


def _refuse_reserved(enrolment: Enrolment, missions: Iterable[Mission], day: date) -> None:
    """Nobody is newly given what a verified condition, in force on a day, reserves to others."""
    if found := reserved_among(enrolment, missions, day):
        raise MissionReserved([one.sentence for one in found])


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
    """Sign the newest version with a practice for one's own party; twice signs once.

    Raises NothingToSign when a newer version was written, NoPart, HoursInCommon, MissionReserved.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=agreement.enrolment_id)
    row = enrolment.agreements.select_for_update(of=("self",)).get(pk=agreement.pk)
    sides = sides_of(actor, enrolment, row.practice_id)
    if not sides:
        raise NotAllowed
    today = timezone.localdate(now)
    _check_may_be_signed(row, today)
    if not row.signatures.filter(side=sides[0]).exists():
        _refuse_reserved(enrolment, row.delegated.all(), max(row.since, today))
    made, created = AgreementSignature.objects.get_or_create(
        agreement=row, side=AgreementSide(sides[0]), defaults={"signed_by": actor, "signed_at": now}
    )
    if created:
        audit(actor, "training.agreement.signed", made, at=now, side=made.side)
    return made


def _check_may_be_signed(row: PracticeAgreement, today: date) -> None:
    """The newest version, of a practice whose part is not over, at hours of its own."""
    newer = row.enrolment.agreements.filter(practice=row.practice_id, number__gt=row.number)
    if newer.exists():
        raise NothingToSign
    if not begins_in_part(row.since, shares_of(row.enrolment, row.practice_id), today):
        raise NoPart
    if problem := problem_if_signed(row):
        raise HoursInCommon(problem)


def sign_agreement_on_paper(
    *,
    actor: Membership,
    agreement: PracticeAgreement,
    sides: Iterable[str],
    signed_on: date,
    upload: UploadedFile,
    form_key: str,
    now: datetime,
) -> AgreementPaper:
    """Keep the scan of the newest version, and note who signed on it; who has signed already stays.

    The same form twice files one paper. Raises NothingToSign, NoPart, HoursInCommon, NoSideTicked,
    SideAlreadySigned, PaperDateRefused, MissionReserved, StaleForm, and what `read_paper` raises.
    The scan is read before the transaction.
    """
    if not can_write_agreement(actor, agreement.enrolment):
        raise NotAllowed
    paper = read_paper(upload)
    with transaction.atomic():
        return _sign_on_paper(actor, agreement, sides, signed_on, paper, form_key, now)


def _sign_on_paper(
    actor: Membership,
    agreement: PracticeAgreement,
    sides: Iterable[str],
    signed_on: date,
    read: ReadPaper,
    form_key: str,
    now: datetime,
) -> AgreementPaper:
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=agreement.enrolment_id)
    row = enrolment.agreements.select_for_update(of=("self",)).get(pk=agreement.pk)
    if known := AgreementPaper.objects.filter(form_key=form_key).first():
        if known.agreement_id != row.pk:
            raise StaleForm
        return known
    chosen = _sides_to_sign(row, sides, timezone.localdate(now))
    written_on = timezone.localdate(row.written_at)
    if problem := paper_date_problem(signed_on, written_on, timezone.localdate(now)):
        raise PaperDateRefused(problem)
    _refuse_reserved(enrolment, row.delegated.all(), max(row.since, signed_on))
    scan = keep_file(
        actor=actor, organisation=enrolment.cohort.organisation, upload=read,
        about=enrolment.learner, now=now,
    )  # fmt: skip
    paper = AgreementPaper.objects.create(
        agreement=row, scan=scan, signed_on=signed_on, form_key=form_key, filed_by=actor,
        filed_at=now,
    )  # fmt: skip
    for side in chosen:
        AgreementSignature.objects.create(
            agreement=row, side=side, signed_by=actor, signed_at=now, paper=paper
        )
    audit(actor, "training.agreement.filed", paper, at=now, sides=list(chosen))
    return paper


def _sides_to_sign(
    row: PracticeAgreement, sides: Iterable[str], today: date
) -> list[AgreementSide]:
    """The parties ticked, each once, if all of them may still sign this version."""
    chosen = sorted({AgreementSide(side) for side in sides})
    if not chosen:
        raise NoSideTicked
    _check_may_be_signed(row, today)
    if row.signatures.filter(side__in=chosen).exists():
        raise SideAlreadySigned
    return chosen


@transaction.atomic
def note_step(
    *,
    actor: Membership,
    enrolment: Enrolment,
    practice: Organisation | None = None,
    step: str,
    done_on: date,
    note: str,
    checks: Sequence[tuple[str, bool]] = (),
    form_key: str,
    now: datetime,
) -> AgreementFact:
    """Note that a step with a practice took place, the main one unless said.

    A follow-up may be noted for a day to come, on which the practice has its part. The same form
    twice notes it once. Raises StepRefused, NoPart, PatientData.
    """
    if not can_note_step(actor, enrolment):
        raise NotAllowed
    doing = AgreementStep(step)
    if doing not in NOTED_STEPS:
        raise StepRefused
    practice = practice or enrolment.practice
    _check_day(enrolment, practice, doing, done_on, timezone.localdate(now))
    note = " ".join(note.split())
    refuse_patient_data(note)
    made, created = AgreementFact.objects.get_or_create(
        form_key=form_key,
        defaults={
            "enrolment": enrolment, "practice": practice, "step": doing, "done_on": done_on,
            "note": note[:1000], "checks": [list(one) for one in checks], "noted_by": actor,
            "noted_at": now,
        },
    )  # fmt: skip
    if (made.enrolment_id, made.practice_id) != (enrolment.pk, practice.pk):
        raise StaleForm
    if created:
        audit(actor, "training.agreement.step", made, at=now, step=doing)
    return made


def _check_day(
    enrolment: Enrolment, practice: Organisation, step: AgreementStep, day: date, today: date
) -> None:
    """A step may come after the part of a practice, or before; a meeting to come may not."""
    shares = shares_of(enrolment, practice.pk)
    if shares == ():
        raise NoPart
    if day <= today:
        return
    if step != AgreementStep.FOLLOW_UP:
        raise StepRefused("Ce jour est à venir : notez l’étape quand elle a eu lieu.")
    if not has_part(shares, day):
        raise StepRefused("Ce jour-là, ce cabinet n’a pas de part au poste.")
