"""What was agreed at a meeting: who does it until when, and that it was done."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import ActionOwner
from portfolio.models import FollowUp, FollowUpFact, Meeting
from portfolio.permissions import can_hold_meeting, can_note_follow_up
from portfolio.queries.meeting import owners_of
from portfolio.rules.meeting import MAX_ACTION, due_problem
from portfolio.services.meeting import refuse_own_words
from records.services import refuse_patient_data


class ActionRefused(ServiceError):
    message = "Cette action n’a pas pu être enregistrée."


class ActionChanged(StaleForm):
    message = "Cette action a changé depuis que vous avez ouvert la page : la voici maintenant."


class WrittenAction(NamedTuple):
    """What is to be done, by whom, until which day; `practice`: which one, if it is theirs."""

    text: str
    owner: str
    practice: int | None
    due_on: date


@transaction.atomic
def agree_action(
    *, actor: Membership, meeting: Meeting, written: WrittenAction, form_key: str, now: datetime
) -> FollowUp:
    """Add an action to a meeting; the same form twice adds it once.

    Raises `NotAllowed`, `ActionRefused`, `PatientData`.
    """
    if not can_hold_meeting(actor, meeting.of_cohort, meeting.enrolment):
        raise NotAllowed
    return store_action(actor=actor, meeting=meeting, written=written, form_key=form_key, now=now)


def store_action(
    *, actor: Membership, meeting: Meeting, written: WrittenAction, form_key: str, now: datetime
) -> FollowUp:
    """The same for an actor whose right the caller has checked (a plan of action has its own).

    Raises `ActionRefused`, `PatientData`.
    """
    if stored := FollowUp.objects.filter(form_key=form_key).first():
        return _of(meeting, stored)
    text = " ".join(written.text.split())
    if not text or len(text) > MAX_ACTION:
        raise ActionRefused(f"Écrivez l’action, en {MAX_ACTION} caractères au plus.", "text")
    if (written.owner, written.practice) not in {(o.owner, o.practice) for o in owners_of(meeting)}:
        raise ActionRefused("Choisissez qui fait l’action.", "owner")
    if problem := due_problem(written.due_on, meeting.held_on, timezone.localdate(now)):
        raise ActionRefused(problem, "due_on")
    refuse_patient_data(text)
    refuse_own_words(actor, meeting, [text], timezone.localdate(now))
    try:
        with transaction.atomic():
            made = FollowUp.objects.create(
                meeting=meeting, text=text, owner=ActionOwner(written.owner),
                practice_id=written.practice, due_on=written.due_on, form_key=form_key,
                agreed_by=actor, agreed_at=now,
            )  # fmt: skip
    except IntegrityError:  # the other click came first
        return _of(meeting, FollowUp.objects.get(form_key=form_key))
    audit(actor, "portfolio.follow_up.agreed", made, at=now, meeting=meeting.pk)
    return made


@transaction.atomic
def note_action(
    *, actor: Membership, follow_up: FollowUp, done: bool, seen: int, now: datetime
) -> FollowUpFact:
    """Say that an action was done, or take it up again; the same click twice says it once.

    `seen`: the number of the newest fact that the page showed, 0 for none. Raises `NotAllowed`,
    `ActionChanged`.
    """
    if not can_note_follow_up(actor, follow_up):
        raise NotAllowed
    last = FollowUpFact.objects.filter(follow_up=follow_up).order_by("-number").first()
    number, is_done = (last.number, last.done) if last else (0, False)
    if last and number == seen + 1 and (is_done, last.noted_by_id) == (done, actor.pk):
        return last
    if number != seen or is_done == done:
        raise ActionChanged
    try:
        with transaction.atomic():
            made = FollowUpFact.objects.create(
                follow_up=follow_up, number=seen + 1, done=done, noted_by=actor, noted_at=now
            )
    except IntegrityError as overtaken:
        raise ActionChanged from overtaken
    audit(actor, "portfolio.follow_up.noted", made, at=now, done=done)
    return made


def _of(meeting: Meeting, stored: FollowUp) -> FollowUp:
    if stored.meeting_id != meeting.pk:
        raise ActionRefused
    return stored
