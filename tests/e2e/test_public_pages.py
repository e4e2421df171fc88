"""What anybody reads of the tracks and the missions, without an account."""

import pytest
from playwright.sync_api import Page, expect

HIDDEN = "e => e.scrollWidth - e.clientWidth"


@pytest.mark.parametrize("code", ["115", "380"])
def test_total_hours_of_a_track_stand_beside_its_modules(signed_in, code):
    page: Page = signed_in()
    page.goto(f"/formations/{code}/")
    table = page.get_by_role("region", name="Heures par module et par catégorie")
    expect(table).to_be_visible()
    assert table.evaluate(HIDDEN) == 0
    module = table.locator("tbody th").first.bounding_box()
    assert module["width"] > 150


@pytest.mark.parametrize("scripts", [True, False])
def test_missions_are_searched_and_sorted_by_keyboard(signed_in, scripts):
    page: Page = signed_in(width=360, java_script_enabled=scripts)
    page.goto("/missions/?vue=tableau")
    page.get_by_label("Mots cherchés").fill("vaccins")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 mission", exact=True)).to_be_visible()
    page.goto("/missions/?vue=tableau")
    page.get_by_role("link", name="Accessoire").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Accessoire")
    expect(page.locator("tbody tr").first).to_contain_text("Réaliser le suivi psychiatrique")
