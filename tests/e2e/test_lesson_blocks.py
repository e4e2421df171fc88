"""A lesson with every kind of block, on screen and on paper; the list of lessons."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.test_print import A4_WIDTH, printed

ROOT = Path(__file__).resolve().parents[2]
LESSON = "L29"


@pytest.fixture(scope="module")
def address(site, demo_var) -> str:
    """Where an assistant reads the lesson that shows every block."""
    env = {**os.environ, "LIVRET_VAR": str(demo_var), "DJANGO_SETTINGS_MODULE": "lms.settings"}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.e2e.show_lesson", LESSON]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (768, "dark"), (1280, "dark")])
def test_every_block_is_accessible_at_every_width(signed_in, accessible, address, width, theme):
    page = signed_in("assistant", width=width, theme=theme)
    page.goto(address)
    for summary in page.locator("article.lecon summary").all():
        summary.click()
    accessible(page)
    assert page.locator("figure.image img").evaluate("image => image.naturalWidth") == 40


def test_a_wide_table_scrolls_in_its_own_frame(signed_in, address):
    page = signed_in("assistant", width=360)
    page.goto(address)
    frame = page.locator("article.lecon .defile")
    expect(frame).not_to_have_attribute("tabindex", "0")  # it fits
    page.locator("article.lecon td").first.evaluate("cell => cell.style.minWidth = '60rem'")
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    expect(frame).to_have_attribute("tabindex", "0")
    frame.focus()
    expect(frame).to_be_focused()
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) <= 0


def test_a_question_and_a_list_work_without_javascript(signed_in, address):
    page = signed_in("assistant", java_script_enabled=False)
    page.goto(address)
    trial = page.locator(".essai")
    trial.locator("label").first.click()
    expect(trial.locator("input").first).to_be_checked()
    expect(trial.locator("details .source")).to_be_hidden()
    trial.locator("summary").click()
    expect(trial.locator("details .source")).to_be_visible()
    page.locator(".a-cocher label").first.click()
    expect(page.locator(".a-cocher input").first).to_be_checked()


def test_a_reflection_opens_a_situation_of_this_week(signed_in, address):
    page = signed_in("assistant")
    page.goto(address)
    page.get_by_role("link", name="L’écrire dans mon livret").click()
    page.wait_for_url(f"**{steps.week_address()}**")
    expect(page.locator("#id_text")).to_have_value(re.compile("Qu’avez-vous observé"))


def test_a_film_is_replaced_on_paper_by_its_title_and_its_text(signed_in, address):
    page = signed_in("assistant", width=A4_WIDTH)
    printed(page, address)
    expect(page.locator("article.lecon video")).to_be_hidden()
    expect(page.locator("article.lecon audio")).to_be_hidden()
    expect(page.get_by_role("heading", name="Vidéo : Un film")).to_be_visible()
    expect(page.get_by_text("On dit bonjour à tout le monde.")).to_be_visible()
    expect(page.locator(".essai details .source")).to_be_visible()
    expect(page.locator(".a-cocher li").last).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_paper_shows_no_way_to_other_lessons(signed_in, address):
    page = signed_in("assistant", width=A4_WIDTH)
    page.goto(address)
    ways = page.locator("nav.suite-pas, ol.lecons")
    expect(ways).to_have_count(2)
    page.emulate_media(media="print")
    for way in ways.all():
        expect(way).to_be_hidden()
    expect(page.get_by_role("heading", name="État des faits")).to_be_visible()


def state_of(page: Page, code: str):
    return page.locator("ul.missions > li", has_text=code)


def test_the_list_of_lessons_says_their_state(signed_in, accessible, address):
    page = signed_in("responsable", width=360)
    page.goto("/lecons/")
    expect(state_of(page, LESSON)).to_contain_text("publiée")
    accessible(page)
    state_of(page, LESSON).get_by_role("link", name="Voir comme un assistant").click()
    expect(page.locator("main .avis").first).to_contain_text("C’est le texte publié.")
    accessible(page)


def test_the_editor_opens_a_lesson_with_every_block(signed_in, address):
    page = signed_in("responsable")
    page.goto("/lecons/")
    state_of(page, LESSON).get_by_role("link", name="Modifier").click()
    page.wait_for_url("**/admin/pages/*/edit/")
    expect(page.get_by_text("Liste à cocher").first).to_be_visible()
    page.get_by_role("button", name="Plus d'actions").click()
    expect(page.get_by_role("button", name="Publier", exact=True)).to_be_visible()
    expect(page.get_by_text("Soumettre à Relecture").first).to_be_visible()


def test_the_editor_refuses_a_false_file_and_says_why(signed_in):
    page = signed_in("responsable")
    page.goto("/admin/documents/add/")
    page.locator("[name=title]").fill("Une fiche")
    false = {"name": "fiche.pdf", "mimeType": "application/pdf", "buffer": b"<html>"}
    page.locator("[name=file]").set_input_files(false)
    page.locator("main form [type=submit]").last.click()
    expect(page.get_by_text("n’est pas celui d’un « pdf »").first).to_be_visible()
