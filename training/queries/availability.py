"""The half-days that trainers give and their absences, as their pages show them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from people.models import Membership
from records.rules.french import SHORT_DAYS
from training.enums import DayPart
from training.models import TrainerAway, TrainerWeek, TrainingSession
from training.permissions import can_say_availability
from training.queries.planning import local_hours, standing_sessions
from training.queries.trainer_week import availability_of
from training.rules.availability import (
    ALWAYS,
    Period,
    WeekHalf,
    absences,
    away_text,
    not_given,
    not_given_text,
    periods,
)


@dataclass(frozen=True)
class ShownPeriod:
    """A period with its table: for each part of the day its name and, day by day, whether given."""

    period: Period
    rows: list[tuple[str, list[tuple[str, bool]]]]


@dataclass(frozen=True)
class TrainerLine:
    """One trainer: what they give from today on, their absences to come, and who may say it."""

    trainer: Membership
    periods: list[ShownPeriod]
    absences: list[TrainerAway]
    may_say: bool
    said: list[TrainerWeek] = field(default_factory=list)

    @property
    def number(self) -> int:
        """That of the newest week said; 0 when none was."""
        return self.said[0].number if self.said else 0


def trainer_lines(
    actor: Membership, trainers: Sequence[Membership], today: date
) -> list[TrainerLine]:
    """The given trainers of the actor's training body, in their order. Two queries."""
    users = {trainer.user_id for trainer in trainers}
    said, away = defaultdict(list), defaultdict(list)
    weeks = TrainerWeek.objects.visible_to(actor).filter(person__in=users)
    for row in weeks.select_related("said_by__user"):
        said[row.person_id].append(row)
    for noted in absences_to_come(actor, today).filter(trainer__user__in=users):
        away[noted.trainer.user_id].append(noted)
    return [
        TrainerLine(
            trainer=trainer,
            periods=[_shown(p) for p in periods([w.week for w in said[trainer.user_id]], today)],
            absences=away[trainer.user_id],
            may_say=can_say_availability(actor, trainer),
            said=said[trainer.user_id],
        )
        for trainer in trainers
    ]


def absences_to_come(actor: Membership, today: date) -> QuerySet[TrainerAway]:
    """Those of the actor's training body that are not over, the first one first."""
    visible = TrainerAway.objects.visible_to(actor).filter(ends_on__gte=today)
    return visible.select_related("trainer__user")


def unkept_sessions(
    actor: Membership, trainer: Membership, now: datetime
) -> list[tuple[TrainingSession, str]]:
    """The sessions to come of a trainer on a half-day not given or an absence, and why.

    Those of the actor's training body, the first one first. Three queries.
    """
    coming = (
        standing_sessions()
        .filter(cohort__organisation=actor.organisation_id, trainer__user=trainer.user_id)
        .filter(ends_at__gt=now)
        .select_related("cohort")
        .order_by("starts_at", "pk")
    )
    known = availability_of(actor.organisation_id, [trainer.user_id]).get(trainer.user_id, ALWAYS)
    found = []
    for session in coming:
        hours = local_hours(session)
        texts = (
            not_given_text(hours[0], not_given(known, *hours)),
            away_text(absences(known, *hours)),
        )
        if said := " ; ".join(text for text in texts if text):
            found.append((session, said))
    return found


def _shown(period: Period) -> ShownPeriod:
    def given(half: WeekHalf) -> bool:
        return period.halves is None or half in period.halves

    days = list(enumerate(SHORT_DAYS, start=1))
    rows = [
        (part.label, [(name, given((number, part))) for number, name in days]) for part in DayPart
    ]
    return ShownPeriod(period, rows)
