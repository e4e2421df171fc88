"""Practices that employ assistants."""

from datetime import datetime

from django.db import transaction

from people.enums import OrganisationKind
from people.models import Membership, Organisation
from people.services import NotAllowed, create_organisation
from training.permissions import can_create_practice
from training.queries.practices import Practices, practices_known


@transaction.atomic
def create_practice(
    *,
    actor: Membership,
    name: str,
    city: str = "",
    now: datetime,
    practices: Practices | None = None,
) -> tuple[Organisation, bool]:
    """Create a practice, or return the one of this name in this town (False: it was there).

    Names and towns are compared without accents, case or needless spaces (docs/rules/import.md).
    `practices`: those of the site, from a caller who has read them in the same transaction; the
    new one is added to them.
    """
    if not can_create_practice(actor):
        raise NotAllowed
    name, city = " ".join(name.split()), " ".join(city.split())
    found = practices_known() if practices is None else practices
    if known := found.find(name, city):
        return known, False
    made = create_organisation(
        actor=actor, name=name, kind=OrganisationKind.PRACTICE, city=city, now=now
    )
    found.add(made)
    return made, True
