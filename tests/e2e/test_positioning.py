"""From both positions and hours of before to what is due, with the reason. At 360 px, axe."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import steps


def place_all(page: Page, level: int) -> None:
    """The same level everywhere; the label is what a finger touches."""
    for group in page.locator("main fieldset").all():
        group.locator(f"input[value='{level}']").check()
    steps.button(page, "Enregistrer les positions").click()


def test_positions_lead_to_a_decision_that_the_learner_reads(signed_in, newcomer, accessible):
    page = signed_in(newcomer("maelys"), width=360)
    page.goto("/parcours/")
    steps.follow(page.get_by_role("link", name=re.compile("^Mon dossier")))
    accessible(page)
    page.get_by_role("link", name="Positionnement", exact=True).click()
    expect(page.locator("main")).to_contain_text("Rien n’est noté pour l’instant")
    accessible(page)
    address = page.url
    steps.follow(page.get_by_role("link", name="Me positionner"))
    accessible(page)
    place_all(page, 2)
    steps.said(page, re.compile("positions notées"))
    steps.follow(page.get_by_role("link", name="Ajouter un acquis"))
    accessible(page)
    page.locator("[name=title]").fill("Accueil en cabinet")
    page.locator("[name=obtained_on]").fill(steps.in_days(-400))
    page.locator("[name=module]").select_option(index=1)
    page.locator("[name=minutes]").fill("2 h")
    steps.button(page, "Ajouter").click()
    steps.said(page, "Acquis noté")
    accessible(page)

    trainer = signed_in("formateur", width=360)
    trainer.goto(address)
    steps.follow(trainer.get_by_role("link", name="Noter ma position"))
    place_all(trainer, 2)
    steps.said(trainer, re.compile("positions notées"))
    accessible(trainer)

    lead = signed_in("responsable", width=360)
    lead.goto(address)
    steps.follow(lead.get_by_role("link", name=re.compile("^Décider")).first)
    accessible(lead)
    lead.locator("[name=percentage]").select_option("50")
    lead.locator("[name=prior_minutes]").fill("2 h")
    lead.locator("[name=reason]").fill("Deux ans d’accueil au cabinet.")
    steps.button(lead, "Noter la décision").click()
    steps.said(lead, "Décision notée")

    page.goto(address)
    first = page.locator("section", has=page.locator("#modules")).locator("li").first
    expect(first).to_contain_text("Deux ans d’accueil au cabinet.")
    expect(first).to_contain_text("(50 %), 2 h acquises ailleurs")
    accessible(page)


def test_a_few_questions_and_a_check_at_entry_are_read_side_by_side(
    signed_in, newcomer, accessible
):
    page = signed_in(newcomer("nolwenn"), width=360)
    page.goto("/parcours/")
    page.get_by_role("link", name=re.compile("^Mon dossier")).click()
    steps.follow(page.get_by_role("link", name="Positionnement", exact=True))
    address = page.url
    steps.follow(page.get_by_role("link", name="Quiz de positionnement"))
    accessible(page)
    steps.follow(page.get_by_role("link", name=re.compile("^Répondre")).first)
    accessible(page)
    steps.tick_right_answers(page)
    steps.button(page, "Envoyer mes réponses").click()
    steps.said(page, re.compile(r"\s: (\d) sur \1"))
    accessible(page)

    trainer = signed_in("formateur", width=360)
    trainer.goto(address)
    expect(trainer.locator("main")).to_contain_text("Quiz de positionnement")
    steps.follow(trainer.get_by_role("link", name="Noter une vérification"))
    accessible(trainer)
    trainer.get_by_label("terminologie médicale").check()
    trainer.get_by_label("à renforcer").check()
    trainer.locator("[name=checked_on]").fill(steps.in_days(-3))
    trainer.locator("[name=how]").fill("Entretien")
    trainer.locator("[name=note]").fill("Les mots courants sont connus.")
    steps.button(trainer, "Noter la vérification").click()
    steps.said(trainer, "Noté : terminologie médicale")
    accessible(trainer)

    page.goto(address)
    expect(page.locator("main")).to_contain_text("sous réserve de l’apport d’une formation")
    accessible(page)
