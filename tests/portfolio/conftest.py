import copy
from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from people.enums import Role
from portfolio.rules.weeks import week_of
from tests.factories import membership_factory
from tests.factories.assessments import desk_factory, learner_of
from tests.factories.portfolio import competencies_of
from training.models import Cohort


def world_factory() -> SimpleNamespace:
    """One learner and everybody who has to do with their livret, and some who have not."""
    desk = desk_factory()
    body, enrolment = desk.body, desk.enrolment
    return SimpleNamespace(
        desk=desk,
        module=desk.module,
        cohort=desk.cohort,
        enrolment=enrolment,
        body=body,
        competencies=competencies_of(enrolment),
        learner=learner_of(enrolment),
        trainer=desk.trainer,
        companion=membership_factory(Role.COMPANION, body),
        lead=membership_factory(Role.LEAD, body),
        admin=membership_factory(Role.ADMIN, body),
        employer=membership_factory(Role.EMPLOYER, enrolment.practice),
        funder=membership_factory(Role.FUNDER),
        juror=membership_factory(Role.JUROR),
        stranger=membership_factory(Role.LEARNER),
        other_trainer=membership_factory(Role.TRAINER),
        other_lead=membership_factory(Role.LEAD),
        other_employer=membership_factory(Role.EMPLOYER),
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
def today(world) -> date:
    """The cohort is in its fifth week, whatever the day on which the tests run."""
    day = timezone.localdate()
    starts_on = week_of(day).monday - timedelta(weeks=4)
    Cohort.objects.update(starts_on=starts_on, ends_on=day + timedelta(days=200))
    world.enrolment.refresh_from_db()
    return day
