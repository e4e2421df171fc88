from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from people.services import NotAllowed
from records.services import PatientData
from tests.factories import enrolment_factory
from training.enums import ContestOutcome, Presence
from training.models import AttendanceContest, ContestAnswer
from training.queries import hours_totals
from training.rules.attendance import Mark
from training.services import (
    AlreadyAnswered,
    AnswerMissing,
    ContestTextMissing,
    ContestTooLate,
    NotYourMark,
    SameMark,
    answer_contest,
    contest_mark,
    correct_marks,
)
from training.services.contest import AlreadyContested

UPHELD, REJECTED = ContestOutcome.UPHELD, ContestOutcome.REJECTED


@pytest.fixture
def mark(world, held, now):
    """The learner was noted late."""
    correct_marks(
        actor=world.trainer, session=held, marks={world.enrolment: Mark(late=30)}, seen=1,
        reason="Arrivée tard", now=now,
    )  # fmt: skip
    return held.attendances.standing().get()


@pytest.fixture
def contest(world, mark, now):
    return contest_mark(actor=world.learner, attendance=mark, reason="J’étais là.", now=now)


def answer(world, contest, now, outcome=REJECTED, mark=None, **more):
    values = {"actor": world.lead, "words": "Nous avons relu la feuille.", **more}
    return answer_contest(contest=contest, outcome=outcome, mark=mark, now=now, **values)


def accepted(world) -> int:
    return hours_totals([world.enrolment.pk])[world.enrolment.pk].accepted


def test_a_learner_contests_once(world, mark, contest, now):
    with pytest.raises(AlreadyContested):
        contest_mark(actor=world.learner, attendance=mark, reason="Encore.", now=now)
    again = contest_mark(actor=world.learner, attendance=mark, reason="J’étais là. ", now=now)
    assert (again, again.reason, AttendanceContest.objects.count()) == (contest, "J’étais là.", 1)


def test_only_the_learner_contests(world, mark, now):
    neighbour = enrolment_factory(world.cohort).learner.memberships.get()
    for actor in (world.trainer, neighbour, world.employer):
        with pytest.raises(NotAllowed):
            contest_mark(actor=actor, attendance=mark, reason="Non.", now=now)


def test_after_the_window_it_is_too_late(world, mark, now):
    assert contest_mark(
        actor=world.learner, attendance=mark, reason="Non.", now=now + timedelta(days=7)
    )
    AttendanceContest.objects.all().delete()
    with pytest.raises(ContestTooLate, match=r"dans les 7 jours \(choix de l’organisme\)"):
        contest_mark(
            actor=world.learner, attendance=mark, reason="Non.", now=now + timedelta(days=8)
        )


def test_what_was_corrected_since_is_not_contested(world, held, mark, now):
    with pytest.raises(NotYourMark):
        contest_mark(
            actor=world.learner, attendance=held.attendances.get(number=1), reason="Non.", now=now
        )


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_contest_says_what_is_wrong(world, mark, now, reason):
    with pytest.raises(ContestTextMissing):
        contest_mark(actor=world.learner, attendance=mark, reason=reason, now=now)


def test_a_contest_names_no_patient(world, mark, now):
    with pytest.raises(PatientData):
        contest_mark(
            actor=world.learner, attendance=mark, reason="Voyez le 06 12 34 56 78.", now=now
        )


def test_a_rejected_contest_changes_nothing(world, held, contest, now):
    made = answer(world, contest, now)
    assert (made.correction, held.attendances.count(), accepted(world)) == (None, 2, 180)


def test_an_upheld_contest_corrects_the_mark(world, held, contest, now):
    made = answer(world, contest, now, UPHELD, Mark())
    assert made.correction == held.attendances.standing().get()
    assert (made.correction.reason, accepted(world)) == ("Contestation retenue.", 210)


def test_an_upheld_contest_takes_what_was_corrected_meanwhile(world, held, contest, now):
    correct_marks(
        actor=world.trainer, session=held, marks={world.enrolment: Mark()}, seen=2,
        reason="Vu avec elle", now=now,
    )  # fmt: skip
    made = answer(world, contest, now, UPHELD, Mark())
    assert (made.correction.reason, held.attendances.count()) == ("Vu avec elle", 3)


@pytest.mark.parametrize("same", [None, Mark(late=30)])
def test_an_upheld_contest_changes_the_mark(world, contest, now, same):
    with pytest.raises(SameMark):
        answer(world, contest, now, UPHELD, same)
    assert ContestAnswer.objects.count() == 0


def test_a_contest_is_answered_once(world, contest, now):
    answer(world, contest, now)
    with pytest.raises(AlreadyAnswered):
        answer(world, contest, now, UPHELD, Mark())
    assert accepted(world) == 180


@pytest.mark.parametrize("words", ["", "  ", "x" * 501])
def test_an_answer_has_words(world, contest, now, words):
    with pytest.raises(AnswerMissing):
        answer(world, contest, now, words=words)


def test_an_answer_names_no_patient(world, contest, now):
    with pytest.raises(PatientData):
        answer(world, contest, now, words="Voyez le 06 12 34 56 78.")


def test_nobody_else_answers(world, contest, now):
    for actor in (world.learner, world.companion, world.other_trainer, world.employer):
        with pytest.raises(NotAllowed):
            answer(world, contest, now, actor=actor)


def test_an_absence_found_wrong_gives_its_hours(world, held, now):
    correct_marks(
        actor=world.trainer, session=held, marks={world.enrolment: Mark(Presence.ABSENT)}, seen=1,
        reason="Pas vue", now=now,
    )  # fmt: skip
    absent = held.attendances.standing().get()
    contest = contest_mark(actor=world.learner, attendance=absent, reason="J’y étais.", now=now)
    answer(world, contest, now, UPHELD, Mark(late=10))
    assert accepted(world) == 200


def test_the_database_refuses_a_contest_or_an_answer_without_words(world, contest, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceContest.objects.update(reason="")
    answer(world, contest, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContestAnswer.objects.update(words="")


def test_the_database_refuses_an_upheld_contest_without_its_correction(world, contest, now):
    answer(world, contest, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContestAnswer.objects.update(outcome=UPHELD)


def test_the_database_takes_one_contest_a_mark_and_one_answer_a_contest(world, mark, contest, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceContest.objects.create(
            attendance=mark, reason="Encore", contested_by=world.learner, contested_at=now
        )
    answer(world, contest, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContestAnswer.objects.create(
            contest=contest, outcome=REJECTED, words="Non", answered_by=world.lead, answered_at=now
        )
