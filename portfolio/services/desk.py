"""The hours of a week and handing it in: one form, one write."""

from datetime import datetime

from django.db import transaction

from people.models import Membership
from people.services import StaleForm
from portfolio.models import LogbookWeek
from portfolio.rules.hours import WrittenHours
from portfolio.services.logbook import open_week, save_hours, submit_week
from training.models import Enrolment


@transaction.atomic
def write_week(
    *,
    actor: Membership,
    enrolment: Enrolment,
    iso_year: int,
    iso_week: int,
    hours: WrittenHours,
    version: int,
    hand_in: bool,
    now: datetime,
) -> LogbookWeek:
    """Note the hours of a week and, if asked, hand it in; version 0: it was not stored yet."""
    week = open_week(
        actor=actor, enrolment=enrolment, iso_year=iso_year, iso_week=iso_week, now=now
    )
    if version == 0:
        if week.version != 1:
            raise StaleForm
        version = 1
    write = submit_week if hand_in else save_hours
    return write(actor=actor, week=week, hours=hours, version=version, now=now)
