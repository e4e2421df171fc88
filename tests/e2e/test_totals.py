"""Hours: a learner reads the forecast, a lead the totals and the weeks, a funder only reads."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import steps

STACKED = """() => [...document.querySelectorAll("table.cinq")].map((table) =>
  getComputedStyle(table.querySelector("tbody tr")).display === "grid"
  && table.getBoundingClientRect().right <= innerWidth)"""
WHOLE = "(role) => role.scrollWidth <= role.clientWidth && role.offsetHeight > 0"
HEAT = "Heures par semaine et par assistant"


def test_a_table_that_fits_is_no_stop_of_the_keyboard(signed_in, accessible):
    page = signed_in("responsable", width=1280)
    page.goto("/promotions/1/semaines/")
    heat = page.get_by_role("region", name=HEAT)
    expect(heat).not_to_have_attribute("tabindex", "0")
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 800})
    expect(heat).to_have_attribute("tabindex", "0")
    accessible(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(heat).not_to_have_attribute("tabindex", "0")


def test_without_script_each_frame_is_a_stop_of_the_keyboard(signed_in):
    page = signed_in("responsable", width=1280, java_script_enabled=False)
    page.goto("/promotions/1/semaines/")
    expect(page.get_by_role("region", name=HEAT)).to_have_attribute("tabindex", "0")


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (768, "dark"), (1280, "light")])
def test_totals_and_the_role_are_read_whole_at_every_width(signed_in, accessible, width, theme):
    page = signed_in("responsable", width=width, theme=theme)
    page.goto("/heures/")
    assert page.evaluate(STACKED) == [width == 360]
    assert page.locator(".moi > span").evaluate(WHOLE)
    accessible(page)


def test_a_learner_reads_the_curve_and_the_forecast(signed_in, accessible):
    page = signed_in("assistant", width=360)
    page.goto("/heures/")
    expect(page.get_by_role("heading", name="Courbe et prévision")).to_be_visible()
    page.get_by_text("Lire la courbe en tableau").click()
    table = page.get_by_role("table", name="Heures cumulées en fin de mois")
    expect(table).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile("À ce rythme|Pas encore de rythme"))
    expect(page.locator("main")).to_contain_text("à faire accepter")
    accessible(page)


def test_a_lead_goes_from_the_cohort_to_its_weeks_and_to_a_person(signed_in, accessible):
    page = signed_in("responsable", width=360)
    page.goto("/promotions/")
    page.locator("main h3 a", has_text="380").first.click()
    page.get_by_role("link", name="Totaux", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Totaux de la promotion")
    whole = page.get_by_role("table", name="Cinq totaux de chaque assistant")
    expect(whole.get_by_role("columnheader")).to_have_count(7)
    expect(whole.get_by_role("rowheader").first).to_be_visible()
    assert page.evaluate(STACKED) == [True] * page.locator("table.cinq").count()
    role = page.locator(".moi > span")
    assert (role.inner_text(), role.evaluate(WHOLE)) == ("responsable pédagogique", True)
    accessible(page)
    with page.expect_download() as lines:
        page.get_by_role("link", name="Toutes les lignes, CSV").click()
    assert lines.value.path().read_text("utf-8-sig").startswith("Nom;Prénom;Date;Nature")

    page.get_by_role("link", name="Semaine par semaine").click()
    expect(page.get_by_role("heading", name="Carte des semaines")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Semaines d’avant").click()
    expect(page.get_by_role("link", name="Semaines d’après")).to_be_visible()
    with page.expect_download() as weeks:
        page.get_by_role("link", name=re.compile("Toutes les semaines, tableur")).click()
    assert weeks.value.path().read_bytes()[:2] == b"PK"
    page.locator("table.semaines tbody th a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("Heures d(e |’)"))
    accessible(page)


def test_a_funder_reads_the_totals_of_own_files_and_changes_nothing(signed_in, accessible):
    page = signed_in("financeur", width=360)
    page.goto("/heures/")
    table = page.get_by_role("table", name="Cinq totaux de chaque personne")
    expect(table).to_be_visible()
    accessible(page)
    table.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Par module")).to_be_visible()
    expect(page.locator("main form")).to_have_count(0)
    assert steps.minutes_of(page.locator("#total").inner_text()) >= 0
    accessible(page)
