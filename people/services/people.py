"""Accounts, organisations and memberships."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from people.enums import LEADING_ROLES, ROLES_OF_KIND, OrganisationKind, Role
from people.models import Membership, Organisation, User
from people.services.audit import audit
from people.services.errors import NotAllowed, ServiceError

EDITORS_GROUP = "Rédaction"


class RoleNotOfOrganisation(ServiceError):
    message = "Ce rôle n’existe pas dans ce genre d’organisation."


class AlreadyAdministered(ServiceError):
    message = "Un administrateur existe déjà : connectez-vous."


@transaction.atomic
def create_account(*, email: str, first_name: str, last_name: str, password: str | None) -> User:
    """Create an account whose address is taken as verified (invitation or first day).

    Without a password nobody can sign in until the owner sets one by e-mail.
    Raises `django.core.exceptions.ValidationError` for a weak password.
    """
    user = User(email=email.strip().lower(), first_name=first_name, last_name=last_name)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@transaction.atomic
def create_organisation(
    *, actor: Membership | None, name: str, kind: OrganisationKind, city: str = "", now: datetime
) -> Organisation:
    """Create an organisation; only those who lead may (None: the site's own first day)."""
    if actor and not actor.leads:
        raise NotAllowed
    organisation = Organisation.objects.create(name=name.strip(), kind=kind, city=city.strip())
    audit(actor, "people.organisation.created", organisation, at=now)
    return organisation


@transaction.atomic
def add_membership(
    *,
    actor: Membership | None,
    user: User,
    organisation: Organisation,
    role: Role,
    start: date,
    now: datetime,
) -> Membership:
    """Give a person a role in an organisation from a day on; an open one is returned as it is."""
    if actor and not actor.leads:
        raise NotAllowed
    if role not in ROLES_OF_KIND[OrganisationKind(organisation.kind)]:
        raise RoleNotOfOrganisation
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, until=None, defaults={"start": start}
    )
    if created:
        _give_editor_rights(membership)
        audit(actor, "people.membership.added", membership, at=now, role=role)
    return membership


def _give_editor_rights(membership: Membership) -> None:
    """Those who lead a training body write lessons in the site's editor."""
    if membership.role in LEADING_ROLES:
        group, _ = Group.objects.get_or_create(name=EDITORS_GROUP)
        membership.user.groups.add(group)
    if membership.role == Role.ADMIN:
        User.objects.filter(pk=membership.user_id).update(is_staff=True, is_superuser=True)


@transaction.atomic
def open_site(
    *,
    email: str,
    first_name: str,
    last_name: str,
    password: str,
    training_body: str,
    city: str,
    now: datetime,
    today: date,
) -> Membership:
    """First day: create the first administrator, who also leads, and the training body.

    Raises `AlreadyAdministered` as soon as any account exists.
    """
    if User.objects.exists():
        raise AlreadyAdministered
    user = create_account(
        email=email, first_name=first_name, last_name=last_name, password=password
    )
    body = create_organisation(
        actor=None, name=training_body, kind=OrganisationKind.TRAINING_BODY, city=city, now=now
    )
    lead = add_membership(
        actor=None, user=user, organisation=body, role=Role.LEAD, start=today, now=now
    )
    add_membership(actor=None, user=user, organisation=body, role=Role.ADMIN, start=today, now=now)
    return lead
