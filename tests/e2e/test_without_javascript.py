"""The main acts in a browser that runs no script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps

NAME = "Colette Essai"


@pytest.fixture(scope="module")
def plain(signed_in, newcomer):
    """Pages without scripts: of the assistant made for these tests, the trainer and the lead."""
    newcomer("colette")
    return {
        name: signed_in(name, width=360, java_script_enabled=False)
        for name in ("colette", "formateur", "responsable", "")
    }


@pytest.fixture(scope="module")
def code() -> dict[str, str]:
    return {}


def test_read_answer_and_hand_in(plain):
    page: Page = plain["colette"]
    steps.open_module(page, 1)
    assert steps.read_what_is_left(page) == 7
    steps.pass_quiz(page)
    steps.open_module(page, 1)
    steps.hand_in_synthesis(page)
    steps.open_module(page, 1)
    expect(page.locator("main")).to_contain_text("en attente")


def test_write_change_and_take_out_a_situation(plain):
    page: Page = plain["colette"]
    page.goto(steps.week_address())
    steps.add_situation(page)
    page.get_by_role("link", name=re.compile("^Modifier")).click()
    page.locator("[name=text]").fill("Un texte changé, toujours sans script.")
    steps.button(page, "Enregistrer").click()
    expect(page.locator("article.entree")).to_contain_text("Un texte changé")
    page.get_by_role("link", name=re.compile("^Modifier")).click()
    page.locator("summary", has_text="Retirer cette situation").click()
    steps.button(page, "Retirer").click()
    expect(page.locator("article.entree")).to_have_count(0)


def test_write_and_hand_in_the_week(plain):
    page: Page = plain["colette"]
    page.goto(steps.week_address())
    steps.add_situation(page)
    steps.hand_in_week(page)


def test_mark_and_sign(plain):
    page: Page = plain["formateur"]
    steps.open_copy(page, NAME)
    steps.mark_without_keys(page)
    steps.open_waiting_week(page, NAME)
    steps.button(page, "Viser la semaine").click()
    steps.said(page, f"Semaine visée : {NAME}")


def test_record_a_session(plain):
    page: Page = plain["formateur"]
    steps.choose_cohort(page, "380")
    steps.fill_session(page, "Séance sans script", "14:00", "16:30", days_ago=2, module=2)
    steps.button(page, "Enregistrer la séance").click()
    steps.said(page, "Séance enregistrée")
    expect(page.locator("main")).to_contain_text(NAME)


def test_issue_and_check_an_attestation(plain, code):
    page: Page = plain["responsable"]
    steps.open_attestation(page, NAME, "380-1")
    steps.button(page, "Délivrer l’attestation").click()
    steps.said(page, f"délivrée à {NAME}")
    code["issued"] = page.locator("p.nom").inner_text()
    outside: Page = plain[""]
    steps.check_code(outside, code["issued"].lower())
    expect(outside.locator("h1")).to_contain_text("En vigueur aujourd’hui")


def test_revoke_an_attestation(plain, code):
    page: Page = plain["responsable"]
    steps.open_attestation(page, NAME, "380-1")
    page.get_by_role("link", name="Révoquer cette attestation").click()
    page.get_by_label("Raison de la révocation").fill("Délivrée trop tôt.")
    steps.follow(steps.button(page, "Révoquer"))
    steps.check_code(plain[""], code["issued"])
    expect(plain[""].locator("h1")).to_contain_text("Révoquée")


def test_sign_in_and_out(signed_in):
    page = signed_in(java_script_enabled=False)
    page.goto("/connexion/")
    page.fill("[name=login]", "jury@livret.example")
    page.fill("[name=password]", "livret-demo")
    steps.button(page, "Se connecter").click()
    page.wait_for_url("**/accueil/")
    steps.follow(steps.button(page, "Se déconnecter").last)
    page.goto("/accueil/")
    page.wait_for_url("**/connexion/?next=/accueil/")
