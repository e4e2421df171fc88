"""What the training body checks at entry, and the scores of positioning quizzes posted here."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from curricula.models import Module
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.enums import CheckResult, EntrySkill
from training.models import Enrolment, EntryCheck, PositioningScore
from training.permissions import can_check_entry, is_learner
from training.queries.entry import checks_noted
from training.services.reading import NotInTrack

MAX_HOW = 200
MAX_NOTE = 300
LONGEST_AGO_YEARS = 10


class CheckRefused(ServiceError):
    message = "Cette vérification ne peut pas être notée."


class ChecksMoved(StaleForm):
    message = (
        "Une vérification a été notée depuis que vous avez ouvert la page. La vôtre n’est pas "
        "enregistrée : relisez la plus récente, puis notez de nouveau."
    )


class ScoreRefused(ServiceError):
    message = "Un score va de zéro au nombre de questions, une au moins."


@transaction.atomic
def note_check(
    *,
    actor: Membership,
    enrolment: Enrolment,
    skill: EntrySkill,
    result: CheckResult,
    checked_on: date,
    how: str,
    note: str,
    seen: int,
    form_key: str,
    now: datetime,
) -> EntryCheck:
    """Note what was seen of a skill at entry; the same form twice notes it once.

    An earlier note stays: of one skill the newest counts, and its sentence says why. `seen` is
    how many checks the form showed. Raises CheckRefused, ChecksMoved, PatientData.
    """
    if not can_check_entry(actor, enrolment):
        raise NotAllowed
    Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if sent := EntryCheck.objects.filter(form_key=form_key).first():
        if sent.enrolment_id != enrolment.pk:
            raise NotAllowed
        return sent
    how, note = " ".join(how.split()), " ".join(note.split())
    if problem := _check_problem(how, note, checked_on, timezone.localdate(now)):
        raise CheckRefused(problem)
    refuse_patient_data(how, note)
    if checks_noted(enrolment) != seen:
        raise ChecksMoved
    made = EntryCheck.objects.create(
        enrolment=enrolment, skill=skill, result=result, checked_on=checked_on, how=how, note=note,
        number=enrolment.entry_checks.filter(skill=skill).count() + 1, form_key=form_key,
        checked_by=actor, noted_at=now,
    )  # fmt: skip
    audit(actor, "training.entry.checked", made, at=now, skill=skill, result=result)
    return made


def _check_problem(how: str, note: str, checked_on: date, today: date) -> str:
    if not how or len(how) > MAX_HOW:
        return f"Dites comment c’est vérifié, en {MAX_HOW} caractères au plus."
    if not note or len(note) > MAX_NOTE:
        return f"Écrivez ce que vous avez vu en une phrase, {MAX_NOTE} caractères au plus."
    if checked_on > today:
        return "Cette date est à venir : notez ce qui est déjà vérifié."
    if checked_on.year < today.year - LONGEST_AGO_YEARS:
        return "Cette date est trop ancienne : vérifiez l’année."
    return ""


@transaction.atomic
def post_positioning_score(
    *,
    actor: Membership,
    enrolment: Enrolment,
    module: Module,
    score: int,
    out_of: int,
    source_key: str,
    now: datetime,
) -> PositioningScore:
    """Post what the learner scored on a module before it began; one row a source.

    It is no evaluation done and gives no hours. Raises NotInTrack, ScoreRefused.
    """
    if not is_learner(actor, enrolment):
        raise NotAllowed
    if module.track_version_id != enrolment.track_version_id:
        raise NotInTrack
    if not 0 <= score <= out_of or not out_of:
        raise ScoreRefused
    row, created = PositioningScore.objects.get_or_create(
        source_key=source_key,
        defaults={
            "enrolment": enrolment, "module": module, "score": score, "out_of": out_of,
            "posted_by": actor, "posted_at": now,
        },
    )  # fmt: skip
    if row.enrolment_id != enrolment.pk:
        raise NotAllowed
    if created:
        audit(
            actor, "training.positioning.scored", row, at=now, module=module.code, score=score,
            out_of=out_of,
        )  # fmt: skip
    return row
