"""Who gets in where, in the calendar."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from people.enums import LEADING_ROLES, STAFF_ROLES, Role
from tests.architecture.actors import World
from tests.architecture.row import Reach, Row, nothing
from tests.factories.site import NOW
from training.permissions import SESSION_ROLES
from training.queries.agenda import token_of
from training.queries.calendar import planned_mark
from training.services import renew_agenda_link

ALL = tuple(Role)
ROLE, OWN = Reach.ROLE, Reach.OURS


def cohort(world: World) -> tuple:
    return (world.site.cohort.pk,)


def session(world: World) -> tuple:
    return (world.coming.pk,)


def changed(world: World) -> dict[str, Any]:
    return {
        "title": "Autre", "day": "2060-03-03", "start": "09:00", "end": "10:00", "trainer": "",
        "room": "", "reason": "Matrice.", "version": world.coming.version,
    }  # fmt: skip


def cancelled(world: World) -> dict[str, Any]:
    return {"annulation-reason": "Matrice.", "annulation-version": world.coming.version}


def planned(world: World) -> dict[str, Any]:
    return {
        "module": world.module.pk, "category": "", "title": "De la matrice", "day": "2060-03-04",
        "start": "09:00", "end": "10:00", "trainer": "", "room": "",
        "form_key": "00000000-0000-4000-8000-000000000021",
    }  # fmt: skip


def seen(world: World) -> dict[str, Any]:
    return {"seen": planned_mark(world.site.cohort, NOW).mark}


def phase(world: World) -> tuple:
    return (world.site.cohort.pk, world.site.cohort.phases.get().pk)


def phase_typed(world: World) -> dict[str, Any]:
    return {"kind": "initial", "starts_on": "2026-09-01", "ends_on": "2026-09-30"}


def room(world: World) -> tuple:
    return ("salles", world.site.body.rooms.get().pk)


def room_typed(world: World) -> dict[str, Any]:
    return {"salle-name": "Salle de la matrice", "salle-seats": 12}


def trainer(world: World) -> tuple:
    return (world.site.staff[Role.TRAINER].pk,)


def week_typed(world: World) -> dict[str, Any]:
    """From tomorrow on: views read the clock."""
    since = timezone.localdate() + timedelta(days=1)
    return {"semaine-mornings": ["1"], "semaine-since": since.isoformat(), "semaine-seen": 1}


def absence(world: World) -> tuple:
    away = world.site.staff[Role.TRAINER].days_away.get()
    return (away.trainer_id, away.pk)


def absence_typed(world: World) -> dict[str, Any]:
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    return {"absence-starts_on": day, "absence-ends_on": day, "absence-part": "morning"}


def address(world: World) -> tuple:
    """The calendar of the learner: whoever has the address reads it."""
    link = renew_agenda_link(actor=world.site.learner, number=0, now=NOW)
    return (token_of(link),)


CALENDAR = (
    Row("training:calendar", OWN, STAFF_ROLES, cohort, (0,)),
    Row("training:phases", OWN, LEADING_ROLES, cohort, (0,), post=phase_typed),
    Row(
        "training:phase_remove", OWN, LEADING_ROLES, phase, (0,), post=phase_typed, gets=False,
    ),
    Row("training:session_plan", OWN, LEADING_ROLES, cohort, (0,), post=planned),
    Row("training:planning", OWN, LEADING_ROLES, cohort, (0,), post=seen),
    Row(
        "training:planning_export", OWN, LEADING_ROLES, lambda w: (*cohort(w), "csv"), (0,),
    ),
    Row("training:unplan", OWN, LEADING_ROLES, cohort, (0,), post=seen, gets=False),
    Row("training:announce", OWN, LEADING_ROLES, cohort, (0,), post=seen, gets=False),
    Row("training:session_edit", OWN, LEADING_ROLES, session, (0,), post=changed),
    Row("training:session_cancel", OWN, LEADING_ROLES, session, (0,), post=cancelled, gets=False),
    Row("training:calendar_settings", ROLE, LEADING_ROLES),
    Row(
        "training:setting_add", ROLE, LEADING_ROLES, lambda w: ("salles",), post=room_typed,
        gets=False,
    ),
    # What is not theirs is answered like what is gone already: nothing happens.
    Row("training:setting_remove", ROLE, LEADING_ROLES, room, post=room_typed, gets=False),
    Row("training:availability", ROLE, STAFF_ROLES),
    # A trainer reaches their own page, a lead that of each trainer of the body.
    Row("training:trainer_week", OWN, SESSION_ROLES, trainer, (0,), post=week_typed),
    Row("training:away_add", OWN, SESSION_ROLES, trainer, (0,), post=absence_typed, gets=False),
    Row("training:away_remove", OWN, SESSION_ROLES, absence, (0,), post=nothing, gets=False),
    # One's own sessions, and the address that one's calendar program reads.
    Row("training:agenda", ROLE, ALL),
    Row("training:agenda_renew", ROLE, ALL, post=lambda w: {"number": "0"}, gets=False),
    Row("training:agenda_close", ROLE, ALL, post=lambda w: {}, gets=False),
    Row("training:agenda_feed", Reach.PUBLIC, args=address),
)  # fmt: skip
