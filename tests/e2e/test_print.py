"""What leaves for paper: the content without what only serves on a screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps

A4_WIDTH = 794  # pixels of an A4 page at 96 a inch
LIGHT = 200  # a channel of a colour above this is nearly white


@pytest.fixture(scope="module")
def week_address(signed_in) -> str:
    """A week of the demo that holds situations."""
    page = signed_in("assistant")
    page.goto("/livret/")
    written = page.locator("ol.semaines > li", has_text="situation").locator("a").last
    return written.get_attribute("href")


def printed(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("which", ["week", "hours", "competencies"])
def test_paper_shows_the_content_and_no_navigation(signed_in, week_address, which, theme):
    address = {"week": week_address, "hours": "/heures/", "competencies": "/competences/"}[which]
    page = signed_in("assistant", width=A4_WIDTH, theme=theme)
    printed(page, address)
    expect(page.get_by_role("navigation", name="Principale")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) <= 0
    ink, paper = page.evaluate(
        """() => {
          const style = getComputedStyle(document.querySelector("main h1"));
          return [style.color, getComputedStyle(document.documentElement).backgroundColor];
        }"""
    )
    assert brightness(ink) < LIGHT, f"encre {ink}"
    assert brightness(paper) > LIGHT, f"papier {paper}"


def brightness(colour: str) -> float:
    """Mean of the channels of « rgb(…) »; what is transparent leaves the white of the paper."""
    channels = [float(part) for part in colour.split("(")[1].rstrip(")").replace(",", " ").split()]
    transparent = len(channels) == 4 and channels[3] == 0
    return 255.0 if transparent else sum(channels[:3]) / 3


def test_a_week_prints_its_text_and_no_form(signed_in, week_address):
    page = signed_in("assistant", width=A4_WIDTH)
    printed(page, week_address)
    expect(page.locator("article.entree").first).to_be_visible()
    expect(page.locator("main button:visible")).to_have_count(0)


def test_the_hours_print_every_line(signed_in):
    page = signed_in("assistant", width=A4_WIDTH)
    printed(page, "/heures/")
    lines = page.locator("section", has=page.locator("#acceptees")).locator("li")
    assert lines.count() > 0
    expect(lines.last).to_be_visible()


def test_a_page_makes_a_pdf_file(signed_in):
    page = signed_in("assistant")
    page.goto(steps.week_address(1))
    assert page.pdf(format="A4").startswith(b"%PDF-")
