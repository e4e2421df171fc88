from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import cohort_factory, enrolment_factory
from training.enums import Presence
from training.models import Attendance, HeldInterval, HoursEntry
from training.queries import hours_detail, hours_totals
from training.queries.sessions import absent_from
from training.rules.attendance import Mark
from training.services import (
    AlreadyElsewhere,
    CorrectionReasonMissing,
    MarkRefused,
    record_session,
    write_marks,
)


@pytest.fixture
def session(session_form):
    return record_session(**session_form)


@pytest.fixture
def correct(world, session, now):
    """Note something else of the learner, with a reason."""

    def write(mark, reason="Feuille relue", enrolment=world.enrolment):
        return write_marks(
            actor=world.trainer, session=session, marks={enrolment: mark}, reason=reason, now=now
        )

    return write


def accepted(enrolment) -> int:
    return hours_totals([enrolment.pk])[enrolment.pk].accepted


def test_a_correction_is_a_further_row_and_the_newest_counts(world, session, correct):
    correct(Mark(late=20))
    assert list(session.attendances.order_by("number").values_list("minutes", "reason")) == [
        (210, ""),
        (190, "Feuille relue"),
    ]
    assert HoursEntry.objects.count() == 2
    assert accepted(world.enrolment) == 190
    (line,) = hours_detail(world.enrolment).accepted
    assert line.minutes == 190


def test_a_correction_to_absent_takes_the_minutes_out(world, session, correct):
    correct(Mark(Presence.ABSENT))
    assert accepted(world.enrolment) == 0
    assert hours_detail(world.enrolment).accepted == []
    assert absent_from(world.trainer, session) == [str(world.enrolment.learner)]
    assert HeldInterval.objects.count() == 0


def test_somebody_absent_may_be_found_to_have_been_there(session_form, world, now):
    absent = enrolment_factory(world.cohort)
    session = record_session(**session_form)
    assert session.attendances.standing().get(enrolment=absent).presence == Presence.ABSENT
    write_marks(
        actor=world.trainer, session=session, marks={absent: Mark()}, reason="Erreur", now=now
    )
    assert accepted(absent) == 210


def test_a_correction_asks_for_its_reason(world, session, correct):
    with pytest.raises(CorrectionReasonMissing):
        correct(Mark(late=20), reason="")
    assert Attendance.objects.count() == 1


def test_the_same_mark_again_adds_nothing(session, correct):
    assert correct(Mark(), reason="") == []
    assert (Attendance.objects.count(), HoursEntry.objects.count()) == (1, 1)


def test_a_mark_that_cannot_be_is_refused(world, session, correct):
    with pytest.raises(MarkRefused):
        correct(Mark(late=210))
    assert accepted(world.enrolment) == 210


def test_who_left_early_may_be_at_the_next_session(session_form, world, session, correct):
    correct(Mark(early=60))
    other = cohort_factory(world.body, world.cohort.track_version)
    there = enrolment_factory(other, world.enrolment.learner)
    start = session_form["ends_at"] - timedelta(minutes=60)
    later = {"cohort": other, "present": [there], "form_key": "jeton-2", "starts_at": start}
    record_session(**session_form | later)
    assert accepted(there) == 60


def test_a_correction_is_refused_at_hours_that_count_elsewhere(session_form, world, correct):
    correct(Mark(early=60))
    other = cohort_factory(world.body, world.cohort.track_version)
    there = enrolment_factory(other, world.enrolment.learner)
    start = session_form["ends_at"] - timedelta(minutes=60)
    later = {"cohort": other, "present": [there], "form_key": "jeton-2", "starts_at": start}
    record_session(**session_form | later)
    with pytest.raises(AlreadyElsewhere):
        correct(Mark(), reason="Elle est restée")
    assert accepted(world.enrolment) == 150
    assert HeldInterval.objects.count() == 2


def test_who_was_enrolled_after_the_session_is_not_absent_from_it(session_form, world):
    late = enrolment_factory(world.cohort)
    type(late).objects.filter(pk=late.pk).update(enrolled_at=session_form["ends_at"])
    session = record_session(**session_form)
    assert not session.attendances.filter(enrolment=late).exists()


def overlap(learner, start, end):
    return HeldInterval.objects.create(
        learner=learner, starts_at=start, ends_at=end, label="Essai", source_key=f"essai:{start}"
    )


def test_the_database_refuses_two_hours_at_once(session_form, world, session):
    """On SQLite the service alone refuses: there the row goes in."""
    start, end = session_form["starts_at"], session_form["ends_at"]
    inside = (world.enrolment.learner, start + timedelta(hours=1), end + timedelta(hours=1))
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            overlap(*inside)
        assert HeldInterval.objects.count() == 1
    else:
        overlap(*inside)
        assert HeldInterval.objects.count() == 2


def test_the_database_takes_hours_that_touch_and_hours_of_somebody_else(session_form, session):
    start, end = session_form["starts_at"], session_form["ends_at"]
    overlap(session.attendances.get().enrolment.learner, end, end + timedelta(hours=1))
    overlap(enrolment_factory().learner, start, end)
    assert HeldInterval.objects.count() == 3


@pytest.mark.parametrize(
    "change",
    [
        {"presence": Presence.ABSENT},
        {"minutes": 0},
        {"number": 2},
    ],
    ids=["absent with minutes", "present without", "a correction without reason"],
)
def test_the_database_refuses_a_mark_that_cannot_be(session, change):
    row = session.attendances.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(pk=row.pk).update(**change)


def test_the_database_refuses_a_session_held_by_nobody(session):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(session).objects.filter(pk=session.pk).update(trainer=None)
