"""A module that is not open yet, then opened; a refresher; hours by category. At 360 px, axe."""

import re

from playwright.sync_api import expect

from tests.e2e import steps


def test_a_closed_module_says_what_is_missing_and_is_opened(signed_in, newcomer, accessible):
    name = newcomer("noe")
    page = signed_in(name, width=360)
    page.goto("/parcours/")
    closed = page.locator("li.mesure").filter(has_text="Pas encore ouvert.").first
    expect(closed).to_contain_text("le quiz du module")
    accessible(page)
    closed.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("pas encore ouvert")
    expect(page.get_by_role("link", name=re.compile("^Lire"))).to_have_count(0)
    accessible(page)
    module = re.search(r"\d+", page.url.split("/modules/")[1]).group()
    page.goto(f"/parcours/modules/{module}/quiz/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("pas encore ouvert")
    accessible(page)

    page.goto("/heures/")
    enrolment = re.search(r"/heures/(\d+)/", page.url).group(1)
    trainer = signed_in("formateur", width=360)
    trainer.goto(f"/heures/{enrolment}/")
    steps.follow(trainer.get_by_role("link", name="Modules ouverts et fermés"))
    accessible(trainer)
    trainer.locator("[name=module]").select_option(module)
    steps.follow(steps.button(trainer, "Ouvrir le module"))
    accessible(trainer)
    trainer.locator("[name=reason]").fill("Déjà pratiqué au cabinet.")
    steps.button(trainer, "Ouvrir le module").click()
    steps.said(trainer, "Module ouvert")

    page.goto(f"/parcours/modules/{module}/")
    expect(page.locator("main")).to_contain_text("Déjà pratiqué au cabinet.")
    page.get_by_role("link", name=re.compile("^Lire")).first.click()
    expect(steps.button(page, "J’ai lu, suivant")).to_be_visible()
    accessible(page)


def test_a_refresher_is_offered_and_leads_to_the_quiz(signed_in, accessible):
    page = signed_in("assistant", width=360)
    page.goto("/accueil/")
    accessible(page)
    page.get_by_role("link", name=re.compile("^Refaire : Rappel")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quiz du module")
    page.get_by_role("link").filter(has_text=re.compile("Fonder sa pratique")).first.click()
    expect(page.get_by_role("heading", name="Rappel")).to_be_visible()
    accessible(page)


def test_hours_by_category_are_read_at_360_pixels(signed_in, accessible):
    page = signed_in("assistant", width=360)
    page.goto("/heures/")
    expect(
        page.get_by_role("table", name="Heures prévues et faites, par catégorie")
    ).to_be_visible()
    accessible(page)
