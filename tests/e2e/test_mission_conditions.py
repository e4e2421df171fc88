"""A lead notes what a text says of a mission, an assistant reads it, the lead takes it back."""

import re

from playwright.sync_api import expect

from tests.e2e import steps


def test_a_condition_from_its_source_to_its_withdrawal(signed_in, accessible):
    page = signed_in("responsable", width=360)
    page.goto("/missions/")
    page.get_by_role("link", name="Conditions des missions").click()
    expect(page.locator("main")).to_contain_text("Aucune source n’est enregistrée")
    page.get_by_role("link", name="Noter une condition").click()
    page.locator("[name=mission]").select_option(index=1)
    page.get_by_label("diplôme d’État d’infirmier").check()
    page.locator("[name=source]").fill("Texte d’essai, inventé pour ce test")
    page.locator("[name=link]").fill("https://essai.example/texte")
    for name in ("read_on", "since"):
        page.locator(f"[name={name}]").fill(steps.in_days(-1))
    page.get_by_label("À vérifier").check()
    steps.button(page, "Noter la condition").click()
    expect(page.locator(".resume-fautes")).to_contain_text("Ce que dit le texte")
    accessible(page)
    page.locator("[name=quote]").fill("Phrase d’essai.")
    steps.button(page, "Noter la condition").click()
    steps.said(page, "Condition notée")
    accessible(page)
    for view in ("", "?vue=tableau"):
        page.goto(f"/missions/{view}")
        expect(page.locator("main")).to_contain_text("« Phrase d’essai. »")
        accessible(page)
    page.goto("/missions/conditions/")
    steps.follow(page.get_by_role("link", name=re.compile("^Corriger")))
    accessible(page)
    page.goto("/missions/conditions/")
    steps.follow(page.get_by_role("link", name=re.compile("^Retirer")))
    accessible(page)
    page.locator("[name=reason]").fill("Inventée pour un essai.")
    steps.button(page, "Retirer").click()
    steps.said(page, "Condition retirée")
    expect(page.locator("main")).to_contain_text("Motif : Inventée pour un essai.")
    expect(page.locator("main")).to_contain_text("Aucune source n’est enregistrée")


def test_an_assistant_reads_in_the_catalogue_what_is_theirs(signed_in, accessible):
    page = signed_in("assistant", width=360)
    page.goto("/missions/")
    expect(page.get_by_text("Ma convention")).to_be_visible()
    expect(page.locator("main")).to_contain_text(
        re.compile("hors limites dans votre cabinet|rien ne vous est délégué")
    )
    accessible(page)
