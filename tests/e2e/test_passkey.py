"""A passkey made on the site opens it. Browsers make one for a name, not for a bare IP address."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(signed_in, site) -> Page:
    """A page at the site's name, in a browser that holds a key of software."""
    page = signed_in(base_url=site.replace("127.0.0.1", "localhost"))
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def test_a_passkey_is_made_then_signs_in(page, newcomer, accessible):
    name = newcomer("cle")
    page.goto("/connexion/")
    page.fill("[name=login]", f"{name}@essai.example")
    page.fill("[name=password]", steps.NEW_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/accueil/")
    page.goto("/compte/2fa/webauthn/add/")
    page.fill("[name=password]", steps.NEW_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("[name=passwordless]")
    accessible(page)
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/compte/2fa/**recovery-codes/**")
    page.context.clear_cookies()
    page.goto("/connexion/")
    page.click("#passkey_login")
    page.wait_for_url("**/accueil/")
    expect(page.locator("body")).to_contain_text("Cle Essai")
