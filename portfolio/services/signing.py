"""What a trainer answers to a week that was handed in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from portfolio.enums import WEEK_TRANSITIONS, WeekState
from portfolio.models import LogbookWeek, WeekEvent
from portfolio.permissions import can_sign_week
from portfolio.queries.hours import PlaceTotal, practice_totals
from portfolio.rules.logbook import MAX_COMMENT
from portfolio.rules.weeks import IsoWeek, week_label
from records.services import refuse_patient_data
from training.services import post_practice


class WeekNotWaiting(ServiceError):
    message = "Cette semaine n’attend plus de visa : elle a déjà reçu une réponse."


class CommentNeeded(ServiceError):
    message = "Dites ce qui est à compléter."


@transaction.atomic
def sign_week(
    *, actor: Membership, week: LogbookWeek, version: int, comment: str = "", now: datetime
) -> WeekEvent:
    """Sign the week as it was read; its minutes at each practice go to the hours, out of count."""
    row = _answer(actor, week, WeekState.SIGNED, version, comment)
    event = _record(actor, row, comment, now)
    for key, place in signed_places(row, version, timezone.localdate(now)).items():
        post_practice(
            actor=actor,
            enrolment=row.enrolment,
            minutes=place.minutes,
            occurred_on=place.last_day,
            label=practice_label(row, place),
            source_key=key,
            practice=place.practice,
            now=now,
        )
    return event


def signed_places(row: LogbookWeek, version: int, today: date) -> dict[str, PlaceTotal]:
    """The minutes of a week at each practice, by their source key in the ledger.

    `version` is that of the week as it was signed, whatever was corrected since.
    """
    found = {}
    for place in practice_totals(row, today):
        where = f":{place.practice.pk}" if place.practice else ""
        found[f"portfolio.week:{row.pk}{where}:v{version}"] = place
    return found


def practice_label(row: LogbookWeek, place: PlaceTotal) -> str:
    """What the line of the ledger says."""
    label = f"Livret, semaine {week_label(IsoWeek(row.iso_year, row.iso_week))}"
    return f"{label}, {place.practice}" if place.practice else label


class SeenWeek(NamedTuple):
    """A week as its reader saw it."""

    week: LogbookWeek
    version: int


class SignedWeeks(NamedTuple):
    """How many weeks were signed, and those that were not, with the reason in French."""

    signed: int
    refused: list[tuple[LogbookWeek, str]]


def sign_weeks(*, actor: Membership, seen: Iterable[SeenWeek], now: datetime) -> SignedWeeks:
    """Sign several weeks, each on its own: one that is refused keeps none of the others back.

    Raises `NotAllowed` if the actor may not sign one of them; those before it stay signed.
    """
    signed, refused = 0, []
    for week, version in seen:
        try:
            sign_week(actor=actor, week=week, version=version, now=now)
        except NotAllowed:
            raise
        except ServiceError as refusal:
            refused.append((week, refusal.message))
        else:
            signed += 1
    return SignedWeeks(signed, refused)


@transaction.atomic
def return_week(
    *, actor: Membership, week: LogbookWeek, comment: str, version: int, now: datetime
) -> WeekEvent:
    """Send the week back to its learner, saying what to complete."""
    if not comment.strip():
        raise CommentNeeded
    row = _answer(actor, week, WeekState.RETURNED, version, comment)
    return _record(actor, row, comment, now)


def _answer(
    actor: Membership, week: LogbookWeek, state: WeekState, version: int, comment: str
) -> LogbookWeek:
    """Compare-and-set: the state changes if the week still waits, at the version that was read."""
    row = LogbookWeek.objects.select_related("enrolment__cohort").get(pk=week.pk)
    if not can_sign_week(actor, row.enrolment):
        raise NotAllowed
    if len(comment) > MAX_COMMENT:
        raise ServiceError(f"Le commentaire dépasse {MAX_COMMENT} caractères.")
    refuse_patient_data(comment)
    if state not in WEEK_TRANSITIONS[WeekState(row.state)]:
        raise WeekNotWaiting
    fresh = LogbookWeek.objects.filter(
        pk=row.pk, version=version, state=WeekState.SUBMITTED
    ).update(state=state, version=version + 1)
    if not fresh:
        raise StaleForm
    row.refresh_from_db(fields=["state", "version"])
    return row


def _record(actor: Membership, row: LogbookWeek, comment: str, now: datetime) -> WeekEvent:
    event = WeekEvent.objects.create(
        week=row,
        state=row.state,
        version=row.version,
        actor=actor,
        at=now,
        comment=comment.strip(),
    )
    audit(actor, f"portfolio.week.{row.state}", row, at=now, version=row.version)
    return event
