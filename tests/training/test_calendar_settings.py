"""Rooms, closed periods, absences and phases: kept once, refused with a reason, taken out."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.enums import Role
from people.services import NotAllowed
from tests.factories import cohort_factory, membership_factory
from tests.factories.calendar import coming_factory, phase_factory, room_factory
from tests.factories.training import announced_factory
from training.models import ClosedPeriod, CohortPhase, Room, TrainerAway
from training.services import (
    DatesRefused,
    PhaseRefused,
    RoomInUse,
    RoomTaken,
    SeatsWrong,
    TrainerUnknown,
    add_away,
    add_closure,
    add_phase,
    add_room,
    remove_phase,
    remove_setting,
)
from training.services.calendar import PlanRefused, check_hours

FIRST, LAST = date(2027, 4, 1), date(2027, 4, 9)


def closure(world, now, **changes):
    given = {"kind": "holiday", "label": "Printemps", "starts_on": FIRST, "ends_on": LAST}
    return add_closure(actor=world.lead, now=now, **{**given, **changes})


def phase(world, now, **changes):
    given = {
        "actor": world.lead, "kind": "initial", "starts_on": FIRST, "ends_on": LAST,
        "weekdays": frozenset({1, 2}), "morning": (time(9), time(12)), "afternoon": None,
    }  # fmt: skip
    return add_phase(cohort=world.cohort, now=now, **{**given, **changes})


def test_the_same_twice_is_kept_once(world, now):
    for _ in range(2):
        add_room(actor=world.lead, name=" Salle  1 ", seats=8, now=now)
        closure(world, now)
        add_away(actor=world.lead, trainer=world.trainer, starts_on=FIRST, ends_on=LAST, now=now)
        phase(world, now)
    models = (Room, ClosedPeriod, TrainerAway, CohortPhase)
    assert [model.objects.count() for model in models] == [1, 1, 1, 1]
    assert Room.objects.get().name == "Salle 1"


def test_a_room_has_seats_and_one_name(world, now):
    add_room(actor=world.lead, name="Salle 1", seats=8, now=now)
    with pytest.raises(RoomTaken):
        add_room(actor=world.lead, name="Salle 1", seats=9, now=now)
    for seats in (0, -1, 1001):
        with pytest.raises(SeatsWrong):
            add_room(actor=world.lead, name="Salle 2", seats=seats, now=now)


def test_days_go_forward_and_not_for_ever(world, now):
    for ends_on in (date(2027, 3, 31), date(2032, 1, 1)):
        with pytest.raises(DatesRefused):
            closure(world, now, ends_on=ends_on)
        with pytest.raises(DatesRefused):
            add_away(
                actor=world.lead, trainer=world.trainer, starts_on=FIRST, ends_on=ends_on, now=now
            )
    assert closure(world, now, ends_on=FIRST).ends_on == FIRST


def test_only_trainers_of_the_body_are_away(world, now):
    for other in (world.other_trainer, world.companion):
        with pytest.raises(TrainerUnknown):
            add_away(actor=world.lead, trainer=other, starts_on=FIRST, ends_on=LAST, now=now)


def test_a_phase_out_of_bounds_or_over_another_is_refused(world, now):
    phase(world, now)
    with pytest.raises(PhaseRefused, match="croisent"):
        phase(world, now, kind="production", starts_on=LAST, ends_on=date(2027, 5, 1))
    with pytest.raises(PhaseRefused, match="sort de la promotion"):
        phase(world, now, starts_on=date(2027, 5, 1), ends_on=date(2028, 2, 29))
    assert CohortPhase.objects.count() == 1


def test_a_phase_says_its_rhythm(world, now):
    made = phase(world, now, afternoon=(time(13, 30), time(17)))
    assert made.rhythm.text == "Lundi et mardi, 9 h à 12 h et 13 h 30 à 17 h : 6 h 30 par jour."
    none = phase(
        world, now, starts_on=date(2027, 5, 1), ends_on=date(2027, 6, 1), weekdays=frozenset(),
        morning=None,
    )  # fmt: skip
    assert none.rhythm.text == "Sans séance."


def test_what_was_added_is_taken_out_and_twice_is_once(world, now):
    made = phase(world, now)
    for _ in range(2):
        remove_phase(actor=world.lead, phase=made, now=now)
    room = room_factory(world.cohort)
    for _ in range(2):
        remove_setting(actor=world.lead, row=room, now=now)
    remove_setting(actor=world.lead, row=closure(world, now), now=now)
    away = TrainerAway.objects.create(trainer=world.trainer, starts_on=FIRST, ends_on=LAST)
    remove_setting(actor=world.lead, row=away, now=now)
    models = (Room, ClosedPeriod, TrainerAway, CohortPhase)
    assert [model.objects.count() for model in models] == [0, 0, 0, 0]


def test_a_room_with_sessions_stays(world, now):
    room = room_factory(world.cohort)
    coming_factory(world.cohort, world.module, room=room)
    with pytest.raises(RoomInUse):
        remove_setting(actor=world.lead, row=room, now=now)
    assert Room.objects.count() == 1


def test_those_who_do_not_lead_the_body_set_nothing(world, now):
    room, made = room_factory(world.cohort), phase(world, now)
    for actor in (world.trainer, world.employer):
        with pytest.raises(NotAllowed):
            add_room(actor=actor, name="X", seats=1, now=now)
        with pytest.raises(NotAllowed):
            add_closure(actor=actor, kind="peak", label="X", starts_on=FIRST, ends_on=LAST, now=now)
        with pytest.raises(NotAllowed):
            add_away(actor=actor, trainer=world.lead, starts_on=FIRST, ends_on=LAST, now=now)
    for actor in (world.trainer, membership_factory(Role.LEAD)):
        with pytest.raises(NotAllowed):
            phase(world, now, actor=actor)
        with pytest.raises(NotAllowed):
            remove_phase(actor=actor, phase=made, now=now)
        with pytest.raises(NotAllowed):
            remove_setting(actor=actor, row=room, now=now)


# --- What the tables refuse -----------------------------------------------------------------------


def refuses(name: str, make) -> None:
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE"), transaction.atomic():
        make()


def test_the_tables_refuse_what_the_services_do(world):
    cohort = world.cohort
    room_factory(cohort, name="Salle 1")
    refuses("room_name_once", lambda: room_factory(cohort, name="Salle 1"))
    refuses("room_has_a_seat", lambda: room_factory(cohort, seats=0))
    room_factory(cohort_factory(), name="Salle 1")

    days = {"starts_on": FIRST, "ends_on": LAST}
    back = {"starts_on": LAST, "ends_on": FIRST}
    shut = {"organisation": world.body, "kind": "peak", "label": "X"}
    ClosedPeriod.objects.create(**shut, **days)
    refuses("closure_once", lambda: ClosedPeriod.objects.create(**shut, **days))
    refuses("closure_dates_in_order", lambda: ClosedPeriod.objects.create(**shut, **back))
    TrainerAway.objects.create(trainer=world.trainer, **days)
    refuses("away_once", lambda: TrainerAway.objects.create(trainer=world.trainer, **days))
    TrainerAway.objects.create(trainer=world.trainer, part="morning", **days)
    refuses("away_dates_in_order", lambda: TrainerAway.objects.create(trainer=world.lead, **back))

    made = phase_factory(cohort, **days)
    refuses("phase_once_a_day", lambda: phase_factory(cohort, **days))
    refuses("phase_dates_in_order", lambda: phase_factory(cohort, **back))
    same = CohortPhase.objects.filter(pk=made.pk)
    refuses("phase_morning_whole", lambda: same.update(morning_end=None))
    refuses("phase_morning_whole", lambda: same.update(morning_end=time(8)))
    refuses("phase_afternoon_whole", lambda: same.update(afternoon_start=None))


def test_the_peak_of_a_cohort_closes_its_own_days_alone(world, now):
    elsewhere = cohort_factory(world.body, world.cohort.track_version)
    made = closure(world, now, cohort=world.cohort)
    assert list(ClosedPeriod.objects.of(world.cohort)) == [made]
    assert not ClosedPeriod.objects.of(elsewhere).exists()
    everybody = closure(world, now)
    assert everybody != made
    assert list(ClosedPeriod.objects.of(elsewhere)) == [everybody]
    assert closure(world, now, cohort=world.cohort) == made


def test_the_cohort_of_another_body_has_no_closure_of_ours(world, now):
    with pytest.raises(NotAllowed):
        closure(world, now, cohort=cohort_factory())
    assert not ClosedPeriod.objects.exists()


def test_a_cohort_has_a_closure_once(world, now):
    made = closure(world, now, cohort=world.cohort)
    with (
        pytest.raises(IntegrityError, match=r"closure_once_a_cohort|cohort_id"),
        transaction.atomic(),
    ):
        ClosedPeriod.objects.create(
            organisation=world.body, cohort=world.cohort, kind=made.kind, label=made.label,
            starts_on=made.starts_on, ends_on=made.ends_on,
        )  # fmt: skip


def test_a_cohort_that_is_closed_is_not_planned_and_its_page_says_so(world, now, sign_in):
    page = sign_in(world.lead)
    sent = {
        "fermeture-kind": "peak", "fermeture-label": "Vaccination",
        "fermeture-starts_on": "2027-03-08", "fermeture-ends_on": "2027-03-14",
        "fermeture-cohort": world.cohort.pk,
    }  # fmt: skip
    answer = page.post(reverse("training:setting_add", args=["fermetures"]), sent, follow=True)
    assert f"pour {world.cohort} seule" in answer.content.decode()
    session = announced_factory(world.cohort, world.module)
    noon = datetime(2027, 3, 9, 9, tzinfo=UTC)
    session.starts_at, session.ends_at = noon, noon + timedelta(hours=2)
    with pytest.raises(PlanRefused):
        check_hours(session, None, None, now)
    forged = {**sent, "fermeture-cohort": cohort_factory().pk}
    assert (
        page.post(reverse("training:setting_add", args=["fermetures"]), forged).status_code == 422
    )
