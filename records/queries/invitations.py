"""Invitations that nobody answered yet, and what a link leads to."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from people.models import Membership, User
from records.models import Invitation


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitations(actor: Membership) -> QuerySet[Invitation]:
    """Those sent and not yet answered, expired ones too: they can be sent again."""
    found = Invitation.objects.visible_to(actor).unanswered()
    return found.select_related("organisation", "invited_by__user")


@dataclass(frozen=True)
class OpenDoor:
    """A link that still works, and the account that its address already has."""

    invitation: Invitation
    account: User | None

    @property
    def wakes(self) -> bool:
        """The account was made for this person by who invites, and nobody has opened it yet."""
        person = self.account
        if person is None or person.pk != self.invitation.account_id:
            return False
        return person.is_active and not person.has_usable_password()

    @property
    def chooses_password(self) -> bool:
        return self.account is None or self.wakes


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


def closed_invitation(token: str) -> Invitation | None:
    """The invitation of a link that opens nothing any more, to say why; None if none is known.

    A link that a newer one has replaced is not known: its token was kept nowhere.
    """
    found = Invitation.objects.filter(token_hash=token_hash(token))
    return found.select_related("invited_by__organisation").first()
