"""Visits, interviews, calls and group days: their minutes, from draft to diffused."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import MEETING_TRANSITIONS, PERSONAL_KINDS, MeetingKind, MeetingState
from portfolio.models import Meeting, MeetingEvent, MeetingMinutes
from portfolio.permissions import can_hold_meeting
from portfolio.queries.group_day import own_words
from portfolio.rules.group_day import copies_somebody
from portfolio.rules.meeting import (
    MAX_REASON,
    PARTS,
    WrittenMinutes,
    day_problem,
    half_problem,
    minutes_problem,
    said_half_problem,
    tidy_minutes,
)
from records.services import confirm_weak_identifiers, refuse_patient_data
from training.models import Cohort, Enrolment


class MeetingRefused(ServiceError):
    message = "Ce compte rendu n’a pas pu être enregistré."


class MinutesFrozen(StaleForm):
    message = (
        "Ce compte rendu a été validé entre-temps : il ne change plus. Votre texte est gardé "
        "ci-dessous. Pour corriger, écrivez une nouvelle version avec sa raison."
    )


class SomebodysWords(ServiceError):
    message = (
        "Ce texte reprend mot pour mot une phrase du livret de quelqu’un, et tout le groupe le "
        "lira : dites-le avec vos mots."
    )


class StateTaken(StaleForm):
    message = (
        "Ce compte rendu a changé depuis que vous avez ouvert la page : relisez-le, puis "
        "recommencez si c’est utile."
    )


class CorrectionReasonMissing(ServiceError):
    message = f"Dites en {MAX_REASON} caractères au plus pourquoi le compte rendu est corrigé."
    field = "reason"


@transaction.atomic
def note_meeting(
    *,
    actor: Membership,
    about: Enrolment | Cohort,
    kind: str,
    written: WrittenMinutes,
    form_key: str,
    confirmed: str = "",
    now: datetime,
) -> Meeting:
    """Note a meeting that was held, its minutes as a draft; the same form twice notes it once.

    `about`: the person, or the cohort for a group day; the actor led it. `confirmed`: why a name
    in it is no patient's. Raises `NotAllowed`, `MeetingRefused`, `PatientData`, `WhyMissing`,
    `SomebodysWords`.
    """
    person = about if isinstance(about, Enrolment) else None
    cohort = person.cohort if person else about
    if not can_hold_meeting(actor, cohort):
        raise NotAllowed
    if kind not in (PERSONAL_KINDS if person else (MeetingKind.GROUP,)):
        raise MeetingRefused("Ce genre de rencontre n’existe pas.")
    of = {"enrolment": person, "cohort": None if person else about}
    if stored := Meeting.objects.filter(form_key=form_key).first():
        return _same(stored, actor, of)
    meeting = Meeting(kind=kind, led_by=actor, form_key=form_key, **of)
    written = _checked(actor, meeting, written, confirmed, now)
    for name, value in _columns(written).items():
        setattr(meeting, name, value)
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError:  # the other click came first
        return _same(Meeting.objects.get(form_key=form_key), actor, of)
    MeetingEvent.objects.create(meeting=meeting, state=MeetingState.DRAFT, actor=actor, at=now)
    _confirm(actor, meeting, written.texts, confirmed, now)
    audit(actor, "portfolio.meeting.noted", meeting, at=now, kind=kind)
    return meeting


@transaction.atomic
def write_draft(
    *,
    actor: Membership,
    meeting: Meeting,
    written: WrittenMinutes,
    version: int,
    confirmed: str = "",
    now: datetime,
) -> Meeting:
    """Change a draft, if it is still as the form showed it.

    Raises `NotAllowed`, `MinutesFrozen`, `MeetingRefused`, `PatientData`, `WhyMissing`,
    `SomebodysWords`, `StaleForm`.
    """
    row = _held_by(actor, meeting)
    if row.state != MeetingState.DRAFT:
        raise MinutesFrozen
    written = _checked(actor, row, written, confirmed, now)
    changed = Meeting.objects.filter(pk=row.pk, version=version, state=MeetingState.DRAFT).update(
        version=version + 1, **_columns(written)
    )
    row.refresh_from_db()
    if not changed:
        kept = {name: getattr(row, name) for name in _columns(written)}
        if row.version == version + 1 and kept == _columns(written):
            return row
        raise StaleForm
    _confirm(actor, row, written.texts, confirmed, now)
    audit(actor, "portfolio.meeting.written", row, at=now)
    return row


@transaction.atomic
def advance_meeting(
    *, actor: Membership, meeting: Meeting, state: str, version: int, now: datetime
) -> Meeting:
    """Validate a draft, which freezes its text, or diffuse what was validated.

    The same click twice does it once. Raises `NotAllowed`, `StateTaken`.
    """
    row = _held_by(actor, meeting)
    if row.state == state and row.version == version + 1:
        return row
    if row.version != version or state not in MEETING_TRANSITIONS[MeetingState(row.state)]:
        raise StateTaken
    texts = {name: getattr(row, name) for name in PARTS}
    changed = Meeting.objects.filter(pk=row.pk, version=version, state=row.state).update(
        state=state, version=version + 1, **dict.fromkeys(PARTS, "")
    )
    if not changed:
        raise StateTaken
    if state == MeetingState.VALIDATED:
        MeetingMinutes.objects.create(
            meeting=row, number=1, written_by=actor, written_at=now, **texts
        )
    MeetingEvent.objects.create(meeting=row, state=state, actor=actor, at=now)
    audit(actor, f"portfolio.meeting.{state}", row, at=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def correct_minutes(
    *,
    actor: Membership,
    meeting: Meeting,
    written: WrittenMinutes,
    reason: str,
    version: int,
    confirmed: str = "",
    now: datetime,
) -> MeetingMinutes:
    """Add a version to validated minutes, with its reason; the earlier ones stay.

    The half of the day of a visit is set if nobody has said it. The state stays: whoever read the
    minutes reads the correction. Raises `NotAllowed`, `MeetingRefused`, `CorrectionReasonMissing`,
    `PatientData`, `WhyMissing`, `SomebodysWords`, `StaleForm`.
    """
    row = _held_by(actor, meeting)
    if row.state == MeetingState.DRAFT:
        raise MeetingRefused("Un brouillon se change sans version : il n’est pas encore validé.")
    written, reason = tidy_minutes(written), " ".join(reason.split())
    if problem := minutes_problem(MeetingKind(row.kind), written.texts):
        raise MeetingRefused(problem, PARTS[0])
    if problem := said_half_problem(MeetingKind(row.kind), row.half, written.half):
        raise MeetingRefused(problem, "half")
    if not reason or len(reason) > MAX_REASON:
        raise CorrectionReasonMissing
    refuse_patient_data(*written.texts, reason, confirmed=confirmed)
    refuse_own_words(actor, row, [*written.texts, reason], timezone.localdate(now))
    last = row.frozen_minutes.latest("number")
    half = row.half or written.half
    changed = Meeting.objects.filter(pk=row.pk, version=version)
    if not changed.update(version=version + 1, half=half):
        same = (last.reason, last.written_by_id) == (reason, actor.pk) and _again(last, written)
        if same and row.version == version + 1:
            return last
        raise StaleForm
    made = MeetingMinutes.objects.create(
        meeting=row, number=last.number + 1, reason=reason, written_by=actor, written_at=now,
        **{name: getattr(written, name) for name in PARTS},
    )  # fmt: skip
    _confirm(actor, row, (*written.texts, reason), confirmed, now)
    said = {"half": half} if half != row.half else {}
    audit(actor, "portfolio.meeting.corrected", row, at=now, number=made.number, **said)
    return made


def _held_by(actor: Membership, meeting: Meeting) -> Meeting:
    row = Meeting.objects.for_screen().get(pk=meeting.pk)
    if not can_hold_meeting(actor, row.of_cohort, row.enrolment):
        raise NotAllowed
    return row


def _same(stored: Meeting, actor: Membership, of: dict[str, Any]) -> Meeting:
    if stored.led_by_id != actor.pk or any(getattr(stored, name) != of[name] for name in of):
        raise MeetingRefused
    return stored


def _again(row: MeetingMinutes, written: WrittenMinutes) -> bool:
    return tuple(getattr(row, name) for name in PARTS) == written.texts


def _columns(written: WrittenMinutes) -> dict[str, Any]:
    texts = {name: getattr(written, name) for name in PARTS}
    where_and_when = {"practice_id": written.practice, "half": written.half}
    return {**texts, "held_on": written.held_on, **where_and_when}


def _checked(
    actor: Membership, meeting: Meeting, written: WrittenMinutes, confirmed: str, now: datetime
) -> WrittenMinutes:
    """What was typed, if it can be kept."""
    written, today = tidy_minutes(written), timezone.localdate(now)
    kind = MeetingKind(meeting.kind)
    for field, problem in (
        ("held_on", day_problem(written.held_on, first_day(meeting), today)),
        ("half", half_problem(kind, written.half)),
        (PARTS[0], minutes_problem(kind, written.texts)),
        ("practice", _practice_problem(meeting, written)),
    ):
        if problem:
            raise MeetingRefused(problem, field)
    refuse_patient_data(*written.texts, confirmed=confirmed)
    refuse_own_words(actor, meeting, written.texts, today)
    return written


def refuse_own_words(
    actor: Membership, meeting: Meeting, texts: Sequence[str], today: date
) -> None:
    """What somebody wrote for a circle does not go to the group word for word."""
    if meeting.cohort and copies_somebody(texts, own_words(actor, meeting.cohort, today)):
        raise SomebodysWords


def first_day(meeting: Meeting) -> date:
    """From which day on a meeting may be noted: of enrolment, or of the cohort if that is first."""
    starts_on = meeting.of_cohort.starts_on
    if meeting.enrolment is None:
        return starts_on
    return min(starts_on, timezone.localdate(meeting.enrolment.enrolled_at))


def _practice_problem(meeting: Meeting, written: WrittenMinutes) -> str:
    if meeting.kind != MeetingKind.VISIT or meeting.enrolment is None:
        return "Seule une visite a un cabinet." if written.practice else ""
    employing = {one.pk for one in meeting.enrolment.practices_on(written.held_on)}
    return (
        "" if written.practice in employing else "Ce cabinet n’emploie pas la personne ce jour-là."
    )


def _confirm(
    actor: Membership, meeting: Meeting, texts: tuple[str, ...], why: str, now: datetime
) -> None:
    if why:
        source_key = f"portfolio.meeting:{meeting.pk}:v{meeting.version}"
        confirm_weak_identifiers(actor=actor, source_key=source_key, texts=texts, why=why, now=now)
