"""Messages to those whom a session concerns: its group and its trainers, never twice."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from people.models import Membership, User
from records.rules.french import long_date
from records.services import send_message
from training.enums import SessionAct, SessionState
from training.models import Cohort, MakeUp, SessionChange, TrainingSession
from training.queries.calendar import hours_text
from training.queries.group import groups
from training.rules.session_change import Told, change_lines

LISTED = 6


def tell_announced(
    *,
    actor: Membership,
    cohort: Cohort,
    sessions: Sequence[TrainingSession],
    mark: str,
    now: datetime,
) -> None:
    """One message for everything announced at once, not one for each session.

    The trainers read of all of it, the others of what concerns them.
    """
    people: dict[User, list[TrainingSession]] = {}
    for session, users in _groups(sessions):
        for user in users:
            people.setdefault(user, []).append(session)
    people |= {one.trainer.user: list(sessions) for one in sessions if one.trainer}
    key = f"training.announced:{cohort.pk}:{mark}:{sessions[0].pk}"
    for user, own in people.items():
        head, body = _announced(cohort, own)
        _send({user}, actor, key, f"{head} : {cohort}", body, now)


def _announced(cohort: Cohort, sessions: Sequence[TrainingSession]) -> tuple[str, str]:
    """The subject without the cohort, and the body; sessions in order of time."""
    count, last = len(sessions), timezone.localdate(sessions[-1].starts_at)
    head = f"{count} séance{'s' if count > 1 else ''} annoncée{'s' if count > 1 else ''}"
    lines = [f"- {hours_text(s.starts_at, s.ends_at)} : {s.title}" for s in sessions[:LISTED]]
    if count > LISTED:
        lines.append(f"- et {count - LISTED} autres, jusqu’au {long_date(last)}")
    return head, f"{head} pour « {cohort} » :\n\n" + "\n".join(lines)


def tell_change(
    *, actor: Membership, change: SessionChange, before: TrainingSession, now: datetime
) -> None:
    """Tell of a session moved, changed or cancelled: each fact before and after, and why.

    Those whom it concerned before are told too.
    """
    session, was = change.session, hours_text(before.starts_at, before.ends_at)
    cancelled = change.act == SessionAct.CANCELLED
    head = "Séance annulée" if cancelled else "Séance changée"
    lines = [f"{head} : {session.title}", f"Promotion : {session.cohort}"]
    lines += _cancelled(before, was) if cancelled else change_lines(_told(before), _told(session))
    lines.append(f"Motif : {change.reason}")
    trainers = {one.trainer.user for one in (session, before) if one.trainer}
    key = f"training.session:{session.pk}:v{change.number}"
    subject = f"{head} : {session.title}, {was}"[:200]
    concerned = [user for one in (session, before) for _, users in _groups([one]) for user in users]
    _send({*concerned, *trainers}, actor, key, subject, "\n".join(lines), now)


def _cancelled(session: TrainingSession, was: str) -> list[str]:
    """When, where and with whom it should have been."""
    said = _told(session)
    places = (("Salle", said.room), ("Formateur", said.trainer))
    return [f"Prévue : {was}", *(f"{name} : {value}" for name, value in places if value)]


def _told(session: TrainingSession) -> Told:
    return Told(
        session.title, session.starts_at, session.ends_at, str(session.room or ""),
        str(session.trainer.user) if session.trainer else "", session.make_up_only,
    )  # fmt: skip


def tell_make_up(*, actor: Membership, make_up: MakeUp, now: datetime) -> None:
    """Tell the person of a session kept for make-up that they are named to it, or no more.

    An ordinary session concerns them anyway, and one that is over needs nobody any more.
    """
    session, person = make_up.session, make_up.enrolment
    coming = session.state == SessionState.ANNOUNCED and session.ends_at > now
    if not (session.make_up_only and coming and person.follows and person.learner.is_active):
        return
    head = "Rattrapage retiré" if make_up.withdrawn_at else "Séance de rattrapage"
    when = hours_text(session.starts_at, session.ends_at)
    lines = [f"{head} : {session.title}", f"Prévue : {when}"]
    if session.room:
        lines.append(f"Salle : {session.room}")
    lines.append(f"Pour rattraper : {make_up.missed.title}")
    key = f"training.make_up:{make_up.pk}:{'withdrawn' if make_up.withdrawn_at else 'named'}"
    subject = f"{head} : {session.title}, {when}"
    _send({person.learner}, actor, key, subject, "\n".join(lines), now)


def _groups(sessions: Sequence[TrainingSession]) -> Iterator[tuple[TrainingSession, list[User]]]:
    """Each session with those whom it concerns, who follow the training and may sign in."""
    found = groups(sessions)
    for one in sessions:
        yield one, [p.learner for p in found[one.pk] if p.follows and p.learner.is_active]


def _send(
    people: set[User], actor: Membership, key: str, subject: str, body: str, now: datetime
) -> None:
    """To each but the one who did it."""
    address = f"{settings.SITE_URL}{reverse('training:agenda')}"
    for person in sorted(people - {actor.user}, key=lambda user: user.pk):
        send_message(
            key=f"{key}:{person.pk}", to=person.email, subject=subject[:200], now=now,
            body=f"Bonjour,\n\n{body}\n\nVotre agenda : {address}\n",
        )  # fmt: skip
