"""Arrivals: said with the code of the room, or noted by the trainer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from training.models import Arrival, Enrolment, RoomCodeTry, TrainingSession
from training.permissions import can_record_session
from training.queries.arrival import OPEN_STATES, follows_no_more, open_sessions
from training.rules.room_code import MOST_TRIES, TRIES_WITHIN, code_is_alive, takes_arrivals

KEPT = timedelta(hours=1)


class NoOpenSession(ServiceError):
    message = (
        "Aucune de vos séances n’est en cours en ce moment. Le code marche du début à la fin de la "
        "séance."
    )


class CodeRefused(ServiceError):
    message = (
        "Ce code n’est pas, ou n’est plus, celui de votre séance. Il change toutes les vingt "
        "secondes : recopiez celui qui est à l’écran de la salle."
    )


class TooManyTries(ServiceError):
    message = "Trop d’essais. Attendez cinq minutes, ou dites au formateur que vous êtes là."


class FollowsNoMore(ServiceError):
    message = (
        "La formation est suspendue ou terminée pour cette personne : aucune arrivée ne se note. "
        "Le responsable pédagogique peut noter la reprise dans le dossier."
    )


class SessionClosed(ServiceError):
    message = "Cette séance est annulée, ou n’est pas annoncée : aucune arrivée ne s’y note."


class NotOpen(ServiceError):
    message = "Un formateur note une arrivée d’un quart d’heure avant la séance jusqu’à sa fin."


def say_arrival(*, actor: Membership, code: str, now: datetime) -> tuple[Arrival, bool]:
    """Note that a learner is in the room, by the code of its screen; and whether it is new.

    The clock of the server alone decides. A try is written before the code is looked at, and stays
    when it is refused: six in five minutes. Raises TooManyTries, NoOpenSession, CodeRefused,
    FollowsNoMore of who is suspended or has left.
    """
    _count_try(actor, now)
    open_now = open_sessions(actor, now)
    if not open_now:
        gone = follows_no_more(actor, timezone.localdate(now))
        raise FollowsNoMore if gone else NoOpenSession
    for session, enrolment in open_now:
        if code_is_alive(settings.SECRET_KEY.encode(), session.pk, code, now):
            return _note(actor, session, enrolment, now)
    raise CodeRefused


def _count_try(actor: Membership, now: datetime) -> None:
    tries = RoomCodeTry.objects.filter(member=actor)
    tries.filter(tried_at__lt=now - KEPT).delete()
    tries.create(member=actor, tried_at=now)
    if tries.filter(tried_at__gt=now - TRIES_WITHIN).count() > MOST_TRIES:
        raise TooManyTries


@transaction.atomic
def note_arrival(
    *, actor: Membership, session: TrainingSession, enrolment: Enrolment, now: datetime
) -> tuple[Arrival, bool]:
    """Note that somebody came in, seen by the trainer; and whether it is new.

    Raises NotAllowed, NotOpen outside its hours, SessionClosed, FollowsNoMore.
    """
    session = TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if not can_record_session(actor, session.cohort) or enrolment.cohort_id != session.cohort_id:
        raise NotAllowed
    if not takes_arrivals(session.starts_at, session.ends_at, now):
        raise NotOpen
    if session.state not in OPEN_STATES:
        raise SessionClosed
    day = timezone.localdate(session.starts_at)
    if not Enrolment.objects.expected_on(day).filter(pk=enrolment.pk).exists():
        raise FollowsNoMore
    return _note(actor, session, enrolment, now)


@transaction.atomic
def _note(
    actor: Membership, session: TrainingSession, enrolment: Enrolment, now: datetime
) -> tuple[Arrival, bool]:
    arrival, created = Arrival.objects.get_or_create(
        session=session, enrolment=enrolment, defaults={"arrived_at": now, "noted_by": actor}
    )
    if created:
        audit(actor, "training.arrival.noted", arrival, at=now, session=session.pk)
    return arrival, created
