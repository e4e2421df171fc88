"""Inviting people by one-use links, and coming in by one."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
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
    audit_all,
    create_account,
)
from records.models import Invitation
from records.permissions import can_invite, roles_to_give
from records.queries.invitations import OpenDoor, open_door, open_invitations, token_hash
from records.rules.french import elided
from records.services.messages import Letter, send_messages

VALID_FOR = timedelta(days=14)
RENEWED = (
    "first_name", "last_name", "account", "token_hash", "invited_by", "invited_at", "expires_at"
)  # fmt: skip
SENT, AGAIN = "records.invitation.sent", "records.invitation.renewed"


class AlreadyMember(ServiceError):
    message = "Cette personne a déjà ce rôle dans cette organisation : elle peut se connecter."


class InvitationClosed(ServiceError):
    message = "Ce lien ne fonctionne plus."


class AnotherAccount(ServiceError):
    message = "Un compte existe déjà pour cette adresse : connectez-vous avec lui, puis acceptez."


@dataclass(frozen=True)
class Guest:
    """Somebody to invite. `told` opens the letter, in French, in place of the usual sentence.

    `account` is one that the caller has made for this person: the link lets them choose its
    password. An account that somebody else made is never given.
    """

    email: str
    first_name: str
    last_name: str
    organisation: Organisation
    role: Role
    account: User | None = None
    told: str = ""


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

    Returns the invitation and its token, which is kept nowhere (only its sha256 is). Who has the
    role is not invited, unless their account waits for the answer to an invitation of ours.
    """
    _check_role(actor, organisation, role)
    email = email.strip().lower()
    place: dict[str, Any] = {"email": email, "organisation": organisation, "role": role}
    waiting = open_invitations(actor).filter(**place).exclude(account=None).first()
    member = Membership.objects.filter(
        user__email__iexact=email, organisation=organisation, role=role, until=None
    )
    if waiting is None and member.exists():
        raise AlreadyMember
    token = secrets.token_urlsafe(32)
    names = {"first_name": first_name.strip(), "last_name": last_name.strip()}
    account = waiting.account if waiting else None
    invitation, created = Invitation.objects.update_or_create(
        **place,
        accepted_at=None,
        defaults={**names, "account": account, **_fresh(actor, token, now)},
    )
    send_messages(letters=[_letter(invitation, token)], now=now)
    audit(actor, SENT if created else AGAIN, invitation, at=now, role=role)
    return invitation, token


@transaction.atomic
def invite_all(*, actor: Membership, guests: Sequence[Guest], now: datetime) -> list[Invitation]:
    """Invite many, each for 14 days; few queries whatever their number.

    Two guests of one address, organisation and role are one, the first. An invitation that nobody
    accepted gets a new link. Whether somebody has the role already is for the caller to know.
    """
    for organisation, role in {(one.organisation, one.role) for one in guests}:
        _check_role(actor, organisation, role)
    wanted: dict[tuple[str, int, str], Guest] = {}
    for one in guests:
        wanted.setdefault((one.email.strip().lower(), one.organisation.pk, one.role), one)
    waiting = Invitation.objects.filter(accepted_at=None, email__in={key[0] for key in wanted})
    old = {(one.email, one.organisation_id, one.role): one for one in waiting.select_for_update()}
    sent = []
    for key, guest in wanted.items():
        row = old.get(key) or Invitation(
            email=key[0], organisation=guest.organisation, role=guest.role
        )
        row.first_name, row.last_name = guest.first_name.strip(), guest.last_name.strip()
        row.account = guest.account
        sent.append((row, guest.told))
    tokens = _renew(actor, [row for row, _ in sent], now)
    letters = [_letter(row, token, told) for (row, told), token in zip(sent, tokens, strict=True)]
    send_messages(letters=letters, now=now)
    return [row for row, _ in sent]


@transaction.atomic
def invite_again(
    *, actor: Membership, invitations: Iterable[Invitation], seen: datetime, now: datetime
) -> list[Invitation]:
    """Send a new link to those who have not answered; the old links stop working.

    `seen` is when the page was shown: what was sent since then is not sent twice.
    """
    if not can_invite(actor):
        raise NotAllowed
    rows = list(
        Invitation.objects.visible_to(actor)
        .unanswered()
        .filter(pk__in=[one.pk for one in invitations], invited_at__lte=seen)
        .select_related("organisation", "account")
        .select_for_update(of=("self",))
    )
    tokens = _renew(actor, rows, now)
    letters = [_letter(row, token) for row, token in zip(rows, tokens, strict=True)]
    send_messages(letters=letters, now=now)
    return rows


def _check_role(actor: Membership, organisation: Organisation, role: Role) -> None:
    if not can_invite(actor):
        raise NotAllowed
    if role not in ROLES_OF_KIND[OrganisationKind(organisation.kind)]:
        raise RoleNotOfOrganisation
    if role not in roles_to_give(actor, organisation):
        raise NotAllowed


def _fresh(actor: Membership, token: str, now: datetime) -> dict[str, Any]:
    """What a new link changes."""
    return {
        "token_hash": token_hash(token),
        "invited_by": actor,
        "invited_at": now,
        "expires_at": now + VALID_FOR,
    }


def _renew(actor: Membership, rows: Sequence[Invitation], now: datetime) -> list[str]:
    """Write rows, new or not, each with a new link; their tokens, in the same order."""
    tokens = [secrets.token_urlsafe(32) for _ in rows]
    for row, token in zip(rows, tokens, strict=True):
        for name, value in _fresh(actor, token, now).items():
            setattr(row, name, value)
    new, old = [one for one in rows if one.pk is None], [one for one in rows if one.pk]
    Invitation.objects.bulk_create(new)
    Invitation.objects.bulk_update(old, RENEWED)
    for verb, written in ((SENT, new), (AGAIN, old)):
        for role in {one.role for one in written}:
            of_role = [one for one in written if one.role == role]
            audit_all(actor, verb, of_role, at=now, role=role)
    return tokens


def _letter(invitation: Invitation, token: str, told: str = "") -> Letter:
    host, body = invitation.invited_by.user, invitation.invited_by.organisation
    role = f"{invitation.get_role_display()}, {invitation.organisation}"
    usual = f"{host} vous invite sur Livret : {role}."
    unknown = "ne faites rien : sans votre accord, rien n’est créé"
    if invitation.account_id:
        usual = f"{host} a préparé votre compte sur Livret : {role}."
        unknown = f"répondez à {body} ; sans mot de passe, personne n’ouvre ce compte"
    return Letter(
        key=f"records.invitation:{invitation.pk}:{invitation.token_hash[:12]}",
        to=invitation.email,
        subject=f"Livret : invitation {elided('de', body)}"[:200],
        body=(
            f"Bonjour {invitation.first_name} {invitation.last_name},\n\n{told or usual}\n\n"
            f"Ouvrez ce lien dans les 14 jours ; il ne sert qu’une fois :\n"
            f"{invitation_url(token)}\n\nPassé ce délai, demandez un nouveau lien à {body}.\n\n"
            f"Si vous n’attendiez pas ce message, {unknown}.\n"
        ),
        secret=True,
    )


@transaction.atomic
def accept_invitation(
    *, token: str, user: User | None = None, password: str = "", now: datetime, today: date
) -> Membership:
    """Use a link once: give its role to the account of its address, created now if there is none.

    An account that was made for this person, and that nobody has opened, gets the password. `user`
    is the person signed in. Raises `InvitationClosed`, `AnotherAccount` when the address has an
    account that is not signed in, or `ValidationError` for a weak password.
    """
    door = open_door(token, now, today)
    if door is None:
        raise InvitationClosed
    if not door.chooses_password and door.account != user:
        raise AnotherAccount
    invitation = door.invitation
    still_open = Invitation.objects.filter(
        pk=invitation.pk, token_hash=invitation.token_hash, accepted_at=None
    )
    if not still_open.update(accepted_at=now):
        raise InvitationClosed
    membership = add_membership(
        actor=invitation.invited_by,
        user=_person(door, password),
        organisation=invitation.organisation,
        role=Role(invitation.role),
        start=today,
        now=now,
    )
    audit(membership, "records.invitation.accepted", invitation, at=now)
    return membership


def _person(door: OpenDoor, password: str) -> User:
    """The account behind a door, made or woken with its password."""
    if door.account is None:
        return create_account(
            email=door.invitation.email,
            first_name=door.invitation.first_name,
            last_name=door.invitation.last_name,
            password=password,
        )
    if door.wakes:
        validate_password(password, door.account)
        door.account.set_password(password)
        door.account.save(update_fields=["password"])
    return door.account
