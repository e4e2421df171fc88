"""The roll call of 30 people on a phone: by touch, by keys, without script, without network.

What a person needs is argued from what is counted here: a tap with the choice before it 2.5 s, a
figure of minutes 0.5 s, a name read 0.5 s, a swipe 1 s. Nine taps, six figures, 30 names and eight
swipes make 49 s; the machine's part is printed by the first test.
"""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.test_faults import send_twice

PHONE = {"width": 360, "has_touch": True, "is_mobile": True}
EXCEPTIONS = 6
MOST_TAPS = 4 + 2 * EXCEPTIONS
SMALL = """() => [...document.querySelectorAll(
    ".trois label, .appel summary, .appel input[type=number], .barre-appel button")]
  .filter(el => el.checkVisibility())
  .filter(el => el.getBoundingClientRect().height < 44 || el.getBoundingClientRect().width < 44)
  .map(el => el.outerHTML)"""
SPENT = """() => { const t = performance.getEntriesByType("navigation")[0];
  return Math.round(t.loadEventEnd); }"""


class Finger:
    """Taps, and counts them."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, place: Locator) -> None:
        place.tap()
        self.taps += 1


@pytest.fixture(scope="module")
def group(gather) -> dict:
    return gather("Nord")


@pytest.fixture(scope="module")
def numbers(group) -> list[int]:
    """Sessions of the last days, each for one test."""
    return list(group["past"])


@pytest.fixture
def phone(signed_in):
    def hold(name: str = "formateur", **more) -> Page:
        page = signed_in(name, **PHONE | more)
        page.set_viewport_size({"width": 360, "height": 740})
        return page

    return hold


@pytest.fixture
def stored(demo_var: Path):
    """What stands in the database of the server: presence, late, early and how many people."""

    def read(session: int) -> list[tuple]:
        base = sqlite3.connect(demo_var / "livret.sqlite3", timeout=30)
        with base:
            found = base.execute(
                "SELECT presence, late_minutes, early_minutes, COUNT(*) FROM training_attendance"
                " WHERE session_id = ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
                (session,),
            ).fetchall()
        base.close()
        return found

    return read


NOTED = [
    ("absent", 0, 0, 2), ("excused", 0, 0, 1),
    ("present", 0, 0, 24), ("present", 0, 15, 1), ("present", 10, 0, 1), ("present", 25, 0, 1),
]  # fmt: skip


def row(page: Page, place: int) -> Locator:
    return page.locator(".appel > li").nth(place)


def choice(page: Page, place: int, words: str) -> Locator:
    return row(page, place).locator("label", has_text=words)


def note_exceptions(page: Page, finger: Finger) -> None:
    """Two late, one gone early, two absent, one excused; the keyboard opens with the minutes."""
    for place, late in ((3, "10"), (11, "25")):
        finger.tap(row(page, place).locator("summary"))
        page.keyboard.type(late)
    finger.tap(row(page, 20).locator("summary"))
    finger.tap(row(page, 20).get_by_label("Minutes avant la fin"))
    page.keyboard.type("15")
    for place, words in ((7, "Absent"), (16, "Absent"), (28, "Excusé")):
        finger.tap(choice(page, place, words))


def save(page: Page) -> Locator:
    return steps.button(page, re.compile("^Enregistrer l’appel"))


def open_roll_call(page: Page, session: int) -> None:
    page.goto(f"/seances/{session}/appel/")
    expect(page.locator(".appel > li")).to_have_count(30)


def test_thirty_people_are_called_from_home_by_touch(phone, numbers, stored, accessible):
    page, finger, session = phone(), Finger(), numbers.pop(0)
    page.goto("/accueil/")
    finger.tap(page.get_by_role("link", name="Faire l’appel : Appel 1 Nord", exact=True))
    expect(page.locator("[data-compte]")).to_have_text("30 présents")
    loaded = page.evaluate(SPENT)
    note_exceptions(page, finger)
    counted = "27 présents, 2 absents, 1 excusé, 2 retards, 1 départ"
    expect(page.locator("[data-compte]")).to_have_text(counted)
    finger.tap(save(page))
    steps.said(page, "Appel enregistré : « Appel 1 Nord ».")
    sent = page.evaluate(SPENT)
    print(f"{finger.taps} touches ; page {loaded} ms, enregistrement {sent} ms")  # noqa: T201
    assert stored(session) == NOTED
    assert finger.taps == 9 <= MOST_TAPS
    accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_for_fingers(phone, numbers, accessible, theme):
    page = phone(theme=theme)
    open_roll_call(page, numbers[-1])
    row(page, 2).locator("summary").tap()
    choice(page, 3, "Absent").tap()
    accessible(page)
    assert page.evaluate(SMALL) == []
    expect(save(page)).to_be_in_viewport()
    # Minutes of somebody who is not there are not asked for.
    expect(row(page, 3).locator("summary")).to_be_hidden()


def keys_to(page: Page, wanted: Locator) -> int:
    """Tab until the focus is there; how many."""
    for pressed in range(1, 121):
        page.keyboard.press("Tab")
        if wanted.evaluate("el => el === document.activeElement"):
            return pressed
    pytest.fail("la tabulation n’arrive pas")


def test_the_keyboard_alone_is_enough(signed_in, numbers, stored):
    page, session = signed_in("formateur"), numbers.pop(0)
    open_roll_call(page, session)
    keys_to(page, row(page, 0).locator("[value=present]"))
    page.keyboard.press("ArrowRight")
    keys_to(page, row(page, 1).locator("summary"))
    page.keyboard.press("Enter")
    page.keyboard.type("10")
    page.keyboard.press("Enter")  # the key « OK » of a phone: nothing is sent
    expect(page.locator("[data-compte]")).to_have_text("29 présents, 1 absent, 1 retard")
    keys_to(page, row(page, 29).locator("[value=present]"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    keys_to(page, save(page))
    page.keyboard.press("Enter")
    steps.said(page, "Appel enregistré")
    assert stored(session) == [
        ("absent", 0, 0, 1), ("excused", 0, 0, 1), ("present", 0, 0, 27), ("present", 10, 0, 1),
    ]  # fmt: skip


def test_it_works_without_javascript_and_enter_sends_nothing(phone, numbers, stored):
    page, session = phone(java_script_enabled=False), numbers.pop(0)
    open_roll_call(page, session)
    row(page, 3).locator("summary").tap()
    late = row(page, 3).get_by_label("Minutes de retard")
    late.fill("10")
    late.press("Enter")
    assert stored(session) == []
    for place, minutes in ((11, "25"), (20, "")):
        row(page, place).locator("summary").tap()
        row(page, place).get_by_label("Minutes de retard").fill(minutes)
    row(page, 20).get_by_label("Minutes avant la fin").fill("15")
    for place, words in ((7, "Absent"), (16, "Absent"), (28, "Excusé")):
        choice(page, place, words).tap()
    save(page).tap()
    steps.said(page, "Appel enregistré")
    assert stored(session) == NOTED


@pytest.mark.parametrize("scripts", [True, False])
def test_sent_twice_it_is_made_once(phone, numbers, stored, scripts):
    page, session = phone(java_script_enabled=scripts), numbers.pop(0)
    open_roll_call(page, session)
    choice(page, 7, "Absent").tap()
    send_twice(page, save(page))
    assert stored(session) == [("absent", 0, 0, 1), ("present", 0, 0, 29)]


def test_without_network_nothing_leaves_and_all_stays(phone, numbers, stored):
    page, session = phone(), numbers.pop(0)
    open_roll_call(page, session)
    note_exceptions(page, Finger())
    page.context.set_offline(True)
    save(page).tap()
    expect(page.locator("[data-choix-gardes]")).to_contain_text("Pas de réseau : rien n’est parti")
    page.context.set_offline(False)
    expect(page.locator("[data-choix-gardes]")).to_have_text("")
    save(page).tap()
    steps.said(page, "Appel enregistré")
    assert stored(session) == NOTED


def lose(page: Page) -> None:
    """The network goes as the form leaves, and the phone has not noticed: another page says so."""
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")
    page.context.set_offline(True)
    save(page).tap()
    expect(page.locator("[data-compte]")).to_have_count(0)
    page.context.set_offline(False)


def test_what_was_chosen_comes_back_after_the_page_without_network(phone, numbers, stored):
    page, session = phone(), numbers.pop(0)
    open_roll_call(page, session)
    note_exceptions(page, Finger())
    lose(page)
    open_roll_call(page, session)
    kept = page.locator("[data-choix-gardes]")
    expect(kept).to_contain_text("Ils ne sont pas encore enregistrés.")
    expect(page.locator("[data-compte]")).to_contain_text("27 présents, 2 absents, 1 excusé")
    expect(row(page, 11).get_by_label("Minutes de retard")).to_have_value("25")
    save(page).tap()
    steps.said(page, "Appel enregistré")
    assert stored(session) == NOTED
    open_roll_call(page, session)
    expect(page.locator("[data-choix-gardes]")).to_have_text("")


def test_what_was_chosen_can_be_forgotten(phone, numbers):
    page, session = phone(), numbers[-1]
    open_roll_call(page, session)
    choice(page, 7, "Absent").tap()
    page.reload()
    expect(page.locator("[data-compte]")).to_have_text("29 présents, 1 absent")
    steps.button(page, "Les oublier").tap()
    expect(page.locator("[data-compte]")).to_have_text("30 présents")
    page.reload()
    expect(page.locator("[data-choix-gardes]")).to_have_text("")


def test_a_colleague_was_faster_while_the_network_was_away(phone, numbers, stored):
    page, session = phone(), numbers.pop(0)
    open_roll_call(page, session)
    choice(page, 7, "Absent").tap()
    lose(page)
    lead = phone("responsable")
    open_roll_call(lead, session)
    choice(lead, 2, "Absent").tap()
    save(lead).tap()
    steps.said(lead, "Appel enregistré")
    open_roll_call(page, session)
    expect(page.locator("[data-compte]")).to_have_text("29 présents, 1 absent")
    steps.button(page, "Reprendre mes choix").tap()
    expect(page.locator("[data-compte]")).to_have_text("28 présents, 2 absents")
    page.locator("[name=reason]").fill("Parti sans le dire.")
    steps.button(page, re.compile("^Enregistrer les corrections")).tap()
    steps.said(page, "Présences enregistrées : 1.")


def test_thirty_people_sign_on_the_device_of_the_trainer(phone, numbers):
    """One tap a person; who signed last is said where the next one looks."""
    page, finger, session = phone(), Finger(), numbers.pop(0)
    open_roll_call(page, session)
    finger.tap(save(page))
    waiting = page.locator("section", has=page.locator("#ici")).locator("li")
    expect(waiting).to_have_count(30)
    for left in range(29, -1, -1):
        name = waiting.last.locator("span").first.inner_text().split("  ")[0]
        finger.tap(waiting.last.get_by_role("button"))
        steps.said(page, "Signé : ")
        expect(waiting).to_have_count(left)
        if left:
            said = page.locator("section", has=page.locator("#ici")).locator(".etat")
            expect(said).to_be_in_viewport()
            assert name.split("\n")[0].startswith(said.locator("b").inner_text())
    finger.tap(steps.button(page, "Je signe la feuille"))
    expect(page.locator("main")).to_contain_text(
        "Feuille : complète. 30 signatures sur 30 présents."
    )
    assert finger.taps == 32
