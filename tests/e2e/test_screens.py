"""Every screen of every role: reached by its links, accessible, calm at each width and theme."""

import gzip
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext, Page, Response

from tests.e2e.screens_by_role import SCREENS

# The same for everybody: looked at once, with the first account that meets them.
SHARED = ("account_", "mfa_", "usersessions_", "curricula:", "records:check", "records:verify")
OUTSIDE = ("wagtail", "account_logout", "lms:health")
FILES = re.compile(
    r"\.(pdf|csv|xlsx)$|/export/|/modele/|^/ims/|^/pieces/|/cabinets/\d+/papier/"
    r"|^/livret/pieces/[^/]+/$"
)
LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
# Only some of the pages behind these links lead further: a cohort with people, an attestation
# or a document already delivered, an agreement that somebody has not signed, a week with pieces.
TRIES = {
    "lms:cohort": 8, "portfolio:attestation": 16, "training:documents": 10, "training:file": 40,
    "training:rights": 40, "training:induction": 4, "training:contract": 40,
    "training:convention": 40, "portfolio:bilans": 40, "portfolio:week": 12,
    "portfolio:read_week": 40,
}  # fmt: skip
ACTS_AS = {"admin": "administrateur"}
FIRST_PAGE_BYTES = 100_000
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COMPRESSIBLE = ("text/", "application/javascript", "image/svg")


def name_of(address: str) -> str:
    """Name of the view behind an address; empty for a file or for what is not ours."""
    path = urlsplit(address).path
    if FILES.search(path):
        return ""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return "" if name.startswith(OUTSIDE) else name


def links(site: str, page_address: str, html: str) -> list[str]:
    found = [urljoin(page_address, unescape(link)) for link in LINK.findall(html)]
    return [link for link in found if link.startswith(site)]


def walk(request: APIRequestContext, site: str) -> dict[str, str]:
    """Follow the links from the first page; gives one address for each screen met."""
    waiting, screens = [f"{site}/", f"{site}/accueil/"], {}
    asked: dict[str, set[str]] = {}
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        known = asked.setdefault(name, set())
        if not name or address in known or len(known) >= TRIES.get(name, 1):
            continue
        known.add(address)
        answer = request.get(address)
        assert answer.ok, f"{address} : {answer.status}"
        # A door that leads elsewhere is seen as what it opens.
        screens.setdefault(name_of(answer.url), answer.url)
        screens.setdefault(name, answer.url)
        waiting += links(site, answer.url, answer.text())
    return screens


def to_look_at(seen: set[str], screens: dict[str, str]) -> dict[str, bool]:
    """By address, whether this account is the first to show that screen.

    The shared screens that another account has shown already are left out.
    """
    first = {name: name not in seen for name in screens}
    seen.update(screens)
    return {
        address: first[name]
        for name, address in screens.items()
        if first[name] or not name.startswith(SHARED)
    }


@pytest.fixture(scope="module")
def seen() -> set[str]:
    return set()


class Watch:
    """What a page says in its console and asks from elsewhere."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site, self.complaints = page, site, []
        page.on("console", lambda line: line.type == "error" and self.note(line.text))
        page.on("pageerror", lambda error: self.note(str(error)))
        page.on("request", lambda request: self.stays_home(request.url))
        page.on("response", lambda answer: answer.status >= 400 and self.note(answer.url))

    def note(self, text: str) -> None:
        self.complaints.append(f"{self.page.url} : {text}")

    def stays_home(self, url: str) -> None:
        if not url.startswith((self.site, "data:", "blob:")):
            self.note(f"hôte étranger : {url}")


def faults_at(page: Page, violations, width: int, theme: str, axe: bool) -> list[str]:
    """What is wrong with the page as it stands, at a width and in a theme."""
    page.set_viewport_size({"width": width, "height": 800})
    # Without motion, so that no colour is read half way between two themes.
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    faults = violations(page) if axe else []
    over = page.evaluate(TOO_WIDE)
    if over > 0:
        faults.append(f"déborde de {over} px")
    return [f"{page.url} {width} {theme} : {fault}" for fault in faults]


def look(page: Page, violations, address: str, first: bool) -> list[str]:
    """What is wrong at each width and in each theme.

    A screen known from another account shows other rows by the same template: axe reads its dark
    theme once.
    """
    page.goto(address)
    faults = []
    if page.locator("h1").count() != 1:
        faults.append(f"{address} : {page.locator('h1').count()} h1")
    faults += faults_at(page, violations, 360, "light", axe=True)
    faults += faults_at(page, violations, 768, "light", axe=False)
    faults += faults_at(page, violations, 1280, "dark", axe=first)
    faults += faults_at(page, violations, 768, "dark", axe=False)
    return faults


@pytest.mark.parametrize("account", SCREENS)
def test_every_screen_of_a_role_is_accessible_at_every_width(
    signed_in, site, violations, seen, account
):
    page = signed_in(account, width=360)
    watch = Watch(page, site)
    if account in ACTS_AS:
        page.goto("/accueil/")
        page.get_by_role("button", name=f"Agir comme {ACTS_AS[account]}").click()
        page.wait_for_url("**/accueil/")
    screens = walk(page.context.request, site)
    assert SCREENS[account] <= screens.keys()
    faults = [
        fault
        for address, first in to_look_at(seen, screens).items()
        for fault in look(page, violations, address, first)
    ]
    assert faults == []
    assert watch.complaints == []


def weight(answer: Response) -> int:
    """Bytes of an answer as a compressing server sends it."""
    body = answer.body()
    kind = answer.headers.get("content-type", "")
    return len(gzip.compress(body)) if kind.startswith(COMPRESSIBLE) else len(body)


@pytest.mark.parametrize(
    ("account", "address"),
    [("", "/"), ("", "/connexion/"), ("", "/verifier/"), ("assistant", "/accueil/")],
)
def test_first_page_weighs_less_than_100_kilobytes(signed_in, account, address):
    page = signed_in(account, width=360)
    answers: dict[str, Response] = {}
    page.on("response", lambda answer: answers.update({answer.url: answer}))
    page.goto(address)
    weights = {url: weight(answer) for url, answer in list(answers.items())}
    assert sum(weights.values()) < FIRST_PAGE_BYTES, weights


@pytest.mark.parametrize("address", ["/accueil/", "/livret/", "/competences/"])
def test_motion_stops_for_those_who_ask(signed_in, address):
    page = signed_in("assistant")
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    assert page.evaluate("document.getAnimations().length") == 0
