from datetime import date

import pytest

from people.models import AuditEvent
from people.services import NotAllowed
from tests.factories import enrolment_factory, lesson_factory, module_factory
from training.enums import EvaluationKind, HoursCategory, HoursState
from training.models import HoursEntry, LessonRead
from training.queries import hours_totals, read_lesson_ids, track_outline
from training.rules.hours import HoursTotals
from training.services import (
    NothingToPost,
    NotInTrack,
    post_practice,
    read_lesson,
    record_evaluation,
)


def read(world, now, lesson=None, **changes):
    arguments = {
        "actor": world.learner,
        "enrolment": world.enrolment,
        "module": world.module,
        "lesson": lesson or world.lessons[0],
        "now": now,
    }
    return read_lesson(**(arguments | changes))


def pass_quiz(world, now, source_key="assessments.quiz:1"):
    return record_evaluation(
        actor=world.learner,
        enrolment=world.enrolment,
        module=world.module,
        kind=EvaluationKind.QUIZ,
        source_key=source_key,
        now=now,
    )


def hours(world) -> HoursTotals:
    return hours_totals([world.enrolment.pk])[world.enrolment.pk]


def test_read_lesson_posts_waiting_minutes_and_keeps_the_revision(world, now):
    lesson = world.lessons[0]
    lesson.save_revision().publish()
    lesson.refresh_from_db()
    reading = read(world, now, lesson)
    assert reading.revision_id == lesson.live_revision_id
    assert hours(world) == HoursTotals(accepted=0, pending=20, practice=0)
    line = HoursEntry.objects.get()
    assert line.source_key == f"training.lesson:{world.enrolment.pk}:{lesson.pk}"
    assert (line.occurred_on, line.module, line.posted_by) == (
        date(2027, 3, 4),
        world.module,
        world.learner,
    )
    assert AuditEvent.objects.filter(verb="training.lesson.read").count() == 1


def test_read_lesson_twice_counts_once(world, now):
    assert read(world, now) == read(world, now)
    assert LessonRead.objects.count() == 1
    assert hours(world).pending == 20
    assert AuditEvent.objects.count() == 1


def test_passed_quiz_accepts_the_lessons_read(world, now):
    read(world, now)
    pass_quiz(world, now)
    assert hours(world) == HoursTotals(accepted=20)
    assert HoursEntry.objects.filter(state=HoursState.SUBMITTED).count() == 1


def test_lesson_read_after_the_quiz_is_accepted_at_once(world, now):
    pass_quiz(world, now)
    read(world, now)
    assert hours(world) == HoursTotals(accepted=20)


def test_quiz_of_another_module_accepts_nothing(world, now):
    other = module_factory(world.module.track_version)
    read(world, now)
    record_evaluation(
        actor=world.learner,
        enrolment=world.enrolment,
        module=other,
        kind=EvaluationKind.QUIZ,
        source_key="q",
        now=now,
    )
    assert hours(world) == HoursTotals(pending=20)


def test_synthesis_accepts_no_distance_minutes(world, now):
    read(world, now)
    record_evaluation(
        actor=world.trainer,
        enrolment=world.enrolment,
        module=world.module,
        kind=EvaluationKind.SYNTHESIS,
        source_key="s",
        now=now,
    )
    assert hours(world) == HoursTotals(pending=20)


def test_evaluation_recorded_twice_is_one(world, now):
    assert pass_quiz(world, now) == pass_quiz(world, now)
    assert world.enrolment.evaluations.count() == 1


@pytest.mark.parametrize("who", ["trainer", "lead", "companion", "employer", "stranger"])
def test_nobody_reads_for_somebody_else(world, now, who):
    with pytest.raises(NotAllowed):
        read(world, now, actor=getattr(world, who))
    assert LessonRead.objects.count() == 0


def test_lesson_of_another_module_is_refused(world, now):
    with pytest.raises(NotInTrack):
        read(world, now, lesson_factory())


def test_module_of_another_track_is_refused(world, now):
    other = module_factory()
    with pytest.raises(NotInTrack):
        read(world, now, other.lessons.first(), module=other)


def test_lesson_taken_offline_is_refused(world, now):
    world.lessons[0].unpublish()
    world.lessons[0].refresh_from_db()
    with pytest.raises(NotInTrack):
        read(world, now)


@pytest.mark.parametrize("who", ["employer", "stranger", "other_trainer"])
def test_evaluation_is_recorded_by_the_learner_or_the_body_alone(world, now, who):
    with pytest.raises(NotAllowed):
        record_evaluation(
            actor=getattr(world, who),
            enrolment=world.enrolment,
            module=world.module,
            kind=EvaluationKind.QUIZ,
            source_key="q",
            now=now,
        )


def practice(world, now, who="trainer", minutes=1680):
    return post_practice(
        actor=getattr(world, who),
        enrolment=world.enrolment,
        minutes=minutes,
        occurred_on=date(2027, 2, 28),
        label="Semaine 8 de 2027",
        source_key="portfolio.week:1:v2",
        now=now,
    )


@pytest.mark.parametrize("who", ["trainer", "employer"])
def test_practice_stands_beside_the_account(world, now, who):
    assert practice(world, now, who) == practice(world, now, who)
    assert hours(world) == HoursTotals(practice=1680)
    assert HoursEntry.objects.get().category == HoursCategory.PRACTICE


@pytest.mark.parametrize("who", ["learner", "stranger", "other_trainer"])
def test_learner_and_stranger_post_no_practice(world, now, who):
    with pytest.raises(NotAllowed):
        practice(world, now, who)


def test_practice_of_no_minute_is_refused(world, now):
    with pytest.raises(NothingToPost):
        practice(world, now, minutes=0)


def test_outline_tells_what_was_read_and_passed(world, now):
    read(world, now)
    pass_quiz(world, now)
    (outline,) = track_outline(world.enrolment)
    assert [place.read for place in outline.lessons] == [True, False]
    assert outline.next_lesson.lesson == world.lessons[1]
    assert (outline.quiz_done, outline.synthesis_done, outline.all_read) == (True, False, False)
    assert outline.hours == HoursTotals(accepted=20)
    assert read_lesson_ids(world.enrolment) == {world.lessons[0].pk}


def test_outline_costs_the_same_with_many_modules(world, django_assert_num_queries):
    for _ in range(3):
        module_factory(world.module.track_version)
    enrolment = enrolment_factory(world.cohort)
    with django_assert_num_queries(6):
        assert len(track_outline(enrolment)) == 4
