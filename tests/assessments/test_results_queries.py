from datetime import timedelta

import pytest

from assessments.queries import (
    ModuleResult,
    criterion_facts,
    module_results,
    questions_asked,
    waiting_submissions,
)
from assessments.services import save_draft, submit_quiz
from curricula.models import Competency
from tests.factories import enrolment_factory
from tests.factories.assessments import (
    AT,
    desk_factory,
    grade_factory,
    handed_in_factory,
    learner_of,
)


@pytest.fixture
def desk(db):
    return desk_factory()


def answer(desk, enrolment, right, now, key):
    given = {
        question["id"]: [c["id"] for c in question["choices"] if c["correct"] == (place < right)]
        for place, question in enumerate(questions_asked(desk.module))
    }
    return submit_quiz(
        actor=learner_of(enrolment),
        enrolment=enrolment,
        module=desk.module,
        answers=given,
        form_key=key,
        now=now,
    )


def test_nothing_done_gives_no_result(desk):
    assert module_results([desk.enrolment.pk]) == {}
    assert module_results([]) == {}
    assert criterion_facts(desk.enrolment) == []


def test_the_best_attempt_at_the_quiz_counts(desk, now):
    best = None
    for key, right in (("a", 1), ("b", 3), ("c", 2)):
        attempt = answer(desk, desk.enrolment, right, now, key)
        best = attempt if right == 3 else best
    result = module_results([desk.enrolment.pk])[desk.enrolment.pk, desk.module.pk]
    assert result == ModuleResult(
        quiz_passed=True,
        quiz_points=3,
        quiz_out_of=4,
        quiz_attempt_id=best.pk,
        quiz_at=now,
    )


def test_synthesis_from_draft_to_second_attempt(desk, now):
    def result():
        return module_results([desk.enrolment.pk])[desk.enrolment.pk, desk.module.pk]

    first = handed_in_factory(desk)
    assert (result().submission_state, result().synthesis_graded) == ("submitted", False)
    grade_factory(desk, first, 1)
    assert (result().submission_state, result().synthesis_passed) == ("graded", False)
    assert (result().synthesis_points, result().synthesis_out_of) == (5, 15)
    first.refresh_from_db()
    save_draft(
        actor=desk.learner,
        enrolment=desk.enrolment,
        assignment=desk.assignment,
        text="Repris",
        version=first.version,
        now=now,
    )
    assert (result().submission_state, result().attempt) == ("draft", 2)
    assert (result().synthesis_graded, result().synthesis_points) == (True, 5)
    second = handed_in_factory(desk, text="Une version reprise, bien plus précise.")
    grade_factory(desk, second, 3)
    assert (result().synthesis_passed, result().synthesis_points) == (True, 15)
    assert result().submission_id == second.pk


def test_the_newest_grade_of_an_attempt_counts(desk):
    submission = handed_in_factory(desk)
    grade_factory(desk, submission, 3)
    grade_factory(desk, submission, 1, reason="Relu")
    result = module_results([desk.enrolment.pk])[desk.enrolment.pk, desk.module.pk]
    assert (result.synthesis_passed, result.synthesis_points) == (False, 5)
    assert {fact.level for fact in criterion_facts(desk.enrolment)} == {1}


def test_criterion_facts_wait_then_have_levels(desk):
    submission = handed_in_factory(desk)
    competencies = set(Competency.objects.values_list("pk", flat=True))
    waiting = criterion_facts(desk.enrolment)
    assert {fact.competency_id for fact in waiting} == competencies
    assert {(fact.level, fact.at, fact.graded_by) for fact in waiting} == {(None, AT, "")}
    grade_factory(desk, submission, 3, 2, 1, 0, 3, now=AT + timedelta(hours=2))
    facts = criterion_facts(desk.enrolment)
    assert [fact.level for fact in facts] == [3, 2, 1, 0]
    assert {fact.at for fact in facts} == {AT + timedelta(hours=2)}
    assert {fact.graded_by for fact in facts} == {str(desk.trainer.user)}
    assert {(fact.submission_id, fact.module_id) for fact in facts} == {
        (submission.pk, desk.module.pk)
    }


def test_a_second_attempt_waits_beside_the_first(desk):
    first = handed_in_factory(desk)
    grade_factory(desk, first, 1)
    second = handed_in_factory(desk, text="Une version reprise, bien plus précise.")
    facts = criterion_facts(desk.enrolment)
    assert {(fact.submission_id, fact.level) for fact in facts} == {
        (first.pk, 1),
        (second.pk, None),
    }


def test_waiting_is_oldest_first(desk):
    others = [enrolment_factory(desk.cohort) for _ in range(2)]
    late = handed_in_factory(desk, others[0], at=AT + timedelta(days=2))
    early = handed_in_factory(desk, others[1], at=AT - timedelta(days=2))
    middle = handed_in_factory(desk)
    assert list(waiting_submissions(desk.trainer)) == [early, middle, late]


def test_results_take_the_same_queries_for_one_and_for_ten(desk, now, django_assert_num_queries):
    enrolments = [desk.enrolment, *(enrolment_factory(desk.cohort) for _ in range(9))]
    for number, enrolment in enumerate(enrolments):
        answer(desk, enrolment, 4, now, f"k{number}")
        grade_factory(desk, handed_in_factory(desk, enrolment), 2)
    for some in (enrolments[:1], enrolments):
        with django_assert_num_queries(2):
            assert len(module_results([e.pk for e in some])) == len(some)
    with django_assert_num_queries(3):
        assert len(criterion_facts(desk.enrolment)) == 4
