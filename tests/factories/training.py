from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from curricula.models import Module, TrackVersion
from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation, User
from tests.factories.curricula import track_version_factory
from tests.factories.people import membership_factory, organisation_factory
from training.enums import DistanceRule, SessionState
from training.models import Cohort, Enrolment, TrainingSession

numbers = count(1)


def cohort_factory(
    organisation: Organisation | None = None,
    track_version: TrackVersion | None = None,
    distance_rule: DistanceRule = DistanceRule.DECLARED,
) -> Cohort:
    """A lesson counts its declared duration: what its hours are does not hang on a clock."""
    return Cohort.objects.create(
        organisation=organisation or organisation_factory(OrganisationKind.TRAINING_BODY),
        track_version=track_version or track_version_factory(),
        title=f"Promotion {next(numbers)}",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 7, 2),
        distance_rule=distance_rule,
    )


def enrolment_factory(
    cohort: Cohort | None = None,
    learner: User | None = None,
    practice: Organisation | None = None,
    funder: Organisation | None = None,
) -> Enrolment:
    """An enrolled learner who is a member of the practice as assistant."""
    cohort = cohort or cohort_factory()
    practice = practice or organisation_factory(OrganisationKind.PRACTICE)
    membership: Membership = membership_factory(Role.LEARNER, practice, learner)
    return Enrolment.objects.create(
        learner=membership.user,
        practice=practice,
        funder=funder,
        cohort=cohort,
        track_version=cohort.track_version,
        qualification=cohort.track_version.qualification,
        recruited_on=date(2025, 11, 4),
        enrolled_at=datetime(2026, 9, 1, 8, 0, tzinfo=UTC),
    )


def announced_factory(cohort: Cohort, module: Module, **more: Any) -> TrainingSession:
    """A session of the morning of 2 March 2027 in Paris, told to its group, without a roll call."""
    number = next(numbers)
    values = {
        "state": SessionState.ANNOUNCED,
        "title": f"Séance {number}",
        "starts_at": datetime(2027, 3, 2, 8, 0, tzinfo=UTC),
        "ends_at": datetime(2027, 3, 2, 11, 30, tzinfo=UTC),
        "form_key": f"annonce-{number}",
    }
    return TrainingSession.objects.create(cohort=cohort, module=module, **values | more)
