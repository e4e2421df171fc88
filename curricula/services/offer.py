"""What a training body tells the public of its tracks."""

from datetime import datetime

from django.db import transaction

from curricula.models import Offer, Track
from curricula.permissions import can_describe_offer
from people.models import Membership
from people.services import NotAllowed, StaleForm, audit

FIELDS = ("prerequisites", "delay", "price", "contact", "accessibility")


@transaction.atomic
def describe_offer(
    *, actor: Membership, track: Track, version: int, now: datetime, **said: str
) -> Offer:
    """Keep what the actor's training body says; the same words twice are kept once.

    `version` is the one that the form saw, 0 when there was nothing yet.
    """
    if not can_describe_offer(actor):
        raise NotAllowed
    values = {name: said[name] for name in FIELDS}
    offer, created = Offer.objects.get_or_create(
        track=track, organisation=actor.organisation, defaults={**values, "changed_at": now}
    )
    if not created:
        if all(getattr(offer, name) == value for name, value in values.items()):
            return offer
        mine = Offer.objects.filter(pk=offer.pk, version=version)
        if not mine.update(**values, changed_at=now, version=version + 1):
            raise StaleForm
        offer.refresh_from_db()
    audit(actor, "curricula.offer.described", offer, at=now, version=offer.version)
    return offer
