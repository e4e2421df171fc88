"""Every page costs as many queries with thirty learners as with one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.enums import Role
from tests.factories.site import add_learner

LEARNER_HOME_GOAL = 15  # performance.md
PAGES = [
    (Role.TRAINER, "/accueil/"),
    (Role.LEAD, "/accueil/"),
    (Role.EMPLOYER, "/accueil/"),
    (Role.COMPANION, "/accueil/"),
    (Role.FUNDER, "/accueil/"),
    (Role.ADMIN, "/accueil/"),
    (Role.EMPLOYER, "/assistants/"),
    (Role.LEAD, "/promotions/"),
    (Role.LEAD, "/promotions/{cohort}/"),
    (Role.LEAD, "/promotions/{cohort}/heures.csv"),
    (Role.TRAINER, "/parcours/modules/{module}/"),
]


def cost(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_page_costs_the_same_with_many_learners(site, signed_in, role, path):
    client = signed_in(site.member(role))
    url = path.format(cohort=site.cohort.pk, module=site.modules[0].pk)
    cost(client, url)  # the first request fills what is cached
    one = cost(client, url)
    for _ in range(4):
        add_learner(site)
    assert cost(client, url) == one


def test_roster_costs_the_same_with_thirty_learners(site, signed_in):
    client = signed_in(site.member(Role.LEAD))
    url = f"/promotions/{site.cohort.pk}/"
    one = cost(client, url)
    for _ in range(29):
        add_learner(site)
    assert cost(client, url) == one


def test_home_of_the_learner_meets_its_goal(site, signed_in):
    client = signed_in(site.learner)
    assert cost(client, "/accueil/") <= LEARNER_HOME_GOAL


@pytest.mark.parametrize("path", ["/accueil/", "/parcours/", "/parcours/modules/{module}/"])
def test_pages_of_the_learner_do_not_depend_on_the_others(site, signed_in, path):
    client = signed_in(site.learner)
    url = path.format(module=site.modules[0].pk)
    one = cost(client, url)
    for _ in range(3):
        add_learner(site)
    assert cost(client, url) == one
