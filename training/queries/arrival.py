"""Sessions whose room takes arrivals now, and what its screen shows."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from people.models import Membership
from training.enums import SessionState
from training.models import Enrolment, TrainingSession
from training.rules.room_code import code_works, room_code, seconds_left, step_at

OPEN_STATES = (SessionState.ANNOUNCED, SessionState.HELD)


def open_sessions(actor: Membership, now: datetime) -> list[tuple[TrainingSession, Enrolment]]:
    """Sessions of the cohorts that the learner follows today whose code works now.

    The first begun first.
    """
    own = Enrolment.objects.visible_to(actor).expected_on(timezone.localdate(now))
    enrolments = {enrolment.cohort_id: enrolment for enrolment in own}
    found = (
        TrainingSession.objects.visible_to(actor)
        .filter(state__in=OPEN_STATES, starts_at__lte=now, ends_at__gt=now, cohort__in=enrolments)
        .select_related("cohort")
        .order_by("starts_at", "pk")
    )
    return [(session, enrolments[session.cohort_id]) for session in found]


def follows_no_more(actor: Membership, day: date) -> bool:
    """Whether the learner has enrolments and follows none of them on a Europe/Paris day."""
    own = Enrolment.objects.visible_to(actor)
    return own.exists() and not own.expected_on(day).exists()


@dataclass(frozen=True)
class RoomScreen:
    """The code of the room now; empty outside the session. `over`: the session has ended."""

    code: str
    seconds: int
    over: bool = False

    @property
    def halves(self) -> tuple[str, str]:
        """The figures in two groups, as people read them out."""
        return self.code[:3], self.code[3:]


def room_screen(session: TrainingSession, now: datetime) -> RoomScreen:
    """What the screen shows at an instant of the server's clock."""
    works = code_works(session.starts_at, session.ends_at, now)
    if session.state not in OPEN_STATES:
        return RoomScreen("", 0)
    if not works:
        return RoomScreen("", 0, over=now >= session.ends_at)
    secret = settings.SECRET_KEY.encode()
    return RoomScreen(room_code(secret, session.pk, step_at(now)), seconds_left(now))
