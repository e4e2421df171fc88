import pytest

from assessments.models import GradeChange
from assessments.queries import rubric_is_locked
from assessments.services import (
    AlreadyGraded,
    FormKeyUsed,
    GradeIncomplete,
    PatientDataFound,
    ScoresDoNotFit,
)
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from tests.factories import enrolment_factory, membership_factory
from tests.factories.assessments import (
    desk_factory,
    grade_factory,
    handed_in_factory,
    scores_for,
)
from training.models import EvaluationDone


@pytest.fixture
def desk(db):
    return desk_factory()


@pytest.fixture
def submission(desk):
    return handed_in_factory(desk)


def test_a_grade_is_recorded_and_said_to_training(desk, submission):
    grade = grade_factory(desk, submission, 2, 2, 2, 2, 1)
    submission.refresh_from_db()
    assert (grade.points, grade.out_of, grade.passed) == (9, 15, True)
    assert submission.state == "graded"
    done = EvaluationDone.objects.get()
    assert done.source_key == f"assessments.synthesis:{desk.enrolment.pk}:{desk.module.pk}"
    assert AuditEvent.objects.get(verb="assessments.grade.recorded").actor == desk.trainer


def test_not_passed_posts_no_evaluation(desk, submission):
    assert not grade_factory(desk, submission, 2, 2, 2, 1, 1).passed
    assert EvaluationDone.objects.count() == 0


def test_every_criterion_needs_a_level(desk, submission):
    with pytest.raises(GradeIncomplete) as refusal:
        grade_factory(desk, submission, 2, 2, 2, 2)
    assert refusal.value.message == "Il manque un niveau pour « Critère 5 »."
    assert GradeChange.objects.count() == 0


@pytest.mark.parametrize("level", [-1, 4, 99, "2", None, True, 1.5])
def test_a_level_outside_the_rubric_is_refused(desk, submission, level):
    with pytest.raises(ScoresDoNotFit):
        grade_factory(desk, submission, 2, 2, 2, 2, level)


def test_a_criterion_of_another_rubric_is_refused(desk, submission):
    other = handed_in_factory(desk_factory())
    with pytest.raises(ScoresDoNotFit):
        grade_factory(
            desk, submission, scores={**scores_for(submission, 2), **scores_for(other, 2)}
        )


def test_the_same_form_sent_twice_counts_once(desk, submission):
    first = grade_factory(desk, submission, 3, form_key="k")
    again = grade_factory(desk, submission, 0, form_key="k")
    assert (again.pk, again.points) == (first.pk, 15)
    other = handed_in_factory(desk, enrolment_factory(desk.cohort))
    with pytest.raises(FormKeyUsed):
        grade_factory(desk, other, 3, form_key="k")


def test_the_second_trainer_is_told_who_graded_and_when(desk, submission):
    grade_factory(desk, submission, 3)
    second = membership_factory(Role.LEAD, desk.body)
    with pytest.raises(AlreadyGraded) as refusal:
        grade_factory(desk, submission, 1, actor=second)
    expected = f"déjà corrigée par {desk.trainer.user} à 9 h, le 01/03/2027"
    assert expected in refusal.value.message
    assert GradeChange.objects.count() == 1


def test_changing_a_grade_needs_a_reason_and_keeps_the_first(desk, submission):
    grade_factory(desk, submission, 3)
    with pytest.raises(AlreadyGraded):
        grade_factory(desk, submission, 1, reason="  ")
    change = grade_factory(desk, submission, 1, reason="Critère b mal lu")
    assert (change.points, change.reason) == (5, "Critère b mal lu")
    assert [grade.points for grade in submission.grades.all()] == [15, 5]


def test_changing_a_grade_that_changed_meanwhile_is_refused(desk, submission):
    grade_factory(desk, submission, 3)
    submission.refresh_from_db()
    seen = submission.version
    grade_factory(desk, submission, 1, reason="Relu", version=seen)
    with pytest.raises(AlreadyGraded):
        grade_factory(desk, submission, 2, reason="Relu aussi", version=seen)
    assert submission.grades.count() == 2


def test_a_comment_may_not_hold_an_identifier(desk, submission):
    with pytest.raises(PatientDataFound):
        grade_factory(desk, submission, comment="Voyez a.b@exemple.fr")
    assert GradeChange.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "same_body", "allowed"),
    [
        (Role.TRAINER, True, True),
        (Role.LEAD, True, True),
        (Role.COMPANION, True, False),
        (Role.ADMIN, True, False),
        (Role.TRAINER, False, False),
        (Role.LEAD, False, False),
        (Role.EMPLOYER, False, False),
        (Role.FUNDER, False, False),
        (Role.JUROR, False, False),
    ],
)
def test_who_may_grade(desk, submission, role, same_body, allowed):
    actor = membership_factory(role, desk.body if same_body else None)
    if allowed:
        assert grade_factory(desk, submission, actor=actor).graded_by == actor
    else:
        with pytest.raises(NotAllowed):
            grade_factory(desk, submission, actor=actor)


def test_nobody_grades_oneself(desk, submission):
    actor = membership_factory(Role.TRAINER, desk.body, desk.enrolment.learner)
    for grader in (actor, desk.learner):
        with pytest.raises(NotAllowed):
            grade_factory(desk, submission, actor=grader)


def test_a_rubric_is_locked_at_its_first_grade(desk, submission):
    rubric = desk.assignment.rubric
    assert not rubric_is_locked(rubric)
    grade_factory(desk, submission)
    assert rubric_is_locked(rubric)
