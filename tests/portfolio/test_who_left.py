"""Who left the training reads neither the wall of their cohort nor groups of users."""

import pytest

from portfolio.models import UserGroup, WallCopy
from tests.factories import enrolment_factory
from tests.factories.assessments import learner_of
from tests.factories.groups import copy_factory, group_factory
from training.enums import Situation


@pytest.fixture
def gone(world):
    copy_factory(world.enrolment)
    group_factory(world.lead)
    return enrolment_factory(world.cohort)


def addresses(world) -> list[str]:
    return [f"/promotions/{world.cohort.pk}/mur/", f"/groupes/{UserGroup.objects.get().pk}/"]


def test_until_they_leave_they_read(world, gone, client):
    client.force_login(learner_of(gone).user)
    assert [client.get(one).status_code for one in addresses(world)] == [200, 200]


def test_once_they_left_they_read_no_more(world, gone, client):
    gone.situation = Situation.LEFT
    gone.save()
    client.force_login(learner_of(gone).user)
    assert [client.get(one).status_code for one in addresses(world)] == [404, 404]
    assert not WallCopy.objects.visible_to(learner_of(gone)).exists()
