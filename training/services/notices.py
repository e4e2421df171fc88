"""Messages to those whom a session concerns: its group and its trainers, never twice."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from people.models import Membership, User
from records.rules.french import long_date
from records.services import send_message
from training.enums import SessionAct, Situation
from training.models import Cohort, SessionChange, TrainingSession
from training.queries.calendar import hours_text

LISTED = 6


def tell_announced(
    *,
    actor: Membership,
    cohort: Cohort,
    sessions: Sequence[TrainingSession],
    mark: str,
    now: datetime,
) -> None:
    """One message for everything announced at once, not one for each session."""
    count, last = len(sessions), timezone.localdate(sessions[-1].starts_at)
    head = f"{count} séance{'s' if count > 1 else ''} annoncée{'s' if count > 1 else ''}"
    lines = [f"- {hours_text(s.starts_at, s.ends_at)} : {s.title}" for s in sessions[:LISTED]]
    if count > LISTED:
        lines.append(f"- et {count - LISTED} autres, jusqu’au {long_date(last)}")
    body = f"{head} pour « {cohort} » :\n\n" + "\n".join(lines)
    trainers = {s.trainer.user for s in sessions if s.trainer}
    key = f"training.announced:{cohort.pk}:{mark}:{sessions[0].pk}"
    _send(_group(cohort) | trainers, actor, key, f"{head} : {cohort}", body, now)


def tell_change(
    *, actor: Membership, change: SessionChange, before: TrainingSession, now: datetime
) -> None:
    """Tell of a session moved, changed or cancelled: what was said, what holds now, why."""
    session, was = change.session, hours_text(before.starts_at, before.ends_at)
    cancelled = change.act == SessionAct.CANCELLED
    head = "Séance annulée" if cancelled else "Séance changée"
    lines = [f"{head} : {session.title}", f"Promotion : {session.cohort}", f"Prévue : {was}"]
    if not cancelled:
        lines.append(f"Maintenant : {hours_text(session.starts_at, session.ends_at)}")
        if session.room:
            lines.append(f"Salle : {session.room}")
        if session.trainer_id != before.trainer_id:
            named = session.trainer.user if session.trainer else "à nommer"
            lines.append(f"Formateur : {named}")
    lines.append(f"Motif : {change.reason}")
    trainers = {one.trainer.user for one in (session, before) if one.trainer}
    key = f"training.session:{session.pk}:v{change.number}"
    subject = f"{head} : {session.title}, {was}"[:200]
    _send(_group(session.cohort) | trainers, actor, key, subject, "\n".join(lines), now)


def _group(cohort: Cohort) -> set[User]:
    follow = cohort.enrolments.filter(situation=Situation.ACTIVE)
    return set(User.objects.filter(enrolments__in=follow, is_active=True))


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
