"""Somebody of a practice opens a link without an account and signs once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps

DOCTOR = "Dr Anaïs Essai"
ADDRESS = re.compile(r"https?://\S+/signer/\S+")
USED = "Ce lien a déjà servi."


@pytest.fixture(scope="module")
def asking(signed_in, newcomer) -> Page:
    """Where a trainer sends links for a week with a situation opened to the employer."""
    page = signed_in(newcomer("philomene"))
    page.goto(steps.week_address())
    page.locator("[name=audience]").select_option("employer")
    steps.add_situation(page)
    steps.hand_in_week(page)
    trainer = signed_in("formateur")
    steps.open_waiting_week(trainer, "Philomene Essai")
    steps.follow(trainer.get_by_role("link", name="Demander une confirmation au cabinet"))
    return trainer


@pytest.fixture
def send(asking: Page) -> Callable[[str], str]:
    """Send a link for the week; gives its address, as no mail leaves this site."""

    def ask(email: str) -> str:
        asking.get_by_label(re.compile("^La semaine, ")).check()
        asking.locator("[name=name]").fill(DOCTOR)
        asking.locator("[name=email]").fill(email)
        steps.button(asking, "Envoyer le lien").click()
        steps.said(asking, f"Lien enregistré pour {DOCTOR}, {email}.")
        [address] = ADDRESS.findall(asking.locator(".avis.info").inner_text())
        return address

    return ask


def answers(asking: Page, email: str) -> Locator:
    """What was answered by the link of an address, on the page of who sent it."""
    asking.reload()
    told = asking.get_by_role("region", name="Réponses du cabinet").get_by_role("listitem")
    return told.filter(has_text=email)


def sign(page: Page) -> None:
    page.locator("[name=name]").fill(DOCTOR)
    steps.button(page, "Signer cette réponse").click()
    expect(page.locator("h1")).to_have_text("Merci, votre réponse est signée.")


def open_used(page: Page, link: str) -> None:
    """The link says that it was used, shows nothing of the week and offers nothing to sign."""
    answer = page.goto(link)
    assert answer.status == 410
    expect(page.locator("h1")).to_have_text(USED)
    expect(page.locator("main")).to_contain_text("Une réponse a été signée le")
    expect(page.locator("main")).not_to_contain_text(steps.SITUATION)
    expect(steps.button(page, "Signer cette réponse")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_link_is_read_then_signs_once(signed_in, asking, send, scripts):
    email = f"cabinet-{scripts}@essai.example".lower()
    link = send(email)
    page = signed_in(width=360, java_script_enabled=scripts)
    for _ in range(2):
        page.goto(link)
        expect(page.locator("main")).to_contain_text(steps.SITUATION)
    expect(answers(asking, email)).to_have_count(0)
    sign(page)
    expect(answers(asking, email)).to_have_count(1)
    for reader in (page, signed_in(width=360, java_script_enabled=scripts)):
        open_used(reader, link)
    expect(answers(asking, email)).to_have_count(1)


def test_the_form_sent_again_signs_nothing_more(signed_in, asking, send):
    link = send("deux-fois@essai.example")
    page, other = signed_in(width=360), signed_in(width=360)
    for reader in (page, other):
        reader.goto(link)
    sign(page)
    other.locator("[name=name]").fill("Lou Autre")
    steps.button(other, "Signer cette réponse").click()
    expect(other.locator("h1")).to_have_text(USED)
    expect(answers(asking, "deux-fois@essai.example")).to_have_count(1)
    expect(asking.locator("main")).not_to_contain_text("Lou Autre")


def test_each_page_of_a_link_is_accessible(signed_in, send, accessible):
    link = send("acces@essai.example")
    page, dark = signed_in(width=360), signed_in(width=1280, theme="dark")
    for reader in (page, dark):
        reader.goto(link)
        accessible(reader)
    steps.button(page, "Signer cette réponse").click()
    expect(page.locator("main")).to_contain_text("Écrivez votre nom")
    accessible(page)
    sign(page)
    accessible(page)
    for reader in (page, dark):
        open_used(reader, link)
        accessible(reader)
