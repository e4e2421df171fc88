"""The livret without network: cut at each step, lost answers, two devices of one person."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, expect

from tests.e2e import steps
from tests.e2e.conftest import CHROMIUM
from tests.e2e.device import (
    ALL_SENT,
    AWAY,
    FULL_DRAFTS,
    FULL_STORAGE,
    LIVRET,
    LOSE_ANSWERS,
    PHONE,
    Device,
)

NUMBER = "Rappeler la personne au 06 12 34 56 78."


# --- Without network ------------------------------------------------------------------------------


def test_the_site_installs_and_keeps_nothing_personal(device, accessible):
    phone = device()
    accessible(phone.page)
    manifest = phone.page.locator("link[rel=manifest]").get_attribute("href")
    told = phone.context.request.get(manifest).json()
    assert {icon["sizes"] for icon in told["icons"]} == {"any", "192x192", "512x512"}
    for icon in told["icons"]:
        assert phone.context.request.get(icon["src"]).ok
    phone.page.goto("/accueil/")
    phone.page.goto("/livret/")
    kept = phone.page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((one) => one.url)))).flat()"
    )
    pages = [url for url in kept if "/static/" not in url]
    assert {re.sub(r"^https?://[^/]+", "", url) for url in pages} == {LIVRET, "/hors-ligne/"}


def test_pages_without_network(device, accessible):
    phone = device()
    phone.cut()
    for address in ("/livret/", steps.week_address(), LIVRET):
        phone.page.goto(address)
        expect(phone.state).to_contain_text(AWAY)
        accessible(phone.page)
    phone.page.goto("/accueil/")
    expect(phone.page.locator("h1")).to_have_text("Pas de réseau")
    accessible(phone.page)


def test_days_without_network_then_everything_is_sent(device, accessible):
    phone = device()
    phone.cut()
    for text in ("Lundi sans réseau.", "Mardi sans réseau.", "Une erreur."):
        phone.write(text)
    expect(phone.waiting).to_have_count(3)
    phone.page.goto("/livret/")  # the browser was closed meanwhile
    expect(phone.page.locator("#attente-titre")).to_have_text("3 situations non envoyées")
    expect(phone.of("Lundi sans réseau.")).to_contain_text("gardée sur cet appareil")
    phone.change("Mardi sans réseau.", "Mardi, complété sans réseau.")
    phone.remove("Une erreur.")
    expect(phone.waiting).to_have_count(2)
    accessible(phone.page)
    phone.restore()
    expect(phone.state).to_have_text(ALL_SENT)
    expect(phone.of("Mardi, complété sans réseau.")).to_contain_text("envoyée à")
    texts = phone.week_on_the_server()
    assert texts.count("Lundi sans réseau.") == texts.count("Mardi, complété sans réseau.") == 1
    assert "Une erreur." not in texts
    phone.cut()  # what is stored is changed and taken out without network as well
    phone.change("Lundi sans réseau.", "Lundi, changé sans réseau.")
    phone.remove("Mardi, complété sans réseau.")
    expect(phone.of("Mardi, complété")).to_contain_text("retrait gardé sur cet appareil")
    phone.restore()
    expect(phone.state).to_have_text(ALL_SENT)
    texts = phone.week_on_the_server()
    assert "Lundi, changé sans réseau." in texts
    assert not {"Lundi sans réseau.", "Mardi, complété sans réseau."} & {*texts}


def test_the_network_is_cut_at_every_step(device):
    """While one types, once it is kept, while it is sent, once it is stored and nobody says so."""
    phone, text = device(), "Coupée à chaque pas."
    phone.type(text)
    phone.cut()
    expect(phone.page.locator("[data-etat]")).to_contain_text("pendant que vous écrivez")
    phone.page.goto("/livret/")
    expect(phone.page.locator("[data-etat]")).to_contain_text("Texte retrouvé")
    expect(phone.page.locator("#hl-text")).to_have_value(text)
    phone.keep()
    expect(phone.of(text)).to_contain_text("gardée sur cet appareil")
    phone.page.evaluate(LOSE_ANSWERS)
    with phone.page.expect_response("**/synchroniser/**"):
        phone.restore()
    expect(phone.of(text)).to_contain_text("gardée sur cet appareil")
    assert phone.week_on_the_server().count(text) == 1
    phone.change(text, f"{text} Et complétée ensuite.")  # before any answer came
    phone.page.goto(LIVRET)
    expect(phone.state).to_have_text(ALL_SENT)
    texts = phone.week_on_the_server()
    assert [one for one in texts if one.startswith(text)] == [f"{text} Et complétée ensuite."]


def test_a_refused_situation_stays_and_stops_no_other(device, accessible):
    phone = device()
    phone.cut()
    phone.write(NUMBER)
    phone.write("Bien écrite.")
    phone.restore()
    expect(phone.of("Bien écrite.")).to_contain_text("envoyée à")
    expect(phone.of(NUMBER)).to_contain_text("refusée : ")
    expect(phone.of(NUMBER)).to_contain_text("téléphone")
    accessible(phone.page)
    phone.change(NUMBER, "Rappeler la personne.")
    expect(phone.of("Rappeler la personne.")).to_contain_text("envoyée à")


def test_a_refused_change_is_given_up_and_what_is_stored_stays(device):
    phone, text = device(), "Avant la modification refusée."
    phone.write(text)
    expect(phone.of(text)).to_contain_text("envoyée à")
    phone.change(text, NUMBER)
    refused = phone.of(NUMBER)
    expect(refused).to_contain_text("refusée : ")
    expect(refused.get_by_role("button", name="Retirer", exact=True)).to_have_count(0)
    refused.get_by_role("button", name="Abandonner ma modification").dblclick()
    expect(phone.waiting).to_have_count(0)
    expect(phone.of(text)).to_contain_text("envoyée à")
    assert text in phone.week_on_the_server()


def test_a_closed_browser_loses_nothing(browser_type: BrowserType, site, odile, tmp_path: Path):
    more = {**PHONE, "executable_path": CHROMIUM, "args": ["--no-sandbox"], "base_url": site}
    for opened in range(2):
        context = browser_type.launch_persistent_context(tmp_path, **more)
        phone = Device(context, context.pages[0])
        if opened == 0:
            phone.sign_in(odile, steps.NEW_PASSWORD)
            phone.open()
            phone.cut()
            phone.write("Avant que le navigateur se ferme.")
        else:
            phone.page.goto(LIVRET)
            expect(phone.of("Avant que le navigateur se ferme.")).to_contain_text("envoyée à")
        context.close()


def test_full_storage_is_said_and_the_text_stays_on_the_page(device):
    phone = device()
    phone.cut()
    phone.page.evaluate(FULL_STORAGE)
    phone.type("Plus de place.")
    phone.press("Garder")
    expect(phone.page.locator("[data-etat]")).to_contain_text("Plus de place sur cet appareil")
    expect(phone.page.locator("#hl-text")).to_have_value("Plus de place.")
    expect(phone.waiting).to_have_count(0)


def test_a_page_that_can_keep_no_draft_says_so(device):
    phone = device()
    phone.page.goto(steps.week_address())
    phone.page.evaluate(FULL_DRAFTS)
    phone.page.locator("[name=text]").fill("Sans place pour un brouillon.")
    expect(phone.page.locator("main")).to_contain_text("plus de place pour garder ce texte")


# --- Two devices ----------------------------------------------------------------------------------


def test_two_devices_that_wrote_different_situations(device):
    first, second = device(), device()
    for phone, text in ((first, "Écrite au cabinet."), (second, "Écrite dans le train.")):
        phone.cut()
        phone.write(text)
    for phone in (first, second):
        phone.restore()
        expect(phone.state).to_have_text(ALL_SENT)
    assert {"Écrite au cabinet.", "Écrite dans le train."} <= {*second.week_on_the_server()}


def test_two_devices_that_changed_the_same_situation(device, accessible):
    first = device()
    first.write("La même.")
    expect(first.of("La même.")).to_contain_text("envoyée à")
    second = device()
    for phone, text in ((first, "La même, au cabinet."), (second, "La même, dans le train.")):
        phone.cut()
        phone.change("La même.", text)
    first.restore()
    expect(first.state).to_have_text(ALL_SENT)
    second.restore()
    conflict = second.of("La même, dans le train.")
    expect(conflict).to_contain_text("en conflit")
    expect(conflict.locator(".cote")).to_contain_text(
        ["La même, dans le train.", "La même, au cabinet."]
    )
    accessible(second.page)
    second.press("Joindre les deux")
    expect(second.page.locator("#hl-text")).to_have_value(
        "La même, au cabinet.\n\nLa même, dans le train."
    )
    second.keep()
    expect(second.state).to_have_text(ALL_SENT)
    same = [text for text in second.week_on_the_server() if text.startswith("La même")]
    assert same == ["La même, au cabinet.\n\nLa même, dans le train."]


@pytest.mark.parametrize(
    ("act", "left"),
    [
        ("Garder celle de cet appareil", "du train"),
        ("Garder celle qui est enregistrée", "du cabinet"),
    ],
)
def test_a_conflict_is_decided_by_its_author(device, act, left):
    name = f"À décider ({left})"
    first = device()
    first.write(name)
    expect(first.of(name)).to_contain_text("envoyée à")
    second = device()
    second.cut()
    second.change(name, f"{name} : du train")
    first.change(name, f"{name} : du cabinet")
    expect(first.of(f"{name} : du cabinet")).to_contain_text("envoyée à")
    second.restore()
    expect(second.of(f"{name} : du train")).to_contain_text("en conflit")
    second.press(act)
    expect(second.state).to_have_text(ALL_SENT)
    assert f"{name} : {left}" in second.week_on_the_server()


def test_what_was_taken_out_elsewhere_may_be_added_again(device):
    first = device()
    first.write("Retirée ailleurs.")
    expect(first.of("Retirée ailleurs.")).to_contain_text("envoyée à")
    second = device()
    second.cut()
    second.change("Retirée ailleurs.", "Retirée ailleurs, et changée.")
    first.remove("Retirée ailleurs.")
    expect(first.of("Retirée ailleurs.")).to_have_count(0)
    second.restore()
    expect(second.of("et changée.")).to_contain_text("retirée ailleurs, gardée sur cet appareil")
    second.press("L’ajouter comme nouvelle")
    expect(second.state).to_have_text(ALL_SENT)
    assert "Retirée ailleurs, et changée." in second.week_on_the_server()
