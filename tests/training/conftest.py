from datetime import datetime
from types import SimpleNamespace

import pytest

from people.enums import Role
from tests.factories import (
    cohort_factory,
    enrolment_factory,
    membership_factory,
    module_factory,
)


@pytest.fixture
def world(db) -> SimpleNamespace:
    """A module with two lessons, a cohort, one learner, and the people of the training body."""
    module = module_factory()
    cohort = cohort_factory(track_version=module.track_version)
    enrolment = enrolment_factory(cohort)
    body = cohort.organisation
    return SimpleNamespace(
        module=module,
        lessons=list(module.lessons.order_by("module_lessons__order")),
        cohort=cohort,
        enrolment=enrolment,
        body=body,
        learner=enrolment.learner.memberships.get(),
        trainer=membership_factory(Role.TRAINER, body),
        companion=membership_factory(Role.COMPANION, body),
        lead=membership_factory(Role.LEAD, body),
        employer=membership_factory(Role.EMPLOYER, enrolment.practice),
        stranger=membership_factory(Role.LEARNER),
        other_trainer=membership_factory(Role.TRAINER),
    )


@pytest.fixture
def session_form(world, now) -> dict:
    """Arguments of a session of 3 h 30 on the morning of 2 March 2027."""
    return {
        "actor": world.trainer,
        "cohort": world.cohort,
        "module": world.module,
        "title": "Le secret au quotidien",
        "starts_at": datetime.fromisoformat("2027-03-02T09:00:00+01:00"),
        "ends_at": datetime.fromisoformat("2027-03-02T12:30:00+01:00"),
        "present": [world.enrolment],
        "form_key": "jeton-1",
        "now": now,
    }
