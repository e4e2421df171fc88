import copy
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

import pytest

from people.enums import OrganisationKind, Role
from people.models import Organisation
from tests.factories import (
    cohort_factory,
    enrolment_factory,
    membership_factory,
    module_factory,
    organisation_factory,
)
from tests.factories.assistance import contact_factory
from tests.factories.calendar import budget_factory, phase_factory
from tests.factories.training import announced_factory
from training.enums import DistanceRule
from training.rules.attendance import Mark
from training.services import hold_session, post_practice, read_lesson, record_session


def world_factory() -> SimpleNamespace:
    """A module with two lessons, a cohort, one learner, and the people of the training body."""
    module = module_factory()
    cohort = cohort_factory(track_version=module.track_version)
    enrolment = enrolment_factory(cohort)
    body = cohort.organisation
    trainer = membership_factory(Role.TRAINER, body)
    contact_factory(cohort, trainer)
    return SimpleNamespace(
        module=module,
        lessons=list(module.lessons.order_by("module_lessons__order")),
        cohort=cohort,
        enrolment=enrolment,
        body=body,
        learner=enrolment.learner.memberships.get(),
        trainer=trainer,
        companion=membership_factory(Role.COMPANION, body),
        lead=membership_factory(Role.LEAD, body),
        employer=membership_factory(Role.EMPLOYER, enrolment.practice),
        stranger=membership_factory(Role.LEARNER),
        other_trainer=membership_factory(Role.TRAINER),
    )


@pytest.fixture(scope="module")
def world_once(laid_once) -> Iterator[SimpleNamespace]:
    with laid_once():
        yield world_factory()


@pytest.fixture
def world(world_once, db) -> SimpleNamespace:
    """The world of the module, in copies of its own for each test."""
    return copy.deepcopy(world_once)


@pytest.fixture
def measured(world):
    """The world of a cohort whose time is measured; the first lesson declares 20 minutes."""
    world.cohort.distance_rule = DistanceRule.MEASURED
    world.cohort.save()
    world.enrolment.refresh_from_db()
    lesson = world.lessons[0]
    lesson.minutes = 20
    lesson.save()
    return world


@pytest.fixture
def further(db) -> Organisation:
    """A practice that may share a post."""
    return organisation_factory(OrganisationKind.PRACTICE)


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


@pytest.fixture
def ready(world):
    """Seven hours to plan on Mondays and Tuesdays."""
    budget_factory(world.module, 420)
    phase_factory(world.cohort)
    return world


@pytest.fixture
def full(world, session_form, now):
    """The world with a session, a lesson read and a week of practice."""
    session = record_session(**session_form)
    read_lesson(
        actor=world.learner,
        enrolment=world.enrolment,
        module=world.module,
        lesson=world.lessons[0],
        now=now,
    )
    post_practice(
        actor=world.trainer,
        enrolment=world.enrolment,
        minutes=1680,
        occurred_on=now.date(),
        label="Semaine 9 de 2027",
        source_key="portfolio.week:1:v1",
        now=now,
    )
    world.session = session
    world.funder = membership_factory(Role.FUNDER)
    return world


@pytest.fixture
def announced(world):
    """A session of 2 March 2027, 9 h to 12 h 30 in Paris, announced to the cohort."""
    return announced_factory(world.cohort, world.module)


@pytest.fixture
def held(world, announced, now):
    """The same after its roll call: the learner was there."""
    return hold_session(
        actor=world.trainer, session=announced, marks={world.enrolment: Mark()}, now=now
    )
