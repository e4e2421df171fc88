"""Each `can_…` says of every actor what its queryset shows."""

import pytest

from assessments.models import QuizAttempt, Submission
from assessments.permissions import can_grade, can_view_attempt, can_view_submission
from assessments.queries import waiting_submissions
from assessments.services import save_draft, submit_quiz
from people.enums import Role
from tests.factories import enrolment_factory, membership_factory
from tests.factories.assessments import (
    desk_factory,
    grade_factory,
    handed_in_factory,
    learner_of,
)


@pytest.fixture
def desk(db):
    return desk_factory()


@pytest.fixture
def actors(desk):
    staff = (Role.TRAINER, Role.COMPANION, Role.LEAD, Role.ADMIN)
    return [
        desk.learner,
        learner_of(enrolment_factory(desk.cohort)),
        *(membership_factory(role, desk.body) for role in staff),
        *(membership_factory(role) for role in staff),
        membership_factory(Role.EMPLOYER, desk.enrolment.practice),
        membership_factory(Role.EMPLOYER),
        membership_factory(Role.FUNDER),
        membership_factory(Role.JUROR),
        membership_factory(Role.TRAINER, desk.body, desk.enrolment.learner),
    ]


@pytest.fixture(params=["draft", "submitted", "graded"])
def submission(request, desk, now):
    if request.param == "draft":
        return save_draft(
            actor=desk.learner,
            enrolment=desk.enrolment,
            assignment=desk.assignment,
            text="Un début",
            version=0,
            now=now,
        )
    made = handed_in_factory(desk)
    if request.param == "graded":
        grade_factory(desk, made)
        made.refresh_from_db()
    return made


def test_submission_is_seen_by_those_who_may(desk, actors, submission):
    for actor in actors:
        seen = Submission.objects.visible_to(actor).filter(pk=submission.pk).exists()
        assert seen == can_view_submission(actor, desk.enrolment, submission.state), actor


def test_submission_is_graded_by_those_who_may(desk, actors, submission):
    for actor in actors:
        seen = Submission.objects.gradable_by(actor).filter(pk=submission.pk).exists()
        assert seen == can_grade(actor, desk.enrolment, submission.state), actor


def test_waiting_is_what_may_be_graded_and_is_not(actors, desk, submission):
    for actor in actors:
        waits = submission.state == "submitted"
        expected = waits and can_grade(actor, desk.enrolment, submission.state)
        assert waiting_submissions(actor).exists() == expected, actor


def test_attempt_is_seen_by_those_who_may(desk, actors, now):
    attempt = submit_quiz(
        actor=desk.learner,
        enrolment=desk.enrolment,
        module=desk.module,
        answers={},
        form_key="k",
        now=now,
    )
    for actor in actors:
        seen = QuizAttempt.objects.visible_to(actor).filter(pk=attempt.pk).exists()
        assert seen == can_view_attempt(actor, desk.enrolment), actor
