"""`can_view_*` says the same as `visible_to`, for every role."""

import pytest

from people.enums import Role
from people.models import Membership
from tests.factories import cohort_factory, enrolment_factory, membership_factory
from tests.factories.calendar import (
    away_factory,
    closure_factory,
    coming_factory,
    given_week_factory,
    phase_factory,
    room_factory,
)
from tests.factories.versions import newer_version
from training.models import (
    ClosedPeriod,
    Cohort,
    CohortPhase,
    Enrolment,
    EnrolmentMove,
    Room,
    TrainerAway,
    TrainerWeek,
    TrainingSession,
)
from training.permissions import (
    can_view_away,
    can_view_closure,
    can_view_cohort,
    can_view_enrolment,
    can_view_move,
    can_view_phase,
    can_view_room,
    can_view_session,
    can_view_trainer_week,
)
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
    EnrolmentMove.objects.create(
        enrolment=world.enrolment,
        from_version=world.cohort.track_version,
        to_version=newer_version(world.cohort.track_version),
        reason="Essai",
        moved_by=world.lead,
        moved_at=session_form["now"],
    )
    room_factory(world.cohort)
    closure_factory(world.cohort)
    phase_factory(world.cohort)
    away_factory(world.trainer)
    given_week_factory(world.trainer)
    given_week_factory(world.other_trainer)
    coming_factory(world.cohort, world.module)
    return Membership.objects.all()


@pytest.mark.parametrize(
    ("model", "can_view"),
    [
        (Cohort, can_view_cohort),
        (Enrolment, can_view_enrolment),
        (EnrolmentMove, can_view_move),
        (TrainingSession, can_view_session),
        (Room, can_view_room),
        (ClosedPeriod, can_view_closure),
        (CohortPhase, can_view_phase),
        (TrainerAway, can_view_away),
        (TrainerWeek, can_view_trainer_week),
    ],
)
def test_permission_and_queryset_agree(many, model, can_view):
    for actor in many:
        visible = set(model.objects.visible_to(actor))
        assert visible == {row for row in model.objects.all() if can_view(actor, row)}, actor
