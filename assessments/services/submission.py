"""Drafts and handing in of a written synthesis."""

from datetime import datetime
from typing import NoReturn

from django.db import transaction

from assessments.enums import SubmissionState
from assessments.models import Submission
from assessments.permissions import can_write_synthesis
from assessments.queries.submission import AttemptSheet, attempts_of
from assessments.rules.attempts import may_write_anew
from assessments.rules.words import MAX_CHARACTERS, length_problem, same_text
from assessments.services.errors import check_free_text
from curricula.models import Assignment
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from training.models import Enrolment
from training.services import NotInTrack, check_open


class NothingWritten(ServiceError):
    message = "Il n’y a pas encore de texte : rien n’est enregistré."


class WrongLength(ServiceError):
    message = "La longueur du texte ne convient pas."


class UnchangedText(ServiceError):
    message = "Ce texte est celui qui a déjà été corrigé. Reprenez-le avant de le remettre."


class AlreadyHandedIn(ServiceError):
    message = "Cet écrit est déjà remis : il ne change plus jusqu’à sa correction."


class AlreadyPassed(ServiceError):
    message = "Votre écrit est déjà réussi : il n’y a rien à remettre."


@transaction.atomic
def save_draft(
    *,
    actor: Membership,
    enrolment: Enrolment,
    assignment: Assignment,
    text: str,
    version: int,
    now: datetime,
) -> Submission:
    """Keep the text as a draft. The same text sent twice is kept once."""
    attempts = _open_to_writing(actor, enrolment, assignment, text)
    latest = attempts[-1] if attempts else None
    if latest is None and not text.strip():
        raise NothingWritten
    if latest and latest.attempt.open and same_text(latest.submission.text, text):
        return latest.submission
    if latest and latest.submission.state == SubmissionState.SUBMITTED:
        raise AlreadyHandedIn
    fields = {"text": text, "saved_at": now}
    submission = _write(enrolment, assignment, latest, version, fields)
    audit(actor, "assessments.draft.saved", submission, at=now, version=submission.version)
    return submission


@transaction.atomic
def hand_in(
    *,
    actor: Membership,
    enrolment: Enrolment,
    assignment: Assignment,
    text: str,
    version: int,
    now: datetime,
) -> Submission:
    """Hand in the text, which then stays as it is. The same text sent twice is handed in once."""
    attempts = _open_to_writing(actor, enrolment, assignment, text)
    latest = attempts[-1] if attempts else None
    if latest and latest.submission.state == SubmissionState.SUBMITTED:
        if same_text(latest.submission.text, text):
            return latest.submission
        raise AlreadyHandedIn
    if problem := length_problem(text, assignment.min_words, assignment.max_words):
        raise WrongLength(problem)
    if any(sheet.grade and same_text(sheet.submission.text, text) for sheet in attempts):
        raise UnchangedText
    fields = {
        "text": text,
        "state": SubmissionState.SUBMITTED,
        "saved_at": now,
        "submitted_at": now,
    }
    submission = _write(enrolment, assignment, latest, version, fields)
    audit(actor, "assessments.synthesis.handed_in", submission, at=now, attempt=submission.attempt)
    return submission


def _open_to_writing(
    actor: Membership, enrolment: Enrolment, assignment: Assignment, text: str
) -> list[AttemptSheet]:
    """The attempts so far, once it is sure that the learner may write and the text may stay."""
    if not can_write_synthesis(actor, enrolment):
        raise NotAllowed
    if assignment.module.track_version_id != enrolment.track_version_id:
        raise NotInTrack
    check_open(enrolment, assignment.module)
    check_free_text(text, MAX_CHARACTERS)
    attempts = attempts_of(enrolment, assignment)
    if any(sheet.grade and sheet.grade.passed for sheet in attempts):
        raise AlreadyPassed
    return attempts


def _write(
    enrolment: Enrolment,
    assignment: Assignment,
    latest: AttemptSheet | None,
    version: int,
    fields: dict[str, object],
) -> Submission:
    """Compare and set: the draft that the form saw, or the next attempt after what it saw."""
    seen = latest.submission.version if latest else 0
    if seen != version:
        _stale()
    if latest and latest.attempt.open:
        rows = Submission.objects.filter(
            pk=latest.submission.pk, state=SubmissionState.DRAFT, version=version
        )
        if not rows.update(version=version + 1, **fields):
            _stale()
        latest.submission.refresh_from_db()
        return latest.submission
    if not may_write_anew(latest.attempt if latest else None):
        raise AlreadyHandedIn
    submission, created = Submission.objects.get_or_create(
        enrolment=enrolment,
        assignment=assignment,
        attempt=latest.submission.attempt + 1 if latest else 1,
        defaults={"version": version + 1, **fields},
    )
    if not created:
        _stale()
    return submission


def _stale() -> NoReturn:
    raise StaleForm(
        "Cet écrit a été modifié ailleurs depuis que vous avez ouvert la page. Votre texte n’est "
        "pas enregistré ; il est gardé ci-dessous, à côté du texte enregistré. Comparez, puis "
        "enregistrez de nouveau."
    )
