"""Balance sheets of activity: written, handed in with frozen figures, read with words."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import REVIEW_TRANSITIONS, ReviewState
from portfolio.models import ActivityReview, ReviewEvent
from portfolio.permissions import can_answer_review, can_write_week
from portfolio.queries.bilan import review_figures
from portfolio.queries.meeting import practices_of
from portfolio.rules.bilan import (
    WORDS,
    WrittenReview,
    missing_to_hand_in,
    review_problem,
    tidy_review,
)
from portfolio.rules.logbook import MAX_COMMENT
from records.services import confirm_weak_identifiers, refuse_patient_data
from training.models import Enrolment


class ReviewRefused(ServiceError):
    message = "Ce bilan n’a pas pu être enregistré."


class DraftExists(ReviewRefused):
    message = "Un brouillon de bilan existe déjà pour ce cabinet : continuez-le."


class ReviewFrozen(StaleForm):
    message = (
        "Ce bilan a été remis entre-temps : il ne change plus. Votre texte est gardé ci-dessous. "
        "Pour le reprendre, écrivez une nouvelle version."
    )


class ReviewIncomplete(ReviewRefused):
    message = "Ce bilan n’est pas complet."


@transaction.atomic
def begin_review(
    *,
    actor: Membership,
    enrolment: Enrolment,
    written: WrittenReview,
    form_key: str,
    confirmed: str = "",
    now: datetime,
) -> ActivityReview:
    """Begin a balance sheet of one placement, or a new version of it, as a draft.

    The same form sent twice begins it once. `confirmed`: why a name in it is no patient’s. Raises
    `NotAllowed`, `ReviewRefused`, `DraftExists`, `PatientData`, `WhyMissing`.
    """
    if not can_write_week(actor, enrolment):
        raise NotAllowed
    if stored := ActivityReview.objects.filter(form_key=form_key).first():
        return _same(stored, enrolment)
    if written.practice not in {one.pk for one in practices_of(enrolment)}:
        raise ReviewRefused("Ce cabinet n’a pas de part à votre poste.")
    written = _checked(enrolment, written, confirmed)
    earlier = enrolment.activity_reviews.filter(practice=written.practice)
    if earlier.filter(state=ReviewState.DRAFT).exists():
        raise DraftExists
    last = earlier.order_by("-number").first()
    try:
        with transaction.atomic():
            made = ActivityReview.objects.create(
                enrolment=enrolment, number=last.number + 1 if last else 1, form_key=form_key,
                practice_id=written.practice, **_columns(written),
            )  # fmt: skip
    except IntegrityError as overtaken:  # the other click, or another tab, came first
        if stored := ActivityReview.objects.filter(form_key=form_key).first():
            return _same(stored, enrolment)
        raise DraftExists from overtaken
    _event(made, actor, now)
    _confirm(actor, made, written, confirmed, now)
    audit(actor, "portfolio.review.begun", made, at=now)
    return made


@transaction.atomic
def write_review(
    *,
    actor: Membership,
    review: ActivityReview,
    written: WrittenReview,
    version: int,
    confirmed: str = "",
    now: datetime,
) -> ActivityReview:
    """Change a draft, if it is still as the form showed it; its practice stays.

    Raises `NotAllowed`, `ReviewFrozen`, `ReviewRefused`, `PatientData`, `WhyMissing`, `StaleForm`.
    """
    row = _own(actor, review)
    if not row.is_draft:
        raise ReviewFrozen
    written = _checked(row.enrolment, written, confirmed)
    changed = ActivityReview.objects.filter(
        pk=row.pk, version=version, state=ReviewState.DRAFT
    ).update(version=version + 1, **_columns(written))
    row.refresh_from_db()
    if not changed:
        same = all(getattr(row, name) == value for name, value in _columns(written).items())
        if row.version == version + 1 and same:
            return row
        raise StaleForm
    _confirm(actor, row, written, confirmed, now)
    audit(actor, "portfolio.review.written", row, at=now)
    return row


@transaction.atomic
def hand_in_review(
    *, actor: Membership, review: ActivityReview, version: int, now: datetime
) -> ActivityReview:
    """Hand in a draft as it was shown: its figures are frozen as of today.

    The same click twice does it once. Raises `NotAllowed`, `ReviewIncomplete`, `StaleForm`.
    """
    row, today = _own(actor, review), timezone.localdate(now)
    if row.state == ReviewState.HANDED_IN and row.version == version + 1:
        return row
    if row.version != version or not row.is_draft:
        raise StaleForm
    if problem := missing_to_hand_in(row.did, row.first, today):
        raise ReviewIncomplete(problem)
    changed = ActivityReview.objects.filter(
        pk=row.pk, version=version, state=ReviewState.DRAFT
    ).update(
        state=ReviewState.HANDED_IN, figures=review_figures(row, today), handed_in_at=now,
        version=version + 1,
    )  # fmt: skip
    if not changed:
        raise StaleForm
    row.refresh_from_db()
    _event(row, actor, now)
    audit(actor, "portfolio.review.handed_in", row, at=now)
    return row


@transaction.atomic
def read_review(
    *,
    actor: Membership,
    review: ActivityReview,
    comment: str,
    version: int,
    confirmed: str = "",
    now: datetime,
) -> ReviewEvent:
    """Say that one has read it, with a word for its author; several people may.

    The same form twice says it once. Raises `NotAllowed`, `ReviewRefused`, `PatientData`,
    `WhyMissing`, `StaleForm`.
    """
    row = ActivityReview.objects.for_screen().get(pk=review.pk)
    if not can_answer_review(actor, row):
        raise NotAllowed
    comment = comment.replace("\r\n", "\n").strip()
    last = row.events.last()
    if (
        last
        and last.version == version + 1
        and (last.actor_id, last.comment) == (actor.pk, comment)
    ):
        return last
    if not comment or len(comment) > MAX_COMMENT:
        raise ReviewRefused(f"Écrivez un mot, en {MAX_COMMENT} caractères au plus.")
    refuse_patient_data(comment, confirmed=confirmed)
    if ReviewState.READ not in REVIEW_TRANSITIONS[ReviewState(row.state)]:
        raise ReviewRefused("Ce bilan n’est pas remis.")
    changed = ActivityReview.objects.filter(pk=row.pk, version=version).update(
        state=ReviewState.READ, version=version + 1
    )
    if not changed:
        raise StaleForm
    row.refresh_from_db()
    made = _event(row, actor, now, comment)
    if confirmed:
        confirm_weak_identifiers(
            actor=actor, source_key=f"portfolio.review:{row.pk}:read:{made.pk}", texts=[comment],
            why=confirmed, now=now,
        )  # fmt: skip
    audit(actor, "portfolio.review.read", row, at=now)
    return made


def begun_on(enrolment: Enrolment) -> date:
    """The first day that a balance sheet may speak of: of the cohort, or of the enrolment."""
    return min(enrolment.cohort.starts_on, timezone.localdate(enrolment.enrolled_at))


def _own(actor: Membership, review: ActivityReview) -> ActivityReview:
    row = ActivityReview.objects.for_screen().get(pk=review.pk)
    if not can_write_week(actor, row.enrolment):
        raise NotAllowed
    return row


def _same(stored: ActivityReview, enrolment: Enrolment) -> ActivityReview:
    if stored.enrolment_id != enrolment.pk:
        raise ReviewRefused
    return stored


def _checked(enrolment: Enrolment, written: WrittenReview, confirmed: str) -> WrittenReview:
    """What was typed, if it can be kept."""
    written = tidy_review(written)
    problem, field = review_problem(written, begun_on(enrolment))
    if problem:
        raise ReviewRefused(problem, field)
    refuse_patient_data(*written.texts, confirmed=confirmed)
    return written


def _columns(written: WrittenReview) -> dict[str, Any]:
    return {name: value for name, value in asdict(written).items() if name != "practice"}


def _event(
    review: ActivityReview, actor: Membership, now: datetime, comment: str = ""
) -> ReviewEvent:
    return ReviewEvent.objects.create(
        review=review, state=review.state, version=review.version, comment=comment, actor=actor,
        at=now,
    )  # fmt: skip


def _confirm(
    actor: Membership, review: ActivityReview, written: WrittenReview, why: str, now: datetime
) -> None:
    if why:
        key = f"portfolio.review:{review.pk}:v{review.version}"
        texts = [getattr(written, name) for name in WORDS]
        confirm_weak_identifiers(actor=actor, source_key=key, texts=texts, why=why, now=now)
