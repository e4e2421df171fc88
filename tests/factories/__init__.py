"""Small worlds for tests: one function per thing, every part can be given."""

from tests.factories.curricula import (
    lesson_factory,
    module_factory,
    prerequisite_factory,
    qualification_factory,
    rubric_factory,
    track_version_factory,
)
from tests.factories.people import membership_factory, organisation_factory, user_factory
from tests.factories.training import cohort_factory, enrolment_factory

__all__ = [
    "cohort_factory",
    "enrolment_factory",
    "lesson_factory",
    "membership_factory",
    "module_factory",
    "organisation_factory",
    "prerequisite_factory",
    "qualification_factory",
    "rubric_factory",
    "track_version_factory",
    "user_factory",
]
