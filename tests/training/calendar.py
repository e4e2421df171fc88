"""What the tests of the calendar do over and over."""

from training.models import TrainingSession
from training.queries.calendar import planned_mark
from training.queries.planning import cohort_plan
from training.services import announce, plan_cohort


def seen(world, now, trainers=(), rooms=()):
    return cohort_plan(world.lead, world.cohort, list(trainers), list(rooms), now).mark


def plan(world, now, **changes):
    given = {"trainers": [], "rooms": [], "seen": seen(world, now), "now": now, **changes}
    return plan_cohort(actor=world.lead, cohort=world.cohort, **given)


def tell(world, now, **changes):
    mark = planned_mark(world.cohort, now).mark
    given = {"actor": world.lead, "seen": mark, "now": now, **changes}
    return announce(cohort=world.cohort, **given)


def form(session, **changes):
    """What the form of a session sends when nothing is touched."""
    return {
        "version": session.version, "title": session.title, "starts_at": session.starts_at,
        "ends_at": session.ends_at, "trainer": session.trainer, "room": session.room,
        "make_up_only": session.make_up_only, **changes,
    }  # fmt: skip


def state_of(session):
    return TrainingSession.objects.values_list("state", "version").get(pk=session.pk)
