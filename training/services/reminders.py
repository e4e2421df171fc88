"""Reminders of a training body, gathered and made."""

from datetime import datetime

from people.enums import OrganisationKind
from people.models import Organisation
from records.services.reminders import remind
from training.queries.reminders import reminders_due


def remind_everybody(*, now: datetime) -> int:
    """Make what is due now, one training body after another; gives how many were made.

    It may run at any time and as often as one likes: each is made once. What a missed run would
    have told and no longer makes sense is not told.
    """
    bodies = Organisation.objects.filter(kind=OrganisationKind.TRAINING_BODY)
    return sum(remind(due=reminders_due(body, now), now=now) for body in bodies)
