"""A lead imports a reference, publishes it, prepares the next version and compares the two."""

import re
import time

from playwright.sync_api import Page, expect

from curricula.queries.formats import WRITERS
from tests.benchmarks.imports import package
from tests.benchmarks.sizes import LONG
from tests.e2e import steps
from tests.e2e.conftest import PATIENCE_SECONDS
from tests.factories.packages import package_factory


def hand_in(page: Page, package, waits_at: str = "Aperçu de l’import") -> None:
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
    expect(page.locator("h1")).to_have_text(waits_at)


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


def test_a_long_file_says_how_far_it_is_read_and_ends_by_itself(signed_in, accessible):
    page = signed_in("responsable", width=360)
    hand_in(page, package(LONG), waits_at="Lecture du fichier")
    expect(page.get_by_text("Étape 1 sur 3")).to_be_visible()
    accessible(page)
    # Nobody touches the page: it asks by itself, and shows the preview when there is one.
    expect(page.locator("h1")).to_have_text("Aperçu de l’import", timeout=PATIENCE_SECONDS * 1000)
    page.goto("/referentiels/importer/")
    page.get_by_role("link", name="essai.xlsx").first.click()
    steps.button(page, "Enregistrer ce brouillon").click()
    expect(page.locator("h1")).to_have_text("Enregistrement du brouillon")
    expect(page.locator(".annonces")).to_contain_text(
        "Brouillon enregistré", timeout=PATIENCE_SECONDS * 1000
    )


def test_without_javascript_a_long_file_is_followed_by_a_link(signed_in, accessible):
    page = signed_in("responsable", width=1280, java_script_enabled=False)
    hand_in(page, package(LONG), waits_at="Lecture du fichier")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while page.locator("h1").inner_text() == "Lecture du fichier":
        assert time.monotonic() < deadline
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Actualiser").click()
    expect(page.locator("h1")).to_have_text("Aperçu de l’import")
    steps.button(page, "Abandonner ce fichier").click()
    steps.said(page, "Ce fichier est abandonné")


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
