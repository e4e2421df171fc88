from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.enums import OrganisationKind, Role
from people.models import Membership, User
from records.models import Invitation
from records.services import Guest, invite, invite_all
from tests.factories import membership_factory, organisation_factory, user_factory

pytestmark = pytest.mark.django_db
NEW = "/invitations/nouvelle/"
PASSWORD = "une-longue-phrase"


@pytest.fixture
def lead():
    return membership_factory(Role.LEAD)


@pytest.fixture
def practice():
    return organisation_factory(OrganisationKind.PRACTICE, "Cabinet des Lilas")


@pytest.fixture
def link(lead, practice):
    """An open link made as of today."""
    _, token = invite(
        actor=lead,
        email="zoe@essai.example",
        first_name="Zoé",
        last_name="Essai",
        organisation=practice,
        role=Role.LEARNER,
        now=timezone.now(),
    )
    return f"/invitations/{token}/"


def form(practice, **parts):
    return {
        "first_name": "Zoé",
        "last_name": "Essai",
        "email": "zoe@essai.example",
        "organisation": practice.pk,
        "role": Role.LEARNER,
        **parts,
    }


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.LEAD, 200),
        (Role.ADMIN, 200),
        (Role.TRAINER, 403),
        (Role.COMPANION, 403),
        (Role.LEARNER, 404),
        (Role.EMPLOYER, 404),
        (Role.FUNDER, 404),
        (Role.JUROR, 404),
    ],
)
def test_who_may_open_the_page(client, role, status):
    client.force_login(membership_factory(role).user)
    assert client.get(NEW).status_code == status
    assert client.post(NEW, {}).status_code == status


def test_outsiders_are_asked_to_log_in(client):
    assert client.get(NEW).url.startswith("/connexion/")


def test_invite_shows_the_link_once_where_no_mail_leaves(client, lead, practice, settings):
    settings.MAIL_IS_DELIVERED = False
    client.force_login(lead.user)
    answer = client.post(NEW, form(practice), follow=True)
    assert answer.redirect_chain == [(NEW, 302)]
    text = answer.content.decode()
    assert "Invitation enregistrée pour zoe@essai.example." in text
    assert "Lien à remettre à zoe@essai.example" in text
    assert "Lien à remettre" not in client.get(NEW).content.decode()


def test_invite_shows_no_link_where_mail_leaves(client, lead, practice, settings):
    settings.MAIL_IS_DELIVERED = True
    client.force_login(lead.user)
    text = client.post(NEW, form(practice), follow=True).content.decode()
    assert "Lien à remettre" not in text
    assert "Zoé Essai" in text


def test_double_click_keeps_one_invitation(client, lead, practice):
    client.force_login(lead.user)
    for _ in range(2):
        client.post(NEW, form(practice))
    assert Invitation.objects.count() == 1


def test_role_that_does_not_fit_the_organisation_is_refused_with_the_typed_text(
    client, lead, practice
):
    client.force_login(lead.user)
    text = client.post(NEW, form(practice, role=Role.TRAINER)).content.decode()
    assert "choisissez parmi : assistant, employeur" in text
    assert 'value="zoe@essai.example"' in text
    assert Invitation.objects.count() == 0


def test_other_training_bodies_and_the_administrator_role_are_not_offered(client, lead):
    other = organisation_factory(OrganisationKind.TRAINING_BODY, "Organisme Ailleurs")
    client.force_login(lead.user)
    page = client.get(NEW).content.decode()
    assert "Organisme Ailleurs" not in page
    assert 'value="admin"' not in page
    assert client.post(NEW, form(other, role=Role.TRAINER)).status_code == 200
    assert Invitation.objects.count() == 0


def test_refusal_of_the_service_is_shown(client, lead, practice):
    member = membership_factory(Role.LEARNER, practice)
    client.force_login(lead.user)
    text = client.post(NEW, form(practice, email=member.user.email)).content.decode()
    assert "Cette personne a déjà ce rôle" in text


def test_list_has_the_same_query_count_with_one_and_thirty_invitations(
    client, lead, practice, now, django_assert_max_num_queries
):
    client.force_login(lead.user)

    def add(number):
        invite(
            actor=lead,
            email=f"p{number}@essai.example",
            first_name="P",
            last_name=str(number),
            organisation=practice,
            role=Role.LEARNER,
            now=now,
        )

    add(0)
    with django_assert_max_num_queries(6) as few:
        client.get(NEW)
    for number in range(1, 30):
        add(number)
    with django_assert_max_num_queries(len(few)):
        client.get(NEW)


def test_link_shows_on_get_and_changes_nothing(client, link):
    for _ in range(3):
        response = client.get(link)
    assert response.status_code == 200
    assert "Bienvenue, Zoé." in response.content.decode()
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]
    assert Invitation.objects.get().accepted_at is None


def test_link_accepted_creates_the_account_and_signs_in(client, link):
    answer = client.post(link, {"password": PASSWORD, "password_again": PASSWORD})
    assert answer.url == "/accueil/"
    person = User.objects.get(email="zoe@essai.example")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Membership.objects.get(user=person).role == Role.LEARNER


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("1234", "1234", "Ce mot de passe"),
        (PASSWORD, "autre", "Les deux mots de passe ne sont pas les mêmes."),
        ("", "", 'id="id_password_error"'),
    ],
)
def test_link_with_a_password_that_will_not_do(client, link, first, second, sentence):
    response = client.post(link, {"password": first, "password_again": second})
    assert sentence in response.content.decode()
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_used_expired_and_unknown_links_say_so(client, link, method):
    unknown = getattr(client, method)("/invitations/inconnu/")
    assert "Ce lien ne fonctionne plus." in unknown.content.decode()
    client.post(link, {"password": PASSWORD, "password_again": PASSWORD})
    client.logout()
    used = getattr(client, method)(link)
    assert "Ce lien a déjà servi." in used.content.decode()
    Invitation.objects.update(
        accepted_at=None,
        invited_at=timezone.now() - timedelta(days=20),
        expires_at=timezone.now() - timedelta(days=6),
    )
    expired = getattr(client, method)(link)
    assert "Ce lien a expiré." in expired.content.decode()
    assert unknown.status_code == used.status_code == expired.status_code == 404


def test_the_list_of_who_has_not_answered_goes_on_to_a_next_page(client, lead, practice, now):
    guests = [Guest(f"p{n}@essai.example", "P", str(n), practice, Role.EMPLOYER) for n in range(51)]
    invite_all(actor=lead, guests=guests, now=now)
    client.force_login(lead.user)
    assert "p0@essai.example" not in client.get(NEW).content.decode()
    assert "p0@essai.example" in client.get(f"{NEW}?page=2").content.decode()


def test_link_of_an_existing_account_asks_to_log_in_then_accepts(client, link):
    zoe = user_factory(email="zoe@essai.example")
    text = client.get(link).content.decode()
    assert "Vous avez déjà un compte" in text
    assert 'type="password"' not in text
    refused = client.post(link)
    assert "connectez-vous" in refused.content.decode()
    client.force_login(zoe)
    assert "Accepter l’invitation" in client.get(link).content.decode()
    assert client.post(link).url == reverse("lms:home")
    assert Membership.objects.get(user=zoe).role == Role.LEARNER
