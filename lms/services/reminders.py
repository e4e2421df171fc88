"""Reminders of training bodies: gathered, made, and told together while they hold."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from people.enums import OrganisationKind
from people.models import Organisation
from portfolio.queries.reminders import logbook_reminders
from records.services.reminders import Due, remind, send_digests
from training.queries.reminders import reminders_due


def remind_everybody(*, now: datetime) -> int:
    """Make what is due now, one training body after another; gives how many were made.

    It may run at any time and as often as one likes: each is made once. What a missed run would
    have told and no longer makes sense is not told.
    """
    return sum(remind(due=due, now=now) for due in _due_by_body(now))


def send_digests_of_what_holds(*, now: datetime) -> int:
    """Send the digests of today with what is still due; gives how many people got one.

    What waited is looked at again: a session that was held or cancelled since is not told.
    """
    return send_digests(due=(one for due in _due_by_body(now) for one in due), now=now)


def _due_by_body(now: datetime) -> Iterator[Iterator[Due]]:
    bodies = Organisation.objects.filter(kind=OrganisationKind.TRAINING_BODY)
    return (chain(reminders_due(body, now), logbook_reminders(body, now)) for body in bodies)
