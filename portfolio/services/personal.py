"""The personal and professional balance sheet: alone, interview, project, plan, presentation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import PERSONAL_TRANSITIONS, MeetingKind, MeetingState, PersonalStep
from portfolio.models import (
    FollowUp,
    Meeting,
    OralPresentation,
    PersonalEvent,
    PersonalReview,
    PersonalText,
)
from portfolio.permissions import can_accompany_personal, can_write_week
from portfolio.queries.personal import texts_of
from portfolio.rules.personal import (
    WrittenPresentation,
    changed_texts,
    is_reached,
    missing_to_plan,
    missing_to_share,
    presentation_problem,
    texts_problem,
)
from portfolio.services.follow_up import WrittenAction, store_action
from records.services import confirm_weak_identifiers, refuse_patient_data
from training.models import Enrolment


class PersonalRefused(ServiceError):
    message = "Ce bilan n’a pas pu être enregistré."


@transaction.atomic
def write_personal(
    *,
    actor: Membership,
    enrolment: Enrolment,
    texts: Mapping[str, str],
    version: int,
    confirmed: str = "",
    now: datetime,
) -> PersonalReview:
    """Write under the headings of the step; what did not change makes no version.

    `version` is 0 for what is not begun. `confirmed`: why a name in it is no patient’s. Raises
    `NotAllowed`, `PersonalRefused`, `PatientData`, `WhyMissing`, `StaleForm`.
    """
    if not can_write_week(actor, enrolment):
        raise NotAllowed
    row = PersonalReview.objects.filter(enrolment=enrolment).first()
    if problem := texts_problem(texts, row.step if row else PersonalStep.ALONE):
        raise PersonalRefused(problem)
    changed = changed_texts(texts, texts_of(row) if row else {})
    if row and not changed:
        return row
    if not changed:
        raise PersonalRefused("Écrivez au moins une partie.")
    refuse_patient_data(*changed.values(), confirmed=confirmed)
    row = _begun(actor, enrolment, now) if version == 0 else _next(row, version)
    numbers = dict(row.texts.order_by("number").values_list("heading", "number"))
    for heading, text in changed.items():
        PersonalText.objects.create(
            review=row, heading=heading, number=numbers.get(heading, 0) + 1, text=text,
            written_by=actor, written_at=now,
        )  # fmt: skip
    if confirmed:
        confirm_weak_identifiers(
            actor=actor, source_key=f"portfolio.personal:{row.pk}:v{row.version}",
            texts=list(changed.values()), why=confirmed, now=now,
        )  # fmt: skip
    audit(actor, "portfolio.personal.written", row, at=now, headings=sorted(changed))
    return row


@transaction.atomic
def share_personal(
    *, actor: Membership, review: PersonalReview, audience: str, version: int, now: datetime
) -> PersonalReview:
    """Open it to a circle, for the interview; later, change the circle.

    What had been replaced before stays with its author (`shown_versions`). The same form twice
    does it once. Raises `NotAllowed`, `PersonalRefused`, `StaleForm`.
    """
    row = _own(actor, review)
    if row.version == version + 1 and row.audience == audience:
        return row
    if problem := missing_to_share(texts_of(row), audience):
        raise PersonalRefused(problem)
    changes: dict[str, Any] = {"audience": audience}
    if row.alone:
        changes |= {"step": PersonalStep.INTERVIEW, "shared_at": now}
    row = _next(row, version, **changes)
    if "step" in changes:
        PersonalEvent.objects.create(review=row, step=row.step, actor=actor, at=now)
    audit(actor, "portfolio.personal.shared", row, at=now, audience=audience)
    return row


@transaction.atomic
def link_interview(
    *, actor: Membership, review: PersonalReview, meeting: Meeting, version: int, now: datetime
) -> PersonalReview:
    """The interview took place: its minutes, which the person reads, open the project.

    Raises `NotAllowed`, `PersonalRefused`, `StaleForm`.
    """
    row = _accompanied(actor, review)
    fits = meeting.enrolment_id == row.enrolment_id and meeting.kind == MeetingKind.INTERVIEW
    if not fits or meeting.state != MeetingState.DIFFUSED:
        raise PersonalRefused("Choisissez un entretien dont le compte rendu est diffusé.")
    return _advance(actor, row, PersonalStep.PROJECT, version, now, changes={"meeting": meeting})


@transaction.atomic
def begin_plan(
    *, actor: Membership, review: PersonalReview, version: int, now: datetime
) -> PersonalReview:
    """The project is written: its plan of action begins. Only its author says so.

    Raises `NotAllowed`, `PersonalRefused`, `StaleForm`.
    """
    row = _own(actor, review)
    if problem := missing_to_plan(texts_of(row)):
        raise PersonalRefused(problem)
    return _advance(actor, row, PersonalStep.PLAN, version, now)


@transaction.atomic
def plan_action(
    *,
    actor: Membership,
    review: PersonalReview,
    written: WrittenAction,
    form_key: str,
    now: datetime,
) -> FollowUp:
    """Add an action to the plan: an action of the interview, with who does it and until when.

    Its author may too, who holds no meeting. The same form twice adds it once. Raises
    `NotAllowed`, `PersonalRefused`, `ActionRefused`, `PatientData`.
    """
    row = _accompanied(actor, review)
    if row.meeting is None or not is_reached(row.step, PersonalStep.PLAN):
        raise PersonalRefused("Le plan d’action vient après le projet.")
    return store_action(
        actor=actor, meeting=row.meeting, written=written, form_key=form_key, now=now
    )


@transaction.atomic
def note_presentation(
    *,
    actor: Membership,
    review: PersonalReview,
    written: WrittenPresentation,
    form_key: str,
    confirmed: str = "",
    now: datetime,
) -> OralPresentation:
    """Note that the project was presented, before whom, what was said; there may be several.

    The same form twice notes it once. Raises `NotAllowed`, `PersonalRefused`, `PatientData`,
    `WhyMissing`.
    """
    row = _accompanied(actor, review)
    if stored := OralPresentation.objects.filter(form_key=form_key).first():
        return _of(row, stored)
    if row.meeting is None or not is_reached(row.step, PersonalStep.PLAN):
        raise PersonalRefused("La présentation vient après le plan d’action.")
    written = WrittenPresentation(
        written.held_on, " ".join(written.present.split()),
        written.said_back.replace("\r\n", "\n").strip(),
    )  # fmt: skip
    actions, today = row.meeting.follow_ups.count(), timezone.localdate(now)
    if problem := presentation_problem(written, row.meeting.held_on, actions, today):
        raise PersonalRefused(problem)
    refuse_patient_data(written.present, written.said_back, confirmed=confirmed)
    try:
        with transaction.atomic():
            made = OralPresentation.objects.create(
                review=row, form_key=form_key, noted_by=actor, noted_at=now, **written._asdict()
            )
    except IntegrityError:  # the other click came first
        return _of(row, OralPresentation.objects.get(form_key=form_key))
    if row.step == PersonalStep.PLAN:
        _advance(actor, row, PersonalStep.PRESENTED, row.version, now)
    if confirmed:
        confirm_weak_identifiers(
            actor=actor, source_key=f"portfolio.presentation:{made.pk}",
            texts=[written.present, written.said_back], why=confirmed, now=now,
        )  # fmt: skip
    audit(actor, "portfolio.personal.presentation_noted", row, at=now)
    return made


def _begun(actor: Membership, enrolment: Enrolment, now: datetime) -> PersonalReview:
    """A new one, unless another tab has begun it."""
    try:
        with transaction.atomic():
            row = PersonalReview.objects.create(enrolment=enrolment)
    except IntegrityError as overtaken:
        raise StaleForm from overtaken
    PersonalEvent.objects.create(review=row, step=row.step, actor=actor, at=now)
    return row


def _next(row: PersonalReview | None, version: int, **changes: Any) -> PersonalReview:
    """The row one version further, if it is still at the version that the form showed."""
    if row is None:
        raise StaleForm
    found = PersonalReview.objects.filter(pk=row.pk, version=version, step=row.step)
    if not found.update(version=version + 1, **changes):
        raise StaleForm
    return PersonalReview.objects.for_screen().get(pk=row.pk)


def _advance(
    actor: Membership,
    row: PersonalReview,
    step: PersonalStep,
    version: int,
    now: datetime,
    changes: dict[str, Any] | None = None,
) -> PersonalReview:
    """To the next step; the same click twice goes there once."""
    if row.step == step and row.version == version + 1:
        return row
    if step not in PERSONAL_TRANSITIONS[PersonalStep(row.step)]:
        raise StaleForm
    row = _next(row, version, step=step, **(changes or {}))
    PersonalEvent.objects.create(review=row, step=step, actor=actor, at=now)
    audit(actor, f"portfolio.personal.{step}", row, at=now)
    return row


def _stored(review: PersonalReview) -> PersonalReview:
    return PersonalReview.objects.for_screen().get(pk=review.pk)


def _own(actor: Membership, review: PersonalReview) -> PersonalReview:
    row = _stored(review)
    if not can_write_week(actor, row.enrolment):
        raise NotAllowed
    return row


def _accompanied(actor: Membership, review: PersonalReview) -> PersonalReview:
    row = _stored(review)
    if not can_accompany_personal(actor, row):
        raise NotAllowed
    return row


def _of(row: PersonalReview, stored: OralPresentation) -> OralPresentation:
    if stored.review_id != row.pk:
        raise PersonalRefused
    return stored
