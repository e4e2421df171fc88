"""The people and organisations of the demo. Their names say that they are a demo."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from lms.services.demo.accounts import DEMO_PASSWORD
from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation, User
from people.services import add_membership, create_account, create_organisation, open_site

FIRST_NAMES = (
    "Awa", "Bruno", "Chloé", "Driss", "Élise", "Farid", "Gaëlle", "Hugo", "Imane", "Jonas",
    "Karima", "Léo", "Maud", "Noé", "Océane", "Prune", "Rachid", "Salomé", "Théo", "Yasmine",
)  # fmt: skip
PRACTICES = ("Cabinet Démo des Tilleuls", "Cabinet Démo du Port", "Maison de santé Démo")


@dataclass(frozen=True)
class Cast:
    """Who plays: memberships by role, and the practices."""

    lead: Membership
    trainer: Membership
    practices: list[Organisation]
    funder: Organisation
    assistant: User
    carer: User


def account(name: str, first_name: str) -> User:
    user = create_account(
        email=f"{name}@livret.example", first_name=first_name, last_name="Démo", password=None
    )
    return give_demo_password(user)


def give_demo_password(user: User) -> User:
    """The password of the demo is known to all: no rule for passwords would let it pass."""
    user.password = demo_hash()
    user.save(update_fields=["password"])
    return user


@cache
def demo_hash() -> str:
    """Hashed once for the nine accounts: hashing is slow on purpose."""
    return make_password(DEMO_PASSWORD)


def extra(number: int) -> User:
    """One more learner; nobody can sign in as them."""
    return create_account(
        email=f"apprenant{number + 1}@livret.example",
        first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
        last_name=f"Démo {number + 1}",
        password=None,
    )


def gather(start: date, now: datetime) -> Cast:
    """Open the site and create the nine accounts with their roles."""
    administrator = open_site(
        email="admin@livret.example",
        first_name="Ali",
        last_name="Démo",
        password=secrets.token_urlsafe(),
        training_body="Organisme de démonstration",
        city="Ville-Démo",
        now=now,
        today=start,
    )
    give_demo_password(administrator.user)
    body = administrator.organisation

    def organisation(name: str, kind: OrganisationKind) -> Organisation:
        return create_organisation(
            actor=administrator, name=name, kind=kind, city="Ville-Démo", now=now
        )

    def member(user: User, place: Organisation, role: Role) -> Membership:
        return add_membership(
            actor=administrator, user=user, organisation=place, role=role, start=start, now=now
        )

    practices = [organisation(name, OrganisationKind.PRACTICE) for name in PRACTICES]
    funder = organisation("Financeur de démonstration", OrganisationKind.FUNDER)
    certifier = organisation("Certificateur de démonstration", OrganisationKind.CERTIFIER)
    lead_account = account("responsable", "Claire")
    lead = member(lead_account, body, Role.LEAD)
    member(lead_account, body, Role.TRAINER)
    trainer = member(account("formateur", "Paul"), body, Role.TRAINER)
    member(account("accompagnateur", "Nadia"), body, Role.COMPANION)
    member(account("employeur", "Hélène"), practices[0], Role.EMPLOYER)
    member(account("financeur", "Omar"), funder, Role.FUNDER)
    member(account("jury", "Jeanne"), certifier, Role.JUROR)
    return Cast(
        lead=lead,
        trainer=trainer,
        practices=practices,
        funder=funder,
        assistant=account("assistant", "Inès"),
        carer=account("soignant", "Sami"),
    )
