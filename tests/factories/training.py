from datetime import UTC, date, datetime
from itertools import count

from curricula.models import TrackVersion
from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation, User
from tests.factories.curricula import track_version_factory
from tests.factories.people import membership_factory, organisation_factory
from training.models import Cohort, Enrolment

numbers = count(1)


def cohort_factory(
    organisation: Organisation | None = None, track_version: TrackVersion | None = None
) -> Cohort:
    return Cohort.objects.create(
        organisation=organisation or organisation_factory(OrganisationKind.TRAINING_BODY),
        track_version=track_version or track_version_factory(),
        title=f"Promotion {next(numbers)}",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 7, 2),
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
