"""Many accounts, organisations and memberships at once: few queries, whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from people.enums import LEADING_ROLES, ROLES_OF_KIND, OrganisationKind, Role
from people.models import Membership, Organisation, User
from people.services.audit import audit_all
from people.services.errors import NotAllowed
from people.services.people import RoleNotOfOrganisation


@dataclass(frozen=True)
class NewPerson:
    """Somebody who will have an account."""

    email: str
    first_name: str
    last_name: str


@transaction.atomic
def create_accounts(*, people: Iterable[NewPerson]) -> list[User]:
    """Accounts as `create_account` makes them without a password, in the order of `people`.

    Nobody signs in with one before its owner chose a password. Raises `django.db.IntegrityError`
    if an address has an account already.
    """
    users = [
        User(email=one.email.strip().lower(), first_name=one.first_name, last_name=one.last_name)
        for one in people
    ]
    for user in users:
        user.set_unusable_password()
    made = User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in made
    )
    return made


@transaction.atomic
def create_organisations(
    *,
    actor: Membership,
    kind: OrganisationKind,
    named: Iterable[tuple[str, str]],
    now: datetime,
) -> list[Organisation]:
    """Organisations of one kind by name and town; only those who lead may.

    Raises `django.db.IntegrityError` if one is there already.
    """
    if not actor.leads:
        raise NotAllowed
    made = Organisation.objects.bulk_create(
        Organisation(name=name.strip(), kind=kind, city=city.strip()) for name, city in named
    )
    audit_all(actor, "people.organisation.created", made, at=now)
    return made


@transaction.atomic
def add_memberships(
    *,
    actor: Membership,
    role: Role,
    wanted: Sequence[tuple[User, Organisation, date]],
    now: datetime,
) -> list[Membership]:
    """Give people one role, each in an organisation from a day on; those who have it are left.

    Returns the new ones. A role that leads is given one by one, with the rights of an editor.
    """
    if not actor.leads or role in LEADING_ROLES:
        raise NotAllowed
    if any(role not in ROLES_OF_KIND[OrganisationKind(place.kind)] for _, place, _ in wanted):
        raise RoleNotOfOrganisation
    held = Membership.objects.filter(user__in={user.pk for user, _, _ in wanted}, role=role)
    seen = set(held.filter(until=None).values_list("user", "organisation"))
    new = []
    for user, place, start in wanted:
        if (user.pk, place.pk) not in seen:
            seen.add((user.pk, place.pk))
            new.append(Membership(user=user, organisation=place, role=role, start=start))
    made = Membership.objects.bulk_create(new)
    audit_all(actor, "people.membership.added", made, at=now, role=role)
    return made
