"""The first day, in the words of the person who opens the site."""

import pytest
from django.test import Client

from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation
from tests.factories import track_version_factory
from training.models import Cohort

ANSWERS = {
    "first_name": "Claire",
    "last_name": "Exemple",
    "email": "claire@exemple.example",
    "password": "une-longue-phrase",
    "password_again": "une-longue-phrase",
    "training_body": "Organisme Exemple",
    "city": "Lyon",
}


@pytest.fixture
def browser(db) -> Client:
    return Client()


def text_of(response) -> str:
    return response.content.decode()


def test_claire_opens_an_empty_site_and_reaches_her_first_cohort(browser):
    track_version = track_version_factory()
    nobody_has_an_account(browser)
    a_mistyped_password_creates_nothing(browser)
    she_is_signed_in_and_told_her_first_steps(browser)
    a_second_visitor_finds_nothing()
    with_a_practice_and_a_cohort_two_steps_are_left(browser, track_version)
    she_signs_out_and_comes_back(browser)


def nobody_has_an_account(browser):
    """Claire types the address of the site."""
    page = browser.get("/", follow=True)
    assert page.request["PATH_INFO"] == "/premier-jour/"
    assert "Le livret est vide : ouvrez-le." in text_of(page)


def a_mistyped_password_creates_nothing(browser):
    """Her answers are still there."""
    answers = ANSWERS | {"password_again": "une-longue-frase"}
    page = browser.post("/premier-jour/", answers)
    assert "Les deux mots de passe ne sont pas les mêmes." in text_of(page)
    assert "Organisme Exemple" in text_of(page)


def she_is_signed_in_and_told_her_first_steps(browser):
    page = browser.post("/premier-jour/", ANSWERS, follow=True)
    assert page.request["PATH_INFO"] == "/accueil/"
    assert "Quatre premiers pas restent." in text_of(page)
    for address in ("/cabinets/nouveau/", "/promotions/nouvelle/", "/invitations/nouvelle/"):
        assert f'href="{address}"' in text_of(page)


def a_second_visitor_finds_nothing():
    assert Client().get("/premier-jour/").status_code == 404


def with_a_practice_and_a_cohort_two_steps_are_left(browser, track_version):
    lead = Membership.objects.get(role=Role.LEAD)
    Organisation.objects.create(name="Cabinet Exemple", kind=OrganisationKind.PRACTICE)
    cohort = Cohort.objects.create(
        organisation=lead.organisation,
        track_version=track_version,
        title="Première promotion",
        starts_on="2026-09-01",
        ends_on="2027-07-02",
    )
    page = browser.get("/accueil/")
    assert "Deux premiers pas restent." in text_of(page)
    assert f'href="/promotions/{cohort.pk}/inscrire/"' in text_of(page)


def she_signs_out_and_comes_back(browser):
    """Through the door."""
    browser.post("/compte/logout/")
    page = browser.post(
        "/connexion/", {"login": ANSWERS["email"], "password": ANSWERS["password"]}, follow=True
    )
    assert page.request["PATH_INFO"] == "/accueil/"
