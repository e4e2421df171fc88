"""The welcome pack of a training body, and who received it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from people.enums import STAFF_ROLES, Role
from people.models import Membership
from training.models import Enrolment, WelcomePack, WelcomeReceipt
from training.queries.file_part import FilePart


@dataclass(frozen=True)
class Welcome:
    """The newest version and what a person received of all versions, the newest first."""

    pack: WelcomePack | None
    receipts: list[WelcomeReceipt]

    @property
    def received(self) -> bool:
        """The newest version was confirmed."""
        return any(self.pack == one.pack for one in self.receipts)


def newest_pack(organisation_id: int) -> WelcomePack | None:
    return WelcomePack.objects.filter(organisation=organisation_id).first()


def welcome_of(enrolment: Enrolment) -> Welcome:
    """Of an enrolment loaded with its cohort; two queries."""
    receipts = enrolment.receipts.select_related("pack", "confirmed_by__user")
    return Welcome(newest_pack(enrolment.cohort.organisation_id), list(receipts))


def welcome_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: whether the newest version was received."""
    if actor.role not in (Role.LEARNER, *STAFF_ROLES):
        return None
    found = welcome_of(enrolment)
    url = reverse("training:welcome", args=[enrolment.pk])
    if found.pack is None:
        return FilePart("Livret d’accueil", "L’organisme n’en a pas encore écrit.", url)
    state = "Reçu." if found.received else "À lire et à confirmer."
    return FilePart("Livret d’accueil", state, url, missing=not found.received)
