"""One form of the week screen, one write: the week is opened and written in one transaction."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from curricula.models import Competency
from people.models import Membership
from people.services import StaleForm
from portfolio.models import LogbookEntry, LogbookWeek
from portfolio.services.logbook import add_entry, open_week, save_hours, submit_week
from training.models import Enrolment


@transaction.atomic
def write_entry(
    *,
    actor: Membership,
    enrolment: Enrolment,
    iso_year: int,
    iso_week: int,
    day: date,
    kind: str,
    text: str,
    competencies: Iterable[Competency],
    form_key: str,
    now: datetime,
) -> LogbookEntry:
    """Add a situation to a week that may not exist yet."""
    week = open_week(
        actor=actor, enrolment=enrolment, iso_year=iso_year, iso_week=iso_week, now=now
    )
    return add_entry(
        actor=actor,
        week=week,
        day=day,
        kind=kind,
        text=text,
        competencies=competencies,
        form_key=form_key,
        now=now,
    )


@transaction.atomic
def write_week(
    *,
    actor: Membership,
    enrolment: Enrolment,
    iso_year: int,
    iso_week: int,
    practice_minutes: int,
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
    return write(
        actor=actor, week=week, practice_minutes=practice_minutes, version=version, now=now
    )
