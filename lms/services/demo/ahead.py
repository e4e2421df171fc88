"""What is to come in the demo: phases, a room, sessions planned, the first weeks announced."""

from datetime import date, datetime, time, timedelta

from lms.services.demo.cast import Cast
from training.enums import ClosureKind, PhaseKind
from training.models import Cohort
from training.queries.calendar import planned_mark
from training.queries.planning import cohort_plan
from training.services import add_closure, add_phase, add_room, announce, plan_cohort

ANNOUNCED_WEEKS = 4
INITIAL_WEEKS = 4
MORNING, AFTERNOON = (time(9), time(12, 30)), (time(13, 30), time(17))


def plan_ahead(cast: Cast, cohort: Cohort, now: datetime, today: date) -> None:
    """Two days a week until the end of the cohort; the next weeks are announced to the group."""
    actor = cast.lead
    room = add_room(actor=actor, name="Salle Démo", seats=24, now=now)
    add_closure(
        actor=actor, kind=ClosureKind.PEAK, label="Démo, campagne de vaccination", now=now,
        starts_on=today + timedelta(weeks=6), ends_on=today + timedelta(weeks=6, days=4),
    )  # fmt: skip
    change = cohort.starts_on + timedelta(weeks=INITIAL_WEEKS)
    for kind, starts_on, ends_on in (
        (PhaseKind.INITIAL, cohort.starts_on, change - timedelta(days=1)),
        (PhaseKind.ALTERNATING, change, cohort.ends_on),
    ):
        add_phase(
            actor=actor, cohort=cohort, kind=kind, starts_on=starts_on, ends_on=ends_on,
            weekdays=frozenset({1, 2}), morning=MORNING, afternoon=AFTERNOON, now=now,
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
