"""A cohort with phases, hours by category, rooms and sessions to come."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from curricula.models import Module, ModuleBudget
from people.models import Membership
from training.enums import ClosureKind, PhaseKind, SessionState
from training.models import (
    ClosedPeriod,
    Cohort,
    CohortPhase,
    Room,
    TrainerAway,
    TrainerWeek,
    TrainingSession,
)

numbers = count(1)
MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # 9:00 in Paris, four days after « now »


def budget_factory(module: Module, minutes: int = 420, category: str = "in_person") -> ModuleBudget:
    return ModuleBudget.objects.create(module=module, category=category, minutes=minutes)


def phase_factory(cohort: Cohort, weekdays: str = "12", **fields) -> CohortPhase:
    """Mondays and Tuesdays of the spring, seven hours a day."""
    return CohortPhase.objects.create(
        cohort=cohort,
        kind=fields.pop("kind", PhaseKind.ALTERNATING),
        starts_on=fields.pop("starts_on", date(2027, 3, 1)),
        ends_on=fields.pop("ends_on", date(2027, 6, 30)),
        weekdays=weekdays,
        morning_start=time(9),
        morning_end=time(12, 30),
        afternoon_start=time(13, 30),
        afternoon_end=time(17),
        **fields,
    )


def room_factory(cohort: Cohort, seats: int = 12, name: str = "") -> Room:
    return Room.objects.create(
        organisation=cohort.organisation, seats=seats, name=name or f"Salle {next(numbers)}"
    )


def closure_factory(cohort: Cohort) -> ClosedPeriod:
    return ClosedPeriod.objects.create(
        organisation=cohort.organisation,
        kind=ClosureKind.HOLIDAY,
        label="Printemps",
        starts_on=date(2027, 4, 10),
        ends_on=date(2027, 4, 25),
    )


def away_factory(trainer: Membership) -> TrainerAway:
    return TrainerAway.objects.create(
        trainer=trainer, starts_on=date(2027, 4, 5), ends_on=date(2027, 4, 9)
    )


def given_week_factory(
    trainer: Membership, mornings: str = "1", afternoons: str = "", **fields
) -> TrainerWeek:
    """Monday mornings from 1 March 2027 on, the next version of what the trainer gives."""
    body, person = trainer.organisation, trainer.user
    said = TrainerWeek.objects.filter(organisation=body, person=person)
    return TrainerWeek.objects.create(
        organisation=body,
        person=person,
        number=said.count() + 1,
        since=fields.pop("since", date(2027, 3, 1)),
        mornings=mornings,
        afternoons=afternoons,
        said_by=trainer,
        said_at=MONDAY,
        **fields,
    )


def coming_factory(
    cohort: Cohort,
    module: Module,
    trainer: Membership | None = None,
    days: int = 0,
    hours: int = 0,
    state: str = SessionState.PLANNED,
    **fields,
) -> TrainingSession:
    """A session of three and a half hours, some days and hours after Monday 8 March 2027, 9:00."""
    start = MONDAY + timedelta(days=days, hours=hours)
    return TrainingSession.objects.create(
        cohort=cohort,
        module=module,
        trainer=trainer,
        state=state,
        title=fields.pop("title", "Accueillir"),
        starts_at=start,
        ends_at=start + timedelta(hours=3, minutes=30),
        form_key=f"a-venir-{next(numbers)}",
        **fields,
    )


def missed_factory(cohort: Cohort, module: Module) -> None:
    """21 h of sessions announced for January and February 2027, which nobody attended."""
    for week in range(6):
        coming_factory(cohort, module, days=7 * week - 63, state=SessionState.ANNOUNCED)
