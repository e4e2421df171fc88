"""A lead imports a reference, publishes it, prepares the next version and compares the two."""

import re

from playwright.sync_api import Page, expect

from curricula.queries.formats import WRITERS
from tests.e2e import steps
from tests.factories.packages import package_factory


def hand_in(page: Page, package) -> None:
    page.goto("/referentiels/")
    page.get_by_role("link", name="Importer un référentiel").click()
    page.get_by_label("Genre de fichier").select_option("xlsx")
    page.locator("[name=file]").set_input_files(
        {
            "name": "essai.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": WRITERS["xlsx"].write(package),
        }
    )
    steps.button(page, "Voir l’aperçu").click()
    expect(page.locator("h1")).to_have_text("Aperçu de l’import")


def test_a_reference_from_a_file_to_a_comparison(signed_in, accessible):
    page = signed_in("responsable", width=360)
    hand_in(page, package_factory(60))
    accessible(page)
    steps.button(page, "Enregistrer ce brouillon").click()
    steps.said(page, "Brouillon enregistré")
    accessible(page)
    page.get_by_text("Marquer comme vérifié").first.click()
    page.locator("[name=verified_on]").fill(steps.in_days(-1))
    steps.button(page, "Marquer comme vérifié").click()
    steps.said(page, "marqué comme vérifié")
    steps.button(page, "Publier ce référentiel").click()
    steps.said(page, "Référentiel publié")
    page.get_by_text("Préparer une nouvelle version").click()
    page.get_by_label("Numéro de la nouvelle version").fill("2")
    steps.button(page, "Créer le brouillon").click()
    steps.said(page, "Brouillon créé")
    hand_in(page, package_factory(40, version="2"))
    expect(page.get_by_text("Un brouillon de cette version existe")).to_be_visible()
    steps.button(page, "Enregistrer ce brouillon").click()
    steps.said(page, "Brouillon enregistré")
    page.get_by_role("link", name=re.compile("^comparer")).click()
    expect(page.locator("h1")).to_have_text("Comparer deux référentiels")
    expect(page.get_by_text("supprimée").first).to_be_visible()
    accessible(page)


def test_a_wrong_file_says_each_row(signed_in, accessible):
    page = signed_in("responsable", width=360, theme="dark")
    package = package_factory(links=(*package_factory().links, *package_factory().links))
    hand_in(page, package)
    expect(page.get_by_text("un code ne sert qu’une fois").first).to_be_visible()
    expect(steps.button(page, "Enregistrer ce brouillon")).to_have_count(0)
    accessible(page)
    page.goto("/referentiels/importer/")
    steps.button(page, "Voir l’aperçu").click()
    expect(page.get_by_text("Choisissez un fichier.").first).to_be_visible()
    accessible(page)
