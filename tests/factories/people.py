from datetime import date
from itertools import count

from allauth.account.models import EmailAddress

from people.enums import ROLES_OF_KIND, OrganisationKind, Role
from people.models import Membership, Organisation, User

numbers = count(1)
PASSWORD = "livret-essai"


def user_factory(first_name: str = "Camille", last_name: str = "", **fields) -> User:
    number = next(numbers)
    fields.setdefault("email", f"personne{number}@essai.example")
    user = User(first_name=first_name, last_name=last_name or f"Essai{number}", **fields)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def organisation_factory(
    kind: OrganisationKind = OrganisationKind.TRAINING_BODY, name: str = ""
) -> Organisation:
    return Organisation.objects.create(
        kind=kind, name=name or f"Organisation {next(numbers)}", city="Lyon"
    )


def kind_of(role: Role) -> OrganisationKind:
    return next(kind for kind, roles in ROLES_OF_KIND.items() if role in roles)


def membership_factory(
    role: Role = Role.LEAD,
    organisation: Organisation | None = None,
    user: User | None = None,
    start: date = date(2020, 1, 1),
    until: date | None = None,
) -> Membership:
    return Membership.objects.create(
        user=user or user_factory(),
        organisation=organisation or organisation_factory(kind_of(role)),
        role=role,
        start=start,
        until=until,
    )
