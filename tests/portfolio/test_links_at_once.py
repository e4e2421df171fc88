"""Links for one person sent at the same instant, each on a connection of its own."""

import pytest
from django.db import connection

from portfolio.models import PracticeLink
from portfolio.rules.practice import LINKS_A_DAY
from tests.portfolio.conftest import world_factory
from tests.portfolio.practice import sends, shared_week
from tests.training.test_at_once import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite en mémoire ne sert qu’une connexion : joué sur PostgreSQL",
    ),
]


@pytest.fixture
def world(transactional_db):
    """Rows that other connections see."""
    return world_factory()


def test_links_of_several_weeks_stay_within_the_limit_of_a_person(world, now):
    weeks = [shared_week(world.enrolment, iso_week=number) for number in range(1, 9)]
    found = at_once(
        *(
            lambda week=week: sends(world.learner, week, now, form_key=f"lien-{week.pk}")
            for week in weeks
        )
    )
    refused = [one for one in found if type(one).__name__ == "LinkRefused"]
    assert (PracticeLink.objects.count(), len(refused)) == (LINKS_A_DAY, len(weeks) - LINKS_A_DAY)
