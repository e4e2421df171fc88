"""Signing in, and every side door that must stay closed."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail

from people.enums import Role
from people.models import User
from tests.factories import membership_factory
from tests.factories.people import PASSWORD


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


def sign_in(client, email, password=PASSWORD):
    return client.post("/connexion/", {"login": email, "password": password})


def test_sign_in_by_e_mail_leads_home(client, lead):
    response = sign_in(client, lead.user.email)
    assert (response.status_code, response["Location"]) == (302, "/accueil/")


def test_sign_in_ignores_the_case_of_the_address(client, lead):
    assert sign_in(client, lead.user.email.upper()).status_code == 302


def test_wrong_password_and_unknown_address_get_the_same_answer(client, lead):
    wrong = sign_in(client, lead.user.email, "faux-mot-de-passe")
    unknown = sign_in(client, "inconnu@essai.example", "faux-mot-de-passe")
    assert wrong.status_code == unknown.status_code == 200
    assert list(wrong.context["form"].errors.values()) == list(
        unknown.context["form"].errors.values()
    )


def test_limiter_refuses_after_too_many_failures_even_the_right_password(client, lead):
    for _ in range(12):
        sign_in(client, lead.user.email, "faux-mot-de-passe")
    assert sign_in(client, lead.user.email).status_code != 302


@pytest.mark.parametrize("side_door", ["/admin/login/", "/admin/password_reset/", "/compte/login/"])
def test_side_doors_lead_to_the_one_sign_in_page(client, lead, side_door):
    response = client.post(side_door, {"username": lead.user.email, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/connexion/")
    assert "_auth_user_id" not in client.session


def test_the_framework_admin_does_not_exist(client, lead):
    assert client.get("/django-admin/").status_code == 404
    assert client.get("/django-admin/login/").status_code == 404


def test_second_factor_is_asked_before_the_editor_opens(client, lead):
    User.objects.filter(pk=lead.user_id).update(is_superuser=True, is_staff=True)
    TOTP.activate(lead.user, generate_totp_secret())
    response = sign_in(client, lead.user.email)
    assert "/2fa/authenticate/" in response["Location"]
    assert client.get("/admin/").status_code == 302
    assert client.get("/accueil/").status_code == 302


def test_nobody_signs_up_without_an_invitation(client, db):
    response = client.post(
        "/compte/signup/",
        {"email": "intrus@essai.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert response.status_code == 200
    assert not User.objects.filter(email="intrus@essai.example").exists()


def test_password_reset_writes_to_the_owner_and_says_nothing_of_strangers(client, lead):
    known = client.post("/compte/password/reset/", {"email": lead.user.email})
    assert [message.to for message in mail.outbox] == [[lead.user.email]]
    unknown = client.post("/compte/password/reset/", {"email": "inconnu@essai.example"})
    assert known["Location"] == unknown["Location"]


@pytest.mark.parametrize(
    "screen",
    [
        "/compte/password/change/",
        "/compte/email/",
        "/compte/2fa/",
        "/compte/sessions/",
    ],
)
def test_account_screens_open(client, lead, screen):
    sign_in(client, lead.user.email)
    assert client.get(screen).status_code == 200


def test_address_exists_once_whatever_its_case(lead):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        User.objects.create(email=lead.user.email.upper())


def test_who_sends_a_form_signed_out_comes_back_to_its_page(client, lead):
    act, page = "/rappels/", "https://testserver/promotions/?page=2#fin"
    for shown, back in (
        (page, "/connexion/?next=/promotions/%3Fpage%3D2"),
        ("", f"/connexion/?next={act}"),
        ("https://ailleurs.example/", f"/connexion/?next={act}"),
    ):
        response = client.post(act, headers={"referer": shown}, secure=True)
        assert (response.status_code, response["Location"]) == (302, back)


def test_the_address_of_an_act_opened_as_a_page_says_so(client, lead):
    client.force_login(lead.user)
    response = client.get("/presences/1/signer/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "Rien n’a été enregistré" in response.content.decode()
