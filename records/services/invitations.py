"""Inviting a person by a one-use link, and coming in by it."""

import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from people.enums import ROLES_OF_KIND, OrganisationKind, Role
from people.models import Membership, Organisation, User
from people.services import (
    NotAllowed,
    RoleNotOfOrganisation,
    ServiceError,
    add_membership,
    audit,
    create_account,
)
from records.models import Invitation
from records.permissions import can_invite, roles_to_give
from records.queries.invitations import open_door, token_hash
from records.rules.french import elided
from records.services.messages import send_message

VALID_FOR = timedelta(days=14)


class AlreadyMember(ServiceError):
    message = "Cette personne a déjà ce rôle dans cette organisation : elle peut se connecter."


class InvitationClosed(ServiceError):
    message = "Ce lien ne fonctionne plus."


class AnotherAccount(ServiceError):
    message = "Un compte existe déjà pour cette adresse : connectez-vous avec lui, puis acceptez."


def invitation_url(token: str) -> str:
    return settings.SITE_URL + reverse("records:invitation", args=[token])


@transaction.atomic
def invite(
    *,
    actor: Membership,
    email: str,
    first_name: str,
    last_name: str,
    organisation: Organisation,
    role: Role,
    now: datetime,
) -> tuple[Invitation, str]:
    """Open a role to a person for 14 days and send the link; again: a new link replaces the old.

    Returns the invitation and its token, which is kept nowhere (only its sha256 is).
    """
    if not can_invite(actor):
        raise NotAllowed
    if role not in ROLES_OF_KIND[OrganisationKind(organisation.kind)]:
        raise RoleNotOfOrganisation
    if role not in roles_to_give(actor, organisation):
        raise NotAllowed
    email = email.strip().lower()
    if Membership.objects.filter(
        user__email__iexact=email, organisation=organisation, role=role, until=None
    ).exists():
        raise AlreadyMember
    token = secrets.token_urlsafe(32)
    invitation, created = Invitation.objects.update_or_create(
        email=email,
        organisation=organisation,
        role=role,
        accepted_at=None,
        defaults={
            "first_name": first_name.strip(),
            "last_name": last_name.strip(),
            "token_hash": token_hash(token),
            "invited_by": actor,
            "invited_at": now,
            "expires_at": now + VALID_FOR,
        },
    )
    _send_link(invitation, token, now)
    verb = "records.invitation.sent" if created else "records.invitation.renewed"
    audit(actor, verb, invitation, at=now, role=role)
    return invitation, token


def _send_link(invitation: Invitation, token: str, now: datetime) -> None:
    send_message(
        key=f"records.invitation:{invitation.pk}:{invitation.token_hash[:12]}",
        to=invitation.email,
        subject=f"Livret : invitation {elided('de', invitation.invited_by.organisation)}",
        body=(
            f"Bonjour {invitation.first_name} {invitation.last_name},\n\n"
            f"{invitation.invited_by.user} vous invite sur Livret : "
            f"{invitation.get_role_display()}, {invitation.organisation}.\n\n"
            f"Ouvrez ce lien dans les 14 jours ; il ne sert qu’une fois :\n"
            f"{invitation_url(token)}\n\n"
            "Si vous n’attendiez pas ce message, ne faites rien : sans votre accord, rien n’est "
            "créé.\n"
        ),
        now=now,
        secret=True,
    )


@transaction.atomic
def accept_invitation(
    *, token: str, user: User | None = None, password: str = "", now: datetime, today: date
) -> Membership:
    """Use a link once: give its role to the account of its address, created now if there is none.

    `user` is the person signed in. Raises `InvitationClosed`, `AnotherAccount` when the address has
    an account that is not signed in, or `ValidationError` for a weak password.
    """
    door = open_door(token, now, today)
    if door is None:
        raise InvitationClosed
    if door.account and door.account != user:
        raise AnotherAccount
    invitation = door.invitation
    still_open = Invitation.objects.filter(
        pk=invitation.pk, token_hash=invitation.token_hash, accepted_at=None
    )
    if not still_open.update(accepted_at=now):
        raise InvitationClosed
    person = door.account or create_account(
        email=invitation.email,
        first_name=invitation.first_name,
        last_name=invitation.last_name,
        password=password,
    )
    membership = add_membership(
        actor=invitation.invited_by,
        user=person,
        organisation=invitation.organisation,
        role=Role(invitation.role),
        start=today,
        now=now,
    )
    audit(membership, "records.invitation.accepted", invitation, at=now)
    return membership
