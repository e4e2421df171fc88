"""What is to come in the demo: phases, a room, the half-days of a trainer, sessions planned.

The first weeks are announced.
"""

from datetime import date, datetime, time, timedelta

from lms.services.demo.cast import Cast
from training.enums import AwayPart, ClosureKind, DayPart, PhaseKind
from training.models import Cohort
from training.queries.calendar import planned_mark
from training.queries.planning import cohort_plan
from training.services import add_away, add_closure, add_phase, add_room, announce, plan_cohort
from training.services.availability import say_week

ANNOUNCED_WEEKS = 4
INITIAL_WEEKS = 4
MONDAY, TUESDAY, WEDNESDAY = 1, 2, 3
MORNING, AFTERNOON = (time(9), time(12, 30)), (time(13, 30), time(17))


def plan_ahead(cast: Cast, cohort: Cohort, now: datetime, today: date) -> None:
    """Two days a week until the end of the cohort; the next weeks are announced to the group."""
    actor = cast.lead
    room = add_room(actor=actor, name="Salle Démo", seats=24, now=now)
    add_closure(
        actor=actor, kind=ClosureKind.PEAK, label="Démo, campagne de vaccination", now=now,
        starts_on=today + timedelta(weeks=6), ends_on=today + timedelta(weeks=6, days=4),
    )  # fmt: skip
    give_half_days(cast, now, today)
    change = cohort.starts_on + timedelta(weeks=INITIAL_WEEKS)
    for kind, starts_on, ends_on in (
        (PhaseKind.INITIAL, cohort.starts_on, change - timedelta(days=1)),
        (PhaseKind.ALTERNATING, change, cohort.ends_on),
    ):
        add_phase(
            actor=actor, cohort=cohort, kind=kind, starts_on=starts_on, ends_on=ends_on,
            weekdays=frozenset({MONDAY, TUESDAY}), morning=MORNING, afternoon=AFTERNOON, now=now,
        )  # fmt: skip
    plan = cohort_plan(actor, cohort, [cast.trainer], [room], now)
    if not plan.complete:
        return
    plan_cohort(
        actor=actor, cohort=cohort, trainers=[cast.trainer], rooms=[room], seen=plan.mark, now=now
    )
    announce(
        actor=actor, cohort=cohort, seen=planned_mark(cohort, now).mark,
        until=today + timedelta(weeks=ANNOUNCED_WEEKS), anyway=True, now=now,
    )  # fmt: skip


def give_half_days(cast: Cast, now: datetime, today: date) -> None:
    """The trainer gives the days of the cohort and Wednesday mornings, but for one of these."""
    whole = {(day, part) for day in (MONDAY, TUESDAY) for part in DayPart}
    say_week(
        actor=cast.trainer, trainer=cast.trainer, since=today, until=None,
        halves=whole | {(WEDNESDAY, DayPart.MORNING)}, seen=0, now=now,
    )  # fmt: skip
    away = today + timedelta(days=14 + (WEDNESDAY - today.isoweekday()) % 7)
    add_away(
        actor=cast.trainer, trainer=cast.trainer, starts_on=away, ends_on=away,
        part=AwayPart.MORNING, now=now,
    )  # fmt: skip
