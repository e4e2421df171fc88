"""The help of the patient-data guard in a real Chromium, on the examples that the server reads.

The page is made here: the module needs no server, and asks none.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.records.patient_data.test_browser_examples import EXAMPLES

MODULE = Path(__file__).resolve().parents[2] / "lms/static/livret/js/patient_guard.js"
ADDRESS = "http://essai.example/"
PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Essai</title>
<form><label for="texte">Texte</label><textarea id="texte" data-garde></textarea>
<label for="autre">Autre</label><input id="autre">
<ul data-mots-generaux><li>personne de 60 à 69 ans</li></ul><button>Enregistrer</button></form>
<script type="module">
import { kindsIn } from "./patient_guard.js"; window.kindsIn = kindsIn;
</script>
"""


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """What the page asked of the network."""
    return []


@pytest.fixture(scope="module")
def page(browser: Browser, asked: list[str]):
    context = browser.new_context(locale="fr-FR")
    made = context.new_page()
    made.on("request", lambda request: asked.append(request.url))
    made.route("**/*", lambda route: route.abort())
    made.route(ADDRESS, lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    made.route(
        f"{ADDRESS}patient_guard.js",
        lambda route: route.fulfill(body=MODULE.read_text(), content_type="text/javascript"),
    )
    made.goto(ADDRESS)
    made.wait_for_function("Boolean(window.kindsIn)")
    yield made
    context.close()


def kinds(page: Page, text: str) -> list[str]:
    return page.evaluate("(text) => window.kindsIn(text)", text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, texts in EXAMPLES.items() for text in texts if kind != "accepted"],
)
def test_what_the_server_refuses_is_shown(page, kind, text):
    assert kinds(page, text) == [kind]


@pytest.mark.parametrize("text", EXAMPLES["accepted"])
def test_what_the_server_takes_is_left_be(page, text):
    assert kinds(page, text) == []


def test_it_says_so_beside_the_field_while_one_types_and_takes_it_back(page):
    note = page.get_by_role("status")
    page.fill("#texte", "Rappeler au 06 12 34 56 78, née le 3 mars 1962")
    expect(note).to_contain_text("un numéro de téléphone et une date de naissance")
    expect(note).to_contain_text("personne de 60 à 69 ans")
    page.fill("#texte", "J’ai rappelé la personne.")
    expect(note).to_be_empty()


def test_a_field_that_is_not_guarded_says_nothing(page):
    page.fill("#autre", "06 12 34 56 78")
    assert page.get_by_role("status").count() == 1


def test_words_are_written_where_the_cursor_is(page):
    page.fill("#texte", "J’ai accueilli une")
    page.get_by_role("button", name="personne de 60 à 69 ans").click()
    assert page.input_value("#texte") == "J’ai accueilli une personne de 60 à 69 ans"


def test_a_long_text_is_read_at_once(page):
    text = "né le 0 1 2 3 patient@ 06 12 " * 3000
    took = page.evaluate(
        "(text) => { const at = performance.now(); window.kindsIn(text);"
        " return performance.now() - at; }",
        text,
    )
    assert took < 2000


def test_nothing_is_sent(page, asked):
    page.fill("#texte", "06 12 34 56 78")
    expect(page.get_by_role("status")).not_to_be_empty()
    assert {url.split("?")[0] for url in asked} <= {
        ADDRESS, f"{ADDRESS}patient_guard.js", f"{ADDRESS}favicon.ico",
    }  # fmt: skip
