from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AuditEvent
from people.services import NotAllowed
from records.services import PatientData
from tests.factories import cohort_factory, enrolment_factory
from tests.factories.training import announced_factory
from training.enums import Presence, SessionState
from training.models import Attendance, HeldInterval
from training.queries import hours_totals
from training.queries.roll_call import roll_of
from training.rules.attendance import Mark
from training.services import (
    AlreadyCalled,
    AlreadyElsewhere,
    CorrectionReasonMissing,
    MarksMoved,
    NobodyNoted,
    NotExpected,
    NotHeldYet,
    RollCallRefused,
    correct_marks,
    hold_session,
    note_arrival,
)


def accepted(enrolment) -> int:
    return hours_totals([enrolment.pk])[enrolment.pk].accepted


def call(world, session, now, marks=None, actor=None):
    return hold_session(
        actor=actor or world.trainer,
        session=session,
        marks={world.enrolment: Mark()} if marks is None else marks,
        now=now,
    )


def correct(world, session, now, mark, **more):
    values = {"seen": session.attendances.count(), "reason": "Feuille relue", **more}
    return correct_marks(
        actor=values.pop("actor", world.trainer),
        session=session,
        marks={values.pop("enrolment", world.enrolment): mark},
        now=now,
        **values,
    )


def test_a_roll_call_holds_the_session_and_gives_its_hours(world, announced, now):
    other = enrolment_factory(world.cohort)
    session = call(
        world, announced, now, {world.enrolment: Mark(late=20), other: Mark(Presence.EXCUSED)}
    )
    assert (session.state, session.trainer) == (SessionState.HELD, world.trainer)
    assert (accepted(world.enrolment), accepted(other)) == (190, 0)
    assert AuditEvent.objects.get(verb="training.session.held").detail == {
        "noted": 2, "present": 1,
    }  # fmt: skip


def test_the_trainer_of_the_plan_stays_the_trainer(world, now):
    planned = announced_factory(world.cohort, world.module, trainer=world.trainer)
    session = call(world, planned, now, actor=world.lead)
    assert session.trainer == world.trainer
    assert session.attendances.get().marked_by == world.lead


def test_the_same_roll_call_twice_is_made_once(world, announced, now):
    call(world, announced, now)
    call(world, announced, now)
    assert Attendance.objects.count() == 1


def test_the_second_of_two_trainers_is_told_and_changes_nothing(world, announced, now):
    call(world, announced, now, actor=world.lead)
    with pytest.raises(AlreadyCalled) as refusal:
        call(world, announced, now, {world.enrolment: Mark(Presence.ABSENT)})
    assert str(world.lead.user) in refusal.value.message
    assert accepted(world.enrolment) == 210


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.CANCELLED])
def test_no_roll_call_of_a_session_that_is_not_announced(world, now, state):
    session = announced_factory(world.cohort, world.module, state=state)
    with pytest.raises(RollCallRefused):
        call(world, session, now)
    assert Attendance.objects.count() == 0


def test_no_roll_call_before_the_last_quarter_of_an_hour(world, announced):
    opens = announced.ends_at - timedelta(minutes=15)
    with pytest.raises(RollCallRefused):
        call(world, announced, opens - timedelta(seconds=1))
    assert call(world, announced, opens).state == SessionState.HELD


def test_nobody_outside_the_training_body_makes_a_roll_call(world, announced, now):
    for actor in (world.other_trainer, world.companion, world.learner, world.employer):
        with pytest.raises(NotAllowed):
            call(world, announced, now, actor=actor)


def test_somebody_of_another_cohort_is_not_expected(world, announced, now):
    with pytest.raises(NotExpected):
        call(world, announced, now, {enrolment_factory(): Mark()})
    announced.refresh_from_db()
    assert announced.state == SessionState.ANNOUNCED


def test_a_roll_call_of_nobody_is_refused(world, announced, now):
    with pytest.raises(NobodyNoted):
        call(world, announced, now, {})


def test_who_is_enrolled_twice_counts_once(world, announced, now):
    """Two cohorts, the same hours: the second roll call is refused whole."""
    other = cohort_factory(world.body, world.cohort.track_version)
    again = enrolment_factory(other, world.enrolment.learner)
    call(world, announced, now)
    second = announced_factory(other, world.module)
    with pytest.raises(AlreadyElsewhere):
        call(world, second, now, {again: Mark()})
    second.refresh_from_db()
    assert second.state == SessionState.ANNOUNCED
    assert (accepted(again), HeldInterval.objects.count()) == (0, 1)


def test_who_was_enrolled_after_the_session_is_not_on_the_roll(world, announced):
    late = enrolment_factory(world.cohort)
    type(late).objects.filter(pk=late.pk).update(enrolled_at=announced.ends_at)
    assert [line.enrolment for line in roll_of(announced).lines] == [world.enrolment]


def test_who_was_enrolled_meanwhile_is_noted_without_a_reason(world, held, now):
    late = enrolment_factory(world.cohort)
    assert [line.enrolment for line in roll_of(held).unmarked] == [late]
    correct(world, held, now, Mark(late=30), enrolment=late, reason="")
    assert accepted(late) == 180
    assert roll_of(held).unmarked == []


def test_a_correction_is_a_further_fact_with_its_reason(world, held, now):
    correct(world, held, now, Mark(late=20))
    rows = held.attendances.order_by("number").values_list("minutes", "reason")
    assert list(rows) == [(210, ""), (190, "Feuille relue")]
    assert accepted(world.enrolment) == 190


def test_a_correction_without_a_reason_is_refused(world, held, now):
    with pytest.raises(CorrectionReasonMissing):
        correct(world, held, now, Mark(late=20), reason="  ")
    assert accepted(world.enrolment) == 210


def test_a_correction_names_no_patient(world, held, now):
    with pytest.raises(PatientData):
        correct(world, held, now, Mark(late=20), reason="Appelez le 06 12 34 56 78")


def test_a_correction_of_an_older_page_is_refused(world, held, now):
    correct(world, held, now, Mark(late=20), seen=1)
    with pytest.raises(MarksMoved):
        correct(world, held, now, Mark(late=30), seen=1)
    assert accepted(world.enrolment) == 190


def test_the_same_correction_twice_is_made_once(world, held, now):
    correct(world, held, now, Mark(late=20), seen=1)
    assert correct(world, held, now, Mark(late=20), seen=1) == []
    assert held.attendances.count() == 2


def test_a_session_without_a_roll_call_is_not_corrected(world, announced, now):
    with pytest.raises(NotHeldYet):
        correct(world, announced, now, Mark())


def test_nobody_else_corrects(world, held, now):
    for actor in (world.other_trainer, world.companion, world.learner):
        with pytest.raises(NotAllowed):
            correct(world, held, now, Mark(late=5), actor=actor)


def test_the_roll_proposes_what_the_arrivals_say(world, announced):
    start = announced.starts_at
    note_arrival(
        actor=world.trainer,
        session=announced,
        enrolment=world.enrolment,
        now=start + timedelta(minutes=12),
    )
    absent = enrolment_factory(world.cohort)
    proposed = {line.enrolment: line.mark for line in roll_of(announced).lines}
    assert proposed == {world.enrolment: Mark(late=12), absent: Mark()}


def test_a_roll_call_of_thirty_costs_as_many_queries_as_of_one(world, announced, now):
    def cost(session, people) -> int:
        with CaptureQueriesContext(connection) as queries:
            call(world, session, now, dict.fromkeys(people, Mark(late=1)))
        return len(queries)

    one = cost(announced, [world.enrolment])
    start = announced.starts_at + timedelta(days=1)
    other = announced_factory(
        world.cohort, world.module, starts_at=start, ends_at=start + timedelta(hours=2)
    )
    assert cost(other, [enrolment_factory(world.cohort) for _ in range(30)]) == one
