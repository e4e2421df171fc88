"""How often a cohort meets: dates are proposed from it, nothing enters the calendar."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.models import GroupRhythm
from portfolio.permissions import can_hold_meeting
from portfolio.rules.group_day import Rhythm, rhythm_problem
from training.models import Cohort


class RhythmRefused(ServiceError):
    message = "Ce rythme n’a pas pu être enregistré."


@transaction.atomic
def choose_rhythm(
    *, actor: Membership, cohort: Cohort, rhythm: Rhythm, seen: int, now: datetime
) -> GroupRhythm:
    """Add a version of the rhythm of a cohort; the same form twice adds it once.

    `seen`: the number of the version that the page showed, 0 for none. Raises `NotAllowed`,
    `RhythmRefused`, `StaleForm`.
    """
    if not can_hold_meeting(actor, cohort):
        raise NotAllowed
    if problem := rhythm_problem(rhythm, cohort.starts_on, cohort.ends_on):
        raise RhythmRefused(problem)
    last = cohort.rhythms.first()
    number = last.number if last else 0
    if last and last.rhythm == rhythm and number in (seen, seen + 1):
        return last
    if number != seen:
        raise StaleForm
    try:
        with transaction.atomic():
            made = GroupRhythm.objects.create(
                cohort=cohort, number=seen + 1, chosen_by=actor, chosen_at=now, **asdict(rhythm)
            )
    except IntegrityError as overtaken:
        raise StaleForm from overtaken
    audit(actor, "portfolio.rhythm.chosen", made, at=now)
    return made
