"""The doors of the site: front page, sign-in, check of an attestation."""

import pytest


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("address", ["/", "/connexion/", "/verifier/", "/compte/password/reset/"])
def test_public_page_is_accessible(signed_in, accessible, address, width, theme):
    page = signed_in(width=width, theme=theme)
    page.goto(address)
    accessible(page)


def test_unknown_address_answers_kindly(signed_in, accessible):
    page = signed_in()
    response = page.goto("/nulle-part/")
    assert response.status == 404
    accessible(page)


def test_sign_in_with_the_keyboard_only(signed_in):
    page = signed_in()
    page.goto("/connexion/")
    page.focus("[name=login]")
    page.keyboard.type("assistant@livret.example")
    page.keyboard.press("Tab")
    page.keyboard.type("livret-demo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accueil/")
    assert page.locator("h1").count() == 1


def test_no_page_calls_an_outside_host(signed_in, site):
    asked = []
    page = signed_in("assistant")
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/accueil/", "/parcours/", "/livret/", "/competences/", "/verifier/"):
        page.goto(address)
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
