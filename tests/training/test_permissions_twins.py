"""`can_view_*` says the same as `visible_to`, for every role."""

import pytest

from people.enums import Role
from people.models import Membership
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from training.models import Cohort, Enrolment, TrainingSession
from training.permissions import can_view_cohort, can_view_enrolment, can_view_session
from training.services import record_session


@pytest.fixture
def many(world, session_form):
    funder = membership_factory(Role.FUNDER)
    for role in Role:
        membership_factory(role)
    enrolment_factory(world.cohort, funder=funder.organisation)
    enrolment_factory(cohort_factory(world.body))
    enrolment_factory(learner=world.enrolment.learner)
    record_session(**session_form)
    return Membership.objects.all()


@pytest.mark.parametrize(
    ("model", "can_view"),
    [
        (Cohort, can_view_cohort),
        (Enrolment, can_view_enrolment),
        (TrainingSession, can_view_session),
    ],
)
def test_permission_and_queryset_agree(many, model, can_view):
    for actor in many:
        visible = set(model.objects.visible_to(actor))
        assert visible == {row for row in model.objects.all() if can_view(actor, row)}, actor
