"""Who may open which page of the site: every role, and nobody at all."""

import pytest

from people.enums import STAFF_ROLES, Role
from tests.factories import enrolment_factory
from tests.factories.site import site_factory

EVERYBODY = tuple(Role)
PAGES = {
    "/accueil/": EVERYBODY,
    "/mon-compte/": EVERYBODY,
    "/parcours/": (Role.LEARNER,),
    "/parcours/modules/{module}/": (Role.LEARNER, *STAFF_ROLES),
    "/promotions/": STAFF_ROLES,
    "/promotions/{cohort}/": STAFF_ROLES,
    "/promotions/{cohort}/heures.csv": STAFF_ROLES,
    "/promotions/{cohort}/heures.xlsx": STAFF_ROLES,
    "/assistants/": (Role.EMPLOYER,),
}


def address(path, site):
    return path.format(module=site.modules[0].pk, cohort=site.cohort.pk)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("path", PAGES)
def test_page_opens_for_its_roles_only(site, signed_in, path, role):
    response = signed_in(site.member(role)).get(address(path, site))
    refused = 403 if role in STAFF_ROLES else 404
    assert response.status_code == (200 if role in PAGES[path] else refused)


@pytest.mark.parametrize("path", PAGES)
def test_page_asks_a_stranger_to_sign_in(site, client, path):
    response = client.get(address(path, site))
    assert (response.status_code, response.url.split("?")[0]) == (302, "/connexion/")


@pytest.mark.parametrize("role", STAFF_ROLES)
@pytest.mark.parametrize("path", [path for path in PAGES if "{" in path])
def test_staff_of_another_training_body_finds_nothing(site, signed_in, path, role):
    other = site_factory(learners=0)
    assert signed_in(other.member(role)).get(address(path, site)).status_code == 404


def test_learner_of_another_track_finds_no_module(site, signed_in):
    other = site_factory()
    response = signed_in(other.learner).get(address("/parcours/modules/{module}/", site))
    assert response.status_code == 404


def test_colleague_in_the_same_practice_sees_only_the_own_track(site, signed_in):
    colleague = enrolment_factory(practice=site.practice)
    client = signed_in(colleague.learner.memberships.get())
    assert client.get("/parcours/").context["enrolment"] == colleague
    assert client.get(address("/parcours/modules/{module}/", site)).status_code == 404
