"""Practices that employ assistants."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from people.enums import OrganisationKind
from people.models import Membership, Organisation
from people.services import NotAllowed, create_organisations
from training.permissions import can_create_practice
from training.queries.practices import Practices, practices_known
from training.rules.table_import import plain


@transaction.atomic
def create_practice(
    *, actor: Membership, name: str, city: str = "", now: datetime
) -> tuple[Organisation, bool]:
    """Create a practice, or return the one of this name in this town (False: it was there).

    Names and towns are compared without accents, case or needless spaces (docs/rules/import.md).
    """
    if not can_create_practice(actor):
        raise NotAllowed
    known = practices_known()
    if found := known.find(name, city):
        return found, False
    (made,) = _create(actor, known, [(name, city)], now)
    return made, True


@transaction.atomic
def create_practices(
    *, actor: Membership, named: Iterable[tuple[str, str]], now: datetime
) -> Practices:
    """Create the practices of these names and towns that are not there; all those of the site.

    Of two that are written alike the first is created. Few queries, whatever their number.
    """
    if not can_create_practice(actor):
        raise NotAllowed
    known = practices_known()
    for one in _create(actor, known, named, now):
        known.add(one)
    return known


def _create(
    actor: Membership, known: Practices, named: Iterable[tuple[str, str]], now: datetime
) -> list[Organisation]:
    wanted: dict[tuple[str, str], tuple[str, str]] = {}
    for name, city in named:
        if known.find(name, city) is None:
            typed = " ".join(name.split()), " ".join(city.split())
            wanted.setdefault((plain(name), plain(city)), typed)
    return create_organisations(
        actor=actor, kind=OrganisationKind.PRACTICE, named=wanted.values(), now=now
    )
