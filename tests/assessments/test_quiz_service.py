import pytest
from django.db import IntegrityError, transaction

from assessments.models import QuizAttempt
from assessments.queries import questions_asked
from assessments.rules.quiz import fingerprint
from assessments.services import (
    AnswersDoNotFit,
    FormKeyUsed,
    NoQuestion,
    QuestionsChanged,
    submit_quiz,
)
from curricula.models import Choice, Question
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from tests.factories import enrolment_factory, membership_factory, module_factory
from tests.factories.assessments import desk_factory, learner_of
from training.models import EvaluationDone, HoursEntry
from training.services import NotInTrack, read_lesson


@pytest.fixture
def desk(db):
    return desk_factory()


def answers(module, right: int) -> dict[int, list[int]]:
    """The right choice for so many questions, the wrong one for the others."""
    return {
        question["id"]: [c["id"] for c in question["choices"] if c["correct"] == (place < right)]
        for place, question in enumerate(questions_asked(module))
    }


def send(desk, now, given=None, form_key="k1", **fields):
    return submit_quiz(
        **{
            "actor": desk.learner,
            "enrolment": desk.enrolment,
            "module": desk.module,
            "answers": answers(desk.module, 4) if given is None else given,
            "form_key": form_key,
            "now": now,
            **fields,
        }
    )


def test_all_right_passes_and_says_so_to_training(desk, now):
    attempt = send(desk, now)
    assert (attempt.points, attempt.out_of, attempt.passed) == (4, 4, True)
    done = EvaluationDone.objects.get()
    assert done.source_key == f"assessments.quiz:{desk.enrolment.pk}:{desk.module.pk}"
    assert (done.enrolment, done.module, done.kind) == (desk.enrolment, desk.module, "quiz")
    trace = AuditEvent.objects.get(verb="assessments.quiz.submitted")
    assert (trace.actor, trace.object_id) == (desk.learner, str(attempt.pk))


def test_below_the_threshold_is_kept_and_not_passed(desk, now):
    attempt = send(desk, now, answers(desk.module, 2))
    assert (attempt.points, attempt.passed) == (2, False)
    assert EvaluationDone.objects.count() == 0


def test_a_question_left_out_counts_zero(desk, now):
    given = answers(desk.module, 4)
    given.pop(next(iter(given)))
    assert send(desk, now, given).points == 3
    assert send(desk, now, {}, form_key="k2").points == 0


def test_passing_again_posts_the_evaluation_once(desk, now):
    send(desk, now)
    send(desk, now, form_key="k2")
    assert (QuizAttempt.objects.count(), EvaluationDone.objects.count()) == (2, 1)


def test_passing_accepts_the_distance_minutes_of_lessons_read(desk, now):
    lesson = desk.module.lessons.first()
    read_lesson(
        actor=desk.learner, enrolment=desk.enrolment, module=desk.module, lesson=lesson, now=now
    )
    send(desk, now)
    assert set(HoursEntry.objects.values_list("state", flat=True)) == {"submitted", "accepted"}


def test_multiple_answers_are_all_or_nothing(desk, now):
    question = Question.objects.filter(lesson__modules=desk.module).first()
    question.kind = "multiple"
    question.save()
    third = Choice.objects.create(
        question=question, text="Aussi", correct=True, feedback="Oui.", order=3
    )
    right = answers(desk.module, 4)
    assert send(desk, now, right).points == 4
    half = {**right, question.pk: [third.pk]}
    assert send(desk, now, half, form_key="k2").points == 3
    too_many = {**right, question.pk: [c.pk for c in question.choices.all()]}
    assert send(desk, now, too_many, form_key="k3").points == 3


def test_later_edits_of_a_lesson_change_nothing(desk, now):
    attempt = send(desk, now)
    before = attempt.asked
    question = Question.objects.filter(lesson__modules=desk.module).first()
    question.choices.update(text="Réécrit", feedback="Réécrit", correct=False)
    question.text = "Réécrite ?"
    question.save()
    attempt.refresh_from_db()
    assert attempt.asked == before
    assert (attempt.points, attempt.passed) == (4, True)
    assert attempt.asked[0]["text"] == "Question 1 ?"
    assert attempt.asked[0]["source"] == "Code du travail, L6313-1"
    assert attempt.asked[0]["choices"][0]["feedback"] == "Oui."


@pytest.mark.parametrize("forge", ["other question's choice", "unknown question", "two for one"])
def test_forged_answers_are_refused_and_nothing_is_kept(desk, now, forge):
    given = answers(desk.module, 4)
    first, second, *_ = given
    if forge == "other question's choice":
        given[first] = given[second]
    elif forge == "unknown question":
        given[10**6] = [1]
    else:
        given[first] = [c.pk for c in Choice.objects.filter(question_id=first)]
    with pytest.raises(AnswersDoNotFit):
        send(desk, now, given)
    assert QuizAttempt.objects.count() == 0


def test_the_same_form_sent_twice_counts_once(desk, now):
    first = send(desk, now)
    again = send(desk, now, answers(desk.module, 0))
    assert (again.pk, again.points) == (first.pk, 4)
    assert QuizAttempt.objects.count() == 1
    assert AuditEvent.objects.filter(verb="assessments.quiz.submitted").count() == 1


def test_a_form_key_of_somebody_else_is_refused(desk, now):
    send(desk, now)
    other = enrolment_factory(desk.cohort)
    with pytest.raises(FormKeyUsed):
        send(desk, now, actor=learner_of(other), enrolment=other)


def test_questions_changed_since_they_were_shown(desk, now):
    seen = fingerprint(questions_asked(desk.module))
    assert send(desk, now, seen=seen).passed
    Question.objects.filter(lesson__modules=desk.module).update(text="Réécrite ?")
    with pytest.raises(QuestionsChanged):
        send(desk, now, form_key="k2", seen=seen)


def test_a_module_without_question_has_no_quiz(desk, now):
    Question.objects.all().delete()
    with pytest.raises(NoQuestion):
        send(desk, now, {})


def test_a_question_without_right_answer_is_not_asked(desk):
    Choice.objects.filter(question=Question.objects.first()).update(correct=False)
    assert len(questions_asked(desk.module)) == 3


def test_only_the_learner_answers(desk, now):
    colleague = learner_of(enrolment_factory(desk.cohort))
    for actor in (desk.trainer, colleague, membership_factory(Role.EMPLOYER)):
        with pytest.raises(NotAllowed):
            send(desk, now, actor=actor)


def test_a_module_of_another_track_is_refused(desk, now):
    with pytest.raises(NotInTrack):
        send(desk, now, module=module_factory())


def test_database_refuses_more_points_than_questions(desk, now):
    attempt = send(desk, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.filter(pk=attempt.pk).update(points=5)


def test_questions_asked_takes_the_same_queries_for_many(desk, django_assert_num_queries):
    big = module_factory(lessons=6)
    for module in (desk.module, big):
        with django_assert_num_queries(3):
            questions_asked(module)
