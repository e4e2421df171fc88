"""The secret address of a person's calendar, and what it answers."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from curricula.enums import BudgetCategory
from people.models import User
from training.enums import SessionState
from training.models import AgendaLink, TrainingSession
from training.rules.agenda import FeedEvent, feed

SALT = "training.agenda"
KEPT = timedelta(days=90)  # sessions that are over stay in the feed as long as that


def token_of(link: AgendaLink) -> str:
    """The secret part of the address; nothing but the key of the site can make it."""
    return Signer(salt=SALT, sep=".").sign(f"{link.pk}-{link.number}")


def person_of(token: str) -> User | None:
    """Whose calendar an address opens; None if it was replaced, closed or made up."""
    try:
        pk, number = Signer(salt=SALT, sep=".").unsign(token).split("-")
    except (BadSignature, ValueError):
        return None
    link = (
        AgendaLink.objects.filter(pk=pk, number=number, open=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return link.user if link else None


def feed_of(user: User, now: datetime) -> bytes:
    """The calendar of a person: every role they have today, no name of anybody else."""
    sessions = (
        TrainingSession.objects.told_to(user, timezone.localdate(now))
        .filter(ends_at__gt=now - KEPT)
        .select_related("cohort", "module", "room")
        .annotate(changed=Coalesce(Max("changes__changed_at"), "recorded_at", "starts_at"))
        .order_by("starts_at", "pk")
    )
    return feed(_event(session) for session in sessions)


def _event(session: TrainingSession) -> FeedEvent:
    host = urlsplit(settings.SITE_URL).hostname
    virtual = session.category == BudgetCategory.VIRTUAL
    category = session.get_category_display()
    return FeedEvent(
        uid=f"seance-{session.pk}@{host}",
        number=session.version,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=getattr(session, "changed", session.starts_at),
        title=session.title,
        place="classe virtuelle" if virtual else str(session.room or ""),
        description=". ".join(filter(None, (str(session.cohort), str(session.module), category))),
        cancelled=session.state == SessionState.CANCELLED,
    )
