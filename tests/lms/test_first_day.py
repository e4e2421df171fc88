"""An empty site asks for its first administrator, once."""

import pytest

from people.enums import Role
from people.models import Membership, User
from tests.factories import user_factory

ANSWERS = {
    "first_name": "Claire",
    "last_name": "Exemple",
    "email": "Claire@Exemple.example",
    "password": "une-longue-phrase",
    "password_again": "une-longue-phrase",
    "training_body": "Organisme Exemple",
    "city": "Lyon",
}


@pytest.mark.parametrize("path", ["/", "/connexion/"])
def test_empty_site_leads_to_the_first_day(client, db, path):
    response = client.get(path)
    assert (response.status_code, response.url) == (302, "/premier-jour/")


def test_first_day_creates_the_lead_and_signs_in(client, db):
    response = client.post("/premier-jour/", ANSWERS, follow=True)
    assert response.redirect_chain == [("/accueil/", 302)]
    assert response.context["user"].email == "claire@exemple.example"
    assert set(Membership.objects.values_list("role", flat=True)) == {Role.LEAD, Role.ADMIN}
    assert "Quatre premiers pas restent." in response.content.decode()


def test_first_day_is_gone_once_an_account_exists(client, db):
    user_factory()
    assert client.get("/premier-jour/").status_code == 404
    assert client.post("/premier-jour/", ANSWERS).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("password_again", "autre-chose", "Les deux mots de passe ne sont pas les mêmes."),
        ("password", "12345", "Ce mot de passe est trop court"),
        ("email", "claire", "Saisissez une adresse"),
        ("training_body", "", "Champ requis."),
        ("training_body", "x" * 300, "au plus 160"),
    ],
)
def test_first_day_keeps_what_was_typed_and_says_what_is_wrong(client, db, field, value, message):
    response = client.post("/premier-jour/", ANSWERS | {field: value})
    text = response.content.decode()
    assert response.status_code == 200
    assert message in text
    assert 'value="Claire"' in text
    assert User.objects.count() == 0


def test_first_day_says_that_the_contents_are_missing(client, db):
    assert "Les contenus ne sont pas chargés" in client.get("/premier-jour/").content.decode()


def test_first_day_does_not_say_so_when_they_are_there(client, db):
    from tests.factories import track_version_factory

    track_version_factory()
    assert "Les contenus ne sont pas chargés" not in client.get("/premier-jour/").content.decode()


def test_front_page_of_a_running_site_lets_in_and_checks(client, db):
    user_factory()
    text = client.get("/").content.decode()
    assert 'href="/connexion/"' in text
    assert 'action="/verifier/"' in text
