"""The secret address of one's own calendar: opened, replaced, closed."""

from datetime import datetime

from django.db import transaction

from people.models import Membership
from people.services import StaleForm, audit
from training.models import AgendaLink


@transaction.atomic
def renew_agenda_link(*, actor: Membership, number: int, now: datetime) -> AgendaLink:
    """Give the person a new address; the former one stops working.

    `number` is that of the address shown (0 for none): the same form twice makes one address.
    """
    link, created = AgendaLink.objects.select_for_update().get_or_create(
        user=actor.user, defaults={"changed_at": now}
    )
    if not created:
        if number > link.number:
            raise StaleForm
        if number < link.number and link.open:
            return link
        link.number, link.open, link.changed_at = link.number + 1, True, now
        link.save()
    audit(actor, "training.agenda.opened", link, at=now, number=link.number)
    return link


@transaction.atomic
def close_agenda_link(*, actor: Membership, now: datetime) -> None:
    """Close the address: whoever subscribed sees nothing any more. Twice closes once."""
    link = AgendaLink.objects.select_for_update().filter(user=actor.user, open=True).first()
    if link:
        link.open, link.changed_at = False, now
        link.save()
        audit(actor, "training.agenda.closed", link, at=now, number=link.number)
