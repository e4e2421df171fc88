"""The secret address of a person's calendar, and what it answers."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from curricula.enums import BudgetCategory
from people.models import Membership, User
from training.enums import SessionState
from training.models import AgendaLink, AgreementFact, TrainingSession
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
    follow_ups = (
        AgreementFact.objects.follow_ups_of(
            Membership.objects.active(timezone.localdate(now)).filter(user=user)
        )
        .filter(done_on__gt=timezone.localdate(now - KEPT))
        .select_related("enrolment__cohort")
    )
    return feed([*map(_event, sessions), *map(_follow_up, follow_ups)])


def _host() -> str | None:
    return urlsplit(settings.SITE_URL).hostname


def _follow_up(fact: AgreementFact) -> FeedEvent:
    """A whole day: no hour is noted. Neither its note nor the practice, which may bear a name."""
    return FeedEvent(
        uid=f"suivi-{fact.pk}@{_host()}",
        number=1,
        starts_at=fact.done_on,
        ends_at=fact.done_on + timedelta(days=1),
        changed_at=fact.noted_at,
        title="Rendez-vous de suivi",
        place="",
        description=str(fact.enrolment.cohort),
    )


def _event(session: TrainingSession) -> FeedEvent:
    virtual = session.category == BudgetCategory.VIRTUAL
    category = session.get_category_display()
    return FeedEvent(
        uid=f"seance-{session.pk}@{_host()}",
        number=session.version,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=getattr(session, "changed", session.starts_at),
        title=session.title,
        place="classe virtuelle" if virtual else str(session.room or ""),
        description=". ".join(filter(None, (str(session.cohort), str(session.module), category))),
        cancelled=session.state == SessionState.CANCELLED,
    )
