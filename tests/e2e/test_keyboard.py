"""The keyboard alone: skip link, visible focus, a whole week, a whole correction."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps

NAME = "Katell Essai"
MOST_TABS = 120
FOCUS_IS_VISIBLE = """() => {
  const seen = (el) => {
    const style = getComputedStyle(el);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const el = document.activeElement;
  return seen(el) || (el.closest("label") !== null && seen(el.closest("label")))
    || [...el.parentElement.children].some((near) => near !== el && seen(near));
}"""
WHERE = "document.activeElement.outerHTML.slice(0, 120)"


@pytest.fixture(scope="module")
def katell(newcomer) -> str:
    """An assistant made for these tests."""
    return newcomer("katell")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what is wanted."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"{selector} n’est pas atteint en {MOST_TABS} tabulations")


@pytest.mark.parametrize(
    ("account", "address"),
    [("", "/"), ("assistant", "/accueil/"), ("formateur", "/accueil/"), ("employeur", "/accueil/")],
)
def test_the_skip_link_comes_first_and_leads_to_the_content(signed_in, account, address):
    page = signed_in(account)
    page.goto(address)
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Aller au contenu")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(
    ("account", "address"),
    [
        ("", "/connexion/"),
        ("assistant", "/accueil/"),
        ("assistant", steps.week_address(1)),
        ("formateur", "/a-corriger/"),
        ("responsable", "/attestations/"),
    ],
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_focus_is_visible_wherever_it_goes(signed_in, account, address, theme):
    page = signed_in(account, theme=theme)
    page.goto(address)
    stops = 0
    page.keyboard.press("Tab")
    while stops < 40 and page.evaluate("document.activeElement !== document.body"):
        assert page.evaluate(FOCUS_IS_VISIBLE), page.evaluate(WHERE)
        page.keyboard.press("Tab")
        stops += 1
    assert stops > 5


def test_a_whole_week_is_written_with_the_keyboard_only(signed_in, katell):
    page = signed_in(katell)
    page.goto(steps.week_address())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "[name=day]")
    tab_to(page, "[name=kind]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # an event: the training body reads it
    tab_to(page, "[name=text]")
    page.keyboard.type("Écrit au clavier, du premier au dernier signe.")
    tab_to(page, "[name=competencies]")
    page.keyboard.press("Space")
    tab_to(page, "form .bouton.plein")
    page.keyboard.press("Enter")
    steps.said(page, "Enregistré")
    tab_to(page, steps.HOURS)
    page.keyboard.type("6 h")
    tab_to(page, "button[value=remettre]")
    page.keyboard.press("Enter")
    steps.said(page, "remise")
    expect(page.locator("article.entree")).to_contain_text("Écrit au clavier")


def test_enter_in_the_hours_saves_and_does_not_hand_in(signed_in, katell):
    page = signed_in(katell)
    page.goto(steps.week_address(1))
    steps.add_situation(page)
    steps.fill_hours(page, 12)
    page.locator(steps.HOURS).first.focus()
    page.keyboard.press("Enter")
    steps.said(page, "12 h au cabinet")
    expect(page.locator("button[value=remettre]")).to_be_visible()


def test_hours_that_are_refused_give_the_focus_to_the_summary(signed_in, katell):
    """The form comes back at its section: the anchor of the address takes no focus away."""
    page = signed_in(katell)
    page.goto(steps.week_address(1))
    page.locator(steps.HOURS).first.fill("25:00")
    steps.button(page, "Enregistrer les heures").click()
    expect(page.locator(".resume-fautes")).to_be_focused()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".resume-fautes")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".resume-fautes a")).to_be_focused()


def test_a_letter_chooses_the_criterion_and_a_digit_its_level(signed_in, katell):
    learner = signed_in(katell)
    steps.open_module(learner, 1)
    steps.hand_in_synthesis(learner)
    page = signed_in("formateur")
    steps.open_copy(page, NAME)
    expect(page.locator("[data-touches]")).to_be_visible()
    for key in ("c", "3", "a", "1", "b", "2", "d", "2", "e", "0"):
        page.keyboard.press(key)
    levels = "all => all.map(radio => radio.value).join('')"
    assert page.locator("[data-critere] :checked").evaluate_all(levels) == "12320"
    page.locator("[name=comment]").focus()
    page.keyboard.type("a 3 b 0")
    assert page.locator("[data-critere] :checked").evaluate_all(levels) == "12320"
    page.keyboard.press("Control+Enter")
    steps.said(page, f"{NAME}, 8 sur 15, à reprendre")


def test_the_keys_of_the_correction_can_be_turned_off(signed_in, katell):
    """A single-letter key can be turned off (WCAG 2.1.4)."""
    page = signed_in("formateur")
    page.goto("/a-corriger/")
    steps.button(page, "Couper les touches").click()
    page.keyboard.press("3")
    expect(page.locator("[data-critere] :checked")).to_have_count(0)
    steps.button(page, "Rétablir les touches").click()
    page.keyboard.press("3")
    expect(page.locator("[data-critere] :checked")).to_have_count(1)
