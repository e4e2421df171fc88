"""A lead prepares the next version of a track, is told what does not add up, and publishes it."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import steps


def open_draft(page: Page) -> None:
    page.goto("/maquettes/")
    page.get_by_role("link", name="Version 3 de Parcours soignants, 115 h").click()
    steps.button(page, "Préparer une nouvelle version").click()
    steps.said(page, "brouillon")


def test_a_track_from_a_copy_to_its_publication(signed_in, accessible):
    page = signed_in("responsable", width=360)
    open_draft(page)
    accessible(page)
    steps.follow(page.get_by_role("link", name="Modifier le module 115-2"))
    accessible(page)
    page.get_by_label("À distance").fill("une heure")
    steps.button(page, "Enregistrer le module").click()
    expect(page.get_by_text("Écrivez une durée comme").first).to_be_visible()
    page.get_by_label("À distance").fill("2 h")
    steps.button(page, "Enregistrer le module").click()
    expect(page.get_by_text("il manque 5 min")).to_be_visible()
    expect(page.get_by_text("ses leçons durent 2 h 05")).to_be_visible()
    expect(steps.button(page, "Publier ce parcours")).to_have_count(0)
    accessible(page)
    page.get_by_role("link", name="Revoir le module 115-2").click()
    page.get_by_label("À distance").fill("2 h 05")
    steps.button(page, "Enregistrer le module").click()
    expect(page.get_by_text("peut être publié")).to_be_visible()
    steps.button(page, re.compile("Plus tard : module 115-3")).click()
    steps.said(page, "déplacé")
    page.get_by_role("link", name="Couverture des compétences").click()
    expect(page.get_by_text("Toutes les compétences sont couvertes.")).to_be_visible()
    accessible(page)
    frame = page.get_by_role("region", name="Modules et compétences")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    cells = frame.get_by_role("row").filter(has_text="C01 ").get_by_role("cell")
    expect(cells).to_have_text(["visée et évaluée", "visée et évaluée"])
    page.go_back()
    page.get_by_role("link", name="comparer la version 3 avec celle-ci").click()
    expect(page.get_by_text("déplacé").first).to_be_visible()
    accessible(page)
    page.go_back()
    page.get_by_text("Supprimer ce brouillon").click()
    steps.button(page, "Supprimer le brouillon").click()
    steps.said(page, "Brouillon supprimé")


def test_a_new_track_without_javascript(signed_in):
    page = signed_in("responsable", java_script_enabled=False)
    page.goto("/maquettes/")
    page.get_by_role("link", name="Nouveau parcours").click()
    page.get_by_label("Titre").fill("Parcours d’essai")
    page.get_by_label("Code").fill("essai-e2e")
    page.get_by_label("Référentiel suivi").select_option(
        label="Assistant médical – cadre de travail, version 1"
    )
    page.get_by_label("Durée due").fill("10 h")
    steps.button(page, "Créer le brouillon").click()
    steps.said(page, "Parcours créé")
    page.get_by_role("link", name="Ajouter un module").click()
    page.get_by_label("Code").fill("E-1")
    page.get_by_label("Titre", exact=True).fill("Premiers pas")
    page.get_by_label("Présentiel").fill("10 h")
    page.get_by_label(re.compile("^C01")).check()
    steps.button(page, "Enregistrer le module").click()
    steps.said(page, "Module E-1 enregistré")
    steps.follow(page.get_by_role("link", name="Couverture des compétences"))
    for _ in range(11):
        page.get_by_label("Motif de son absence").first.fill("Vue dans un autre parcours.")
        steps.button(page, re.compile("Accepter son absence")).first.click()
        steps.said(page, "Absence acceptée")
    page.get_by_role("link", name="Parcours d’essai, version 1").click()
    steps.button(page, "Publier ce parcours").click()
    steps.said(page, "Parcours publié")
    page.goto("/formations/essai-e2e/")
    expect(page.locator("h1")).to_have_text("Parcours d’essai")
    page.goto("/maquettes/")
    page.get_by_role("link", name="Version 1 de Parcours d’essai").click()
    page.get_by_text("Retirer cette version").click()
    steps.button(page, "Retirer").click()
    steps.said(page, "Version retirée")
