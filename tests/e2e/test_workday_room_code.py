"""The code of the room: its screen in one browser, phones in others; then signatures at once.

Nobody's clock is moved but that of the session: a code is waited for until it is dead.
"""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps

NETWORK_SECONDS = 15


@pytest.fixture(scope="module")
def group(gather) -> dict:
    return gather("Sud", "salle")


@pytest.fixture(scope="module")
def stranger(gather) -> str:
    """A learner of another group of the same training body, whose room is open too."""
    gather("Est", "salle")
    return "est0"


def room(page: Page, session: int) -> Page:
    page.goto(f"/seances/{session}/code/")
    expect(page.locator(".chiffres")).to_be_visible()
    return page


def shown(page: Page) -> str:
    """The six figures that are on the screen now."""
    halves = page.locator(".chiffres span:not(.vh)").all_inner_texts()
    code = "".join(halves)
    assert re.fullmatch(r"\d{6}", code)
    return code


def type_code(phone: Page, code: str) -> None:
    phone.goto("/presence/")
    phone.locator("[name=code]").fill(code)
    steps.button(phone, "Je suis là").click()


def refused(phone: Page, words: str) -> None:
    expect(phone.locator(".resume-fautes")).to_contain_text(words)


def test_the_code_of_the_screen_is_typed_on_phones(signed_in, group, stranger, accessible):
    screen = room(signed_in("formateur"), group["room"])
    accessible(screen)
    first = shown(screen)
    type_code(phone := signed_in("sud0", width=360), first)
    steps.said(phone, "Arrivée notée : « Salle ouverte Sud ».")
    type_code(phone, shown(screen))
    steps.said(phone, "Déjà noté")

    other = signed_in(stranger, width=360)
    type_code(other, shown(screen))
    refused(other, "n’est pas, ou n’est plus, celui de votre séance")
    accessible(other)

    # The screen renews itself; the code of before dies once two others came.
    seen = {first}
    while len(seen) < 3:
        seen.add(shown(screen))
        screen.wait_for_timeout(500)
    late = signed_in("sud1", width=360)
    type_code(late, first)
    refused(late, "Il change toutes les vingt secondes")
    type_code(late, shown(screen))
    steps.said(late, "Arrivée notée")

    trainer = signed_in("formateur", width=360)
    trainer.goto(f"/seances/{group['room']}/appel/")
    arrived = trainer.locator(".arrivees li", has=trainer.locator(".etat"))
    expect(arrived).to_have_count(2)


def test_without_an_answer_the_code_goes_within_seconds(signed_in, group):
    screen = room(signed_in("formateur"), group["room"])
    away = "Le site ne répond pas : le code ne peut pas être montré"
    screen.context.set_offline(True)
    expect(screen.locator("[data-code]")).to_contain_text(away, timeout=NETWORK_SECONDS * 1000)
    expect(screen.locator(".chiffres")).to_have_count(0)
    screen.context.set_offline(False)
    expect(screen.locator(".chiffres")).to_be_visible()
    # A site that answers with a fault, or not at all, shows no dead code either.
    for fault in (lambda route: route.fulfill(status=502), lambda route: None):
        screen.route("**/code/?partie", fault)
        expect(screen.locator("[data-code]")).to_contain_text(away, timeout=NETWORK_SECONDS * 1000)
        screen.unroute("**/code/?partie")
        expect(screen.locator(".chiffres")).to_be_visible()


def test_after_the_end_of_the_session_the_code_is_refused(signed_in, group, demo_var: Path):
    screen = room(signed_in("formateur"), group["room"])
    phone = signed_in("sud2", width=360)
    code = shown(screen)
    base = sqlite3.connect(demo_var / "livret.sqlite3", timeout=30)
    with base:
        ended = base.execute(
            "UPDATE training_trainingsession SET ends_at = datetime('now') WHERE id = ?",
            (group["room"],),
        )
        assert ended.rowcount == 1
    base.close()
    type_code(phone, code)
    refused(phone, "Aucune de vos séances n’est en cours en ce moment")
    expect(screen.locator("[data-code]")).to_contain_text("La séance est finie.")
    expect(screen.locator(".chiffres")).to_have_count(0)


def test_the_learner_signs_on_their_phone_and_the_trainer_at_the_same_time(
    signed_in, group, accessible
):
    trainer = signed_in("formateur", width=360)
    session = group["past"][0]
    trainer.goto(f"/seances/{session}/appel/")
    steps.button(trainer, re.compile("^Enregistrer l’appel")).click()
    steps.said(trainer, "Appel enregistré")

    learner = signed_in("sud0", width=360)
    learner.goto("/presences/")
    accessible(learner)
    steps.button(learner, re.compile("^Je signe : Appel 1 Sud")).click()
    steps.said(learner, "Signé : « Appel 1 Sud ».")

    # Two sign at once: neither waits for the other's answer.
    second = signed_in("sud1", width=360)
    second.goto("/presences/")
    trainer.goto(f"/seances/{session}/signatures/")
    send = "form => form.requestSubmit()"
    own = second.locator("form[action$='/signer/']").first
    sheet = trainer.locator("form", has=trainer.get_by_role("button", name="Je signe la feuille"))
    own.evaluate(send)
    sheet.evaluate(send)
    steps.said(second, "Signé : « Appel 1 Sud ».")
    steps.said(trainer, "Feuille signée.")
    trainer.reload()
    expect(trainer.locator("main")).to_contain_text("2 signatures sur 30 présents")
    expect(trainer.locator("main")).to_contain_text("Signée par Paul Démo")
    accessible(trainer)
