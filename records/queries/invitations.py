"""Invitations that are still open, and what a link leads to."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from people.models import Membership, User
from records.models import Invitation


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitations(actor: Membership) -> QuerySet[Invitation]:
    """Those sent and not yet accepted, expired ones too: they can be sent again."""
    return (
        Invitation.objects.visible_to(actor)
        .filter(accepted_at=None)
        .select_related("organisation", "invited_by__user")
    )


@dataclass(frozen=True)
class OpenDoor:
    """A link that still works, and the account that its address already has."""

    invitation: Invitation
    account: User | None


def open_door(token: str, now: datetime, today: date) -> OpenDoor | None:
    """What a link opens; None when it is unknown, used, expired, or its sender has left."""
    invitation = (
        Invitation.objects.filter(
            token_hash=token_hash(token),
            accepted_at=None,
            expires_at__gt=now,
            invited_by__in=Membership.objects.active(today),
        )
        .select_related("organisation", "invited_by__organisation")
        .first()
    )
    if invitation is None:
        return None
    return OpenDoor(invitation, User.objects.filter(email__iexact=invitation.email).first())
