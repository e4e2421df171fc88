"""Half-days given and absences: who says them, what is refused, what planning makes of them."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from tests.factories import membership_factory
from tests.factories.calendar import coming_factory, given_week_factory
from tests.training.calendar import form, plan, seen, state_of, tell
from training.enums import AwayPart, DayPart
from training.models import TrainerAway, TrainerWeek, TrainingSession
from training.queries.availability import trainer_lines, unkept_sessions
from training.queries.calendar import cohort_conflicts
from training.queries.planning import cohort_plan
from training.services import (
    AbsencePast,
    CalendarMoved,
    InTheWay,
    TrainerUnknown,
    add_away,
    change_session,
    remove_setting,
)
from training.services.availability import WeekRefused, say_week

MONDAY = date(2027, 3, 8)
MORNINGS = frozenset({(1, DayPart.MORNING)})
TUESDAYS = frozenset({(2, DayPart.MORNING), (2, DayPart.AFTERNOON)})


def say(world, now, **changes):
    given = {
        "actor": world.trainer, "trainer": world.trainer, "since": MONDAY, "until": None,
        "halves": MORNINGS, "seen": 0, "now": now,
    }  # fmt: skip
    return say_week(**{**given, **changes})


def absent(world, now, **changes):
    given = {
        "actor": world.trainer, "trainer": world.trainer, "starts_on": MONDAY, "ends_on": MONDAY,
        "part": "morning", "now": now,
    }  # fmt: skip
    return add_away(**{**given, **changes})


# --- Who says it ----------------------------------------------------------------------------------


def test_a_trainer_says_their_own_and_a_lead_that_of_the_body(world, now):
    first = say(world, now)
    second = say(world, now, actor=world.lead, halves=TUESDAYS, seen=1)
    assert [row.said_by for row in TrainerWeek.objects.all()] == [world.lead, world.trainer]
    assert (first.number, first.mornings, first.afternoons) == (1, "1", "")
    assert (second.number, second.mornings, second.afternoons) == (2, "2", "2")
    assert AuditEvent.objects.filter(verb="training.trainer_week.said").count() == 2


def test_a_lead_who_teaches_says_their_own(world, now):
    assert say(world, now, actor=world.lead, trainer=world.lead).person == world.lead.user


@pytest.mark.parametrize("who", ["companion", "other_trainer", "employer", "learner", "stranger"])
def test_nobody_else_says_it(world, now, who):
    actor = getattr(world, who)
    with pytest.raises(NotAllowed):
        say(world, now, actor=actor)
    with pytest.raises(NotAllowed):
        absent(world, now, actor=actor)
    away = absent(world, now)
    with pytest.raises(NotAllowed):
        remove_setting(actor=actor, row=away, now=now)
    assert (TrainerWeek.objects.count(), TrainerAway.objects.count()) == (0, 1)


def test_a_trainer_says_nothing_of_a_colleague(world, now):
    colleague = membership_factory(Role.TRAINER, world.body)
    with pytest.raises(NotAllowed):
        say(world, now, trainer=colleague)
    with pytest.raises(NotAllowed):
        absent(world, now, trainer=colleague)


def test_a_lead_says_nothing_of_other_bodies_nor_of_who_does_not_teach(world, now):
    for trainer in (world.other_trainer, world.companion):
        with pytest.raises(TrainerUnknown):
            say(world, now, actor=world.lead, trainer=trainer)
    with pytest.raises(TrainerUnknown):
        say(world, now, actor=membership_factory(Role.LEAD))


# --- What is refused, what is said once -----------------------------------------------------------


def test_the_same_twice_is_said_once(world, now):
    assert say(world, now) == say(world, now)
    assert absent(world, now) == absent(world, now)
    assert (TrainerWeek.objects.count(), TrainerAway.objects.count()) == (1, 1)
    verbs = ("training.trainer_week.said", "training.away.added")
    assert AuditEvent.objects.filter(verb__in=verbs).count() == 2


def test_what_was_said_since_the_page_was_opened_is_not_passed_over(world, now):
    say(world, now, actor=world.lead)
    with pytest.raises(StaleForm):
        say(world, now, halves=TUESDAYS)
    assert [row.mornings for row in TrainerWeek.objects.all()] == ["1"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"halves": frozenset()}, "Cochez au moins une demi-journée"),
        ({"until": date(2027, 3, 7)}, "Le dernier jour précède le premier"),
        ({"since": date(2027, 3, 3)}, "à partir d’aujourd’hui"),
        ({"since": date(2037, 3, 3)}, "Trois ans"),
        ({"halves": frozenset({(8, DayPart.MORNING)})}, "du lundi au dimanche"),
    ],
)
def test_a_week_that_cannot_be_is_refused(world, now, changes, said):
    with pytest.raises(WeekRefused, match=said):
        say(world, now, **changes)
    assert TrainerWeek.objects.count() == 0


def test_an_absence_that_is_over_is_refused_and_one_that_ends_today_is_not(world, now):
    yesterday = date(2027, 3, 3)
    with pytest.raises(AbsencePast):
        absent(world, now, starts_on=date(2027, 3, 1), ends_on=yesterday)
    assert absent(world, now, starts_on=yesterday, ends_on=date(2027, 3, 4)).part == "morning"


def test_morning_and_afternoon_of_a_day_are_two_absences(world, now):
    made = [absent(world, now, part=part) for part in AwayPart]
    assert len({away.pk for away in made}) == 3
    remove_setting(actor=world.trainer, row=made[0], now=now)
    assert TrainerAway.objects.count() == 2


def refuses(name, make):
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE"), transaction.atomic():
        make()


def test_the_table_refuses_what_the_service_does(world):
    first = given_week_factory(world.trainer)
    values = {
        "organisation": first.organisation, "person": first.person, "since": MONDAY,
        "said_by": world.trainer, "said_at": first.said_at,
    }  # fmt: skip
    create = TrainerWeek.objects.create
    refuses("trainer_week_number_once", lambda: create(number=1, mornings="2", **values))
    refuses(
        "trainer_week_dates_in_order",
        lambda: create(number=2, mornings="2", until=MONDAY - timedelta(days=1), **values),
    )
    refuses("trainer_week_gives_a_half_day", lambda: create(number=2, **values))


# --- What planning makes of it --------------------------------------------------------------------


def made(world):
    found = TrainingSession.objects.filter(cohort=world.cohort).order_by("starts_at")
    return [timezone.localtime(session.starts_at).strftime("%d/%m %H") for session in found]


def test_a_plan_stands_on_the_half_days_given(ready, now):
    """Seven hours on Mondays and Tuesdays: two Monday mornings are all that is given."""
    say(ready, now)
    trainers = [ready.trainer]
    assert plan(ready, now, trainers=trainers, seen=seen(ready, now, trainers)) == 2
    assert made(ready) == ["08/03 09", "15/03 09"]
    assert cohort_conflicts(ready.cohort, now) == []


def test_a_plan_leaves_a_half_day_of_absence_out(ready, now):
    absent(ready, now)
    trainers = [ready.trainer]
    plan(ready, now, trainers=trainers, seen=seen(ready, now, trainers))
    assert made(ready) == ["08/03 13", "09/03 09"]


def test_a_plan_without_trainers_is_what_it_was(ready, now):
    before = cohort_plan(ready.lead, ready.cohort, [], [], now).proposal
    say(ready, now)
    absent(ready, now)
    assert cohort_plan(ready.lead, ready.cohort, [], [], now).proposal == before


def test_the_week_given_to_another_body_is_not_read_here(ready, now):
    elsewhere = membership_factory(Role.TRAINER, user=ready.trainer.user)
    say(ready, now, actor=elsewhere, trainer=elsewhere, halves=TUESDAYS)
    trainers = [ready.trainer]
    plan(ready, now, trainers=trainers, seen=seen(ready, now, trainers))
    assert made(ready) == ["08/03 09", "08/03 13"]
    assert cohort_conflicts(ready.cohort, now) == []


def test_what_was_said_in_another_role_of_the_body_counts(ready, now):
    leading = membership_factory(Role.LEAD, ready.body, user=ready.trainer.user)
    say(ready, now, actor=leading, trainer=leading)
    absent(ready, now, actor=leading, trainer=leading)
    trainers = [ready.trainer]
    plan(ready, now, trainers=trainers, seen=seen(ready, now, trainers))
    assert made(ready) == ["15/03 09", "22/03 09"]


def test_a_proposal_shown_before_the_week_was_said_is_not_written(ready, now):
    trainers = [ready.trainer]
    shown = seen(ready, now, trainers)
    say(ready, now)
    with pytest.raises(CalendarMoved):
        plan(ready, now, trainers=trainers, seen=shown)
    assert TrainingSession.objects.count() == 0


def test_saying_a_week_moves_nothing_and_shows_the_conflict(ready, now):
    session = coming_factory(ready.cohort, ready.module, ready.trainer, hours=4)
    before = TrainingSession.objects.values().get(pk=session.pk)
    say(ready, now)
    absent(ready, now, part="afternoon")
    assert TrainingSession.objects.values().get(pk=session.pk) == before
    name = ready.trainer.user
    assert [line.text for line in cohort_conflicts(ready.cohort, now)] == [
        f"{name} : absent cet après-midi-là",
        f"{name} : ne donne pas le lundi après-midi",
    ]
    with pytest.raises(InTheWay, match="ne donne pas le lundi après-midi"):
        tell(ready, now)
    [(found, why)] = unkept_sessions(ready.trainer, ready.trainer, now)
    assert (found, why) == (
        session,
        "ne donne pas le lundi après-midi ; absent cet après-midi-là",
    )


def test_a_session_moved_across_13_hours_needs_both_half_days(ready, now):
    say(ready, now)
    session = coming_factory(ready.cohort, ready.module, ready.trainer)
    later = {
        "starts_at": session.starts_at + timedelta(hours=2),
        "ends_at": session.ends_at + timedelta(hours=2),
    }
    given = {"actor": ready.lead, "session": session, "now": now}
    with pytest.raises(InTheWay, match="ne donne pas le lundi après-midi"):
        change_session(**given, **form(session, **later))
    assert state_of(session) == ("planned", 1)
    change_session(**given, **form(session, **later), anyway=True)
    assert state_of(session) == ("planned", 2)


def test_a_session_that_is_over_or_cancelled_is_no_conflict(ready, now):
    say(ready, now, halves=TUESDAYS)
    coming_factory(ready.cohort, ready.module, ready.trainer, state="cancelled")
    coming_factory(ready.cohort, ready.module, ready.trainer, days=-14)
    assert unkept_sessions(ready.lead, ready.trainer, now) == []


# --- What the pages are made of -------------------------------------------------------------------


def test_lines_cost_the_same_with_many_trainers(world, now, django_assert_num_queries):
    trainers = [world.trainer, *(membership_factory(Role.TRAINER, world.body) for _ in range(9))]
    for trainer, number in product(trainers, range(3)):
        given_week_factory(trainer, str(number + 1))
        absent(world, now, actor=world.lead, trainer=trainer, part=list(AwayPart)[number])
    with django_assert_num_queries(2):
        lines = trainer_lines(world.lead, trainers, now.date())
    assert {(line.number, len(line.absences), len(line.periods)) for line in lines} == {(3, 3, 1)}


def cost(world, now, trainers):
    with CaptureQueriesContext(connection) as captured:
        cohort_plan(world.lead, world.cohort, trainers, [], now)
    return len(captured)


def test_a_plan_costs_the_same_with_many_weeks_and_absences(ready, now):
    say(ready, now)
    one = cost(ready, now, [ready.trainer])
    others = [membership_factory(Role.TRAINER, ready.body) for _ in range(10)]
    for trainer, number in product(others, range(3)):
        given_week_factory(trainer, str(number + 1))
        absent(ready, now, actor=ready.lead, trainer=trainer, part=list(AwayPart)[number])
    assert cost(ready, now, [ready.trainer, *others]) == one
