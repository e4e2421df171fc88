"""The entry window of the weeks: refusing what comes too late, and reopening a week."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from portfolio.enums import WRITABLE_STATES
from portfolio.models import LogbookWeek, WeekOpening
from portfolio.permissions import can_reopen_week
from portfolio.queries.window import window_of_week
from portfolio.rules.weeks import IsoWeek, week_exists
from portfolio.rules.window import (
    MAX_REASON,
    in_first_days,
    refusal_of,
    refusal_to_reopen,
    reopened_until,
)
from records.services import refuse_patient_data
from training.models import Enrolment


class WeekClosed(ServiceError):
    """The window of the week is over; the message says until when it was open and whom to ask."""


class OpeningRefused(ServiceError):
    message = "Cette semaine ne se rouvre pas."


class WeekToReopen(NamedTuple):
    """A week of somebody, stored or not."""

    enrolment: Enrolment
    week: IsoWeek


class ReopenedWeeks(NamedTuple):
    """What was reopened, and what was not, with the reason in French."""

    opened: list[WeekOpening]
    refused: list[tuple[WeekToReopen, str]]


def check_window(enrolment: Enrolment, week: IsoWeek, today: date) -> None:
    """Raises `WeekClosed` once the window of a week is over; `today` is a Europe/Paris date."""
    if in_first_days(week, timezone.localdate(enrolment.enrolled_at), today):
        return  # a text saved while one types reads nothing more
    if refusal := refusal_of(window_of_week(enrolment, week), today):
        raise WeekClosed(refusal)


@transaction.atomic
def reopen_week(
    *, actor: Membership, enrolment: Enrolment, week: IsoWeek, reason: str, now: datetime
) -> WeekOpening:
    """Give the learner 14 more days to write a closed week, saying why; the same day, once.

    Raises `NotAllowed`, `OpeningRefused`, `PatientData`.
    """
    row = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort")
        .get(pk=enrolment.pk)
    )
    if not can_reopen_week(actor, row):
        raise NotAllowed
    reason = _checked(reason)
    today = timezone.localdate(now)
    if not week_exists(*week):
        raise OpeningRefused("Cette semaine n’existe pas.")
    named = {"enrolment": row, "iso_year": week.year, "iso_week": week.number}
    until = reopened_until(today)
    if known := WeekOpening.objects.filter(until=until, **named).first():
        return known
    _check_writable(LogbookWeek.objects.filter(**named).first())
    window = window_of_week(row, week)
    if refusal := refusal_to_reopen(week, row.cohort.starts_on, window, today):
        raise OpeningRefused(refusal)
    made = WeekOpening.objects.create(until=until, reason=reason, actor=actor, at=now, **named)
    audit(actor, "portfolio.week.reopened", made, at=now, until=until.isoformat())
    return made


def reopen_weeks(
    *, actor: Membership, weeks: Iterable[WeekToReopen], reason: str, now: datetime
) -> ReopenedWeeks:
    """Reopen several weeks, each on its own: one that is refused keeps none of the others back.

    Raises `NotAllowed`, and `OpeningRefused` or `PatientData` for the reason that all share.
    """
    reason = _checked(reason)
    opened, refused = [], []
    for one in weeks:
        try:
            opened.append(
                reopen_week(
                    actor=actor, enrolment=one.enrolment, week=one.week, reason=reason, now=now
                )
            )
        except NotAllowed:
            raise
        except ServiceError as refusal:
            refused.append((one, refusal.message))
    return ReopenedWeeks(opened, refused)


def _checked(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise OpeningRefused("Donnez la raison de la réouverture.")
    if len(reason) > MAX_REASON:
        raise OpeningRefused(f"La raison dépasse {MAX_REASON} caractères.")
    refuse_patient_data(reason)
    return reason


def _check_writable(row: LogbookWeek | None) -> None:
    if row and row.state not in WRITABLE_STATES:
        raise OpeningRefused(f"Cette semaine est {row.get_state_display()} : rien à rouvrir.")
