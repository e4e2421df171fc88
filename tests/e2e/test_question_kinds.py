"""A file of questions taken into a lesson, then answered: at 360 px, axe clean, without scripts.

On a site of its own: other tests answer the quizzes of the demo as they are.
"""

import pytest
from playwright.sync_api import Browser, Page, expect

from curricula.rules import gift
from tests.e2e import steps
from tests.e2e.conftest import serve, sign_in
from tests.factories.questions import rows_of

LESSON = "L05"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory):
    yield from serve(tmp_path_factory.mktemp("questions"), demo=True)


@pytest.fixture(scope="module")
def people(browser: Browser, own_site) -> dict[str, Page]:
    """The lead at a wide screen, the assistant at 360 px."""
    return {
        name: browser.new_context(
            base_url=own_site,
            storage_state=sign_in(browser, own_site, name),
            viewport={"width": width, "height": 800},
        ).new_page()
        for name, width in (("responsable", 1280), ("assistant", 360))
    }


def test_a_file_is_read_shown_and_taken(people, accessible):
    page = people["responsable"]
    page.goto("/referentiels/")
    steps.follow(page.get_by_role("link", name="Les leçons et leurs questions"))
    accessible(page)
    steps.follow(page.locator(f"a[href='/lecons/{LESSON}/questions/']"))
    accessible(page)
    steps.follow(page.get_by_role("link", name="Importer des questions"))
    accessible(page)
    steps.button(page, "Lire le fichier").click()
    expect(page.locator("main")).to_contain_text("Choisissez le fichier de questions.")
    text = (
        gift.write(rows_of()).replace("[tag:compétence:K1]", "") + "\n<img src=x> Quoi ?{=a ~b}\n"
    )
    file = {"name": "q.gift", "mimeType": "text/plain", "buffer": text.encode()}
    page.locator("[name=file]").set_input_files(file)
    steps.button(page, "Lire le fichier").click()
    expect(page.locator("main")).to_contain_text("7 questions à prendre, 1 non prise.")
    expect(page.locator("main")).to_contain_text("une image")
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 800})
    accessible(page)
    page.locator("[name=certainty_0]").select_option("")
    steps.button(page, "Prendre les questions cochées").click()
    expect(page.locator("main")).to_contain_text("Une question notée repose sur un fait sûr")
    accessible(page)
    page.locator("[name=certainty_0]").select_option("A")
    steps.button(page, "Prendre les questions cochées").click()
    steps.said(page, "7 questions prises dans la leçon")
    accessible(page)


def test_every_kind_is_answered_at_360_pixels(people, accessible):
    page = people["assistant"]
    page.goto("/parcours/")
    module = page.locator("a[href*='/parcours/modules/']").first.get_attribute("href")
    page.goto(f"{module.rstrip('/')}/quiz/")
    expect(page.locator("main")).to_contain_text("non comptée dans les points")
    accessible(page)
    page.locator("input[inputmode=decimal]").fill("trois")
    steps.button(page, "Envoyer mes réponses").click()
    expect(page.locator("main")).to_contain_text("Écrivez un nombre")
    accessible(page)
    page.locator("input[inputmode=decimal]").fill("3,5 min")
    page.get_by_label("Accueil", exact=True).select_option(label="avant")
    page.get_by_label("Ordonnance", exact=True).select_option(label="jamais")
    page.locator("main textarea").fill("Je me présente.")
    steps.button(page, "Envoyer mes réponses").click()
    expect(page.locator("main")).to_contain_text("Réponse modèle")
    expect(page.locator("main")).to_contain_text("Réponse juste : après.")
    accessible(page)
    script_free = page.context.browser.new_context(
        base_url=page.url.split("/parcours")[0],
        storage_state=page.context.storage_state(),
        java_script_enabled=False,
    ).new_page()
    script_free.goto(f"{module.rstrip('/')}/quiz/")
    script_free.locator("input[inputmode=decimal]").fill("3.5")
    steps.button(script_free, "Envoyer mes réponses").click()
    expect(script_free.locator("main")).to_contain_text("Réponse acceptée")
