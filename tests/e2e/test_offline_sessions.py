"""The livret on a device that changes hands, and the pages that save while one types."""

import re

from playwright.sync_api import expect

from tests.e2e import steps
from tests.e2e.conftest import PASSWORD
from tests.e2e.device import ALL_SENT, GONE_ONCE_SEALED, LIVRET

# --- Sessions -------------------------------------------------------------------------------------


def test_an_expired_session_loses_nothing(device, odile):
    phone = device()
    phone.cut()
    phone.write("Pendant que la session expirait.")
    phone.context.clear_cookies()
    phone.restore()
    expect(phone.state).to_contain_text("Votre session a expiré. Rien n’est perdu")
    expect(phone.page.locator("#attente-titre")).to_have_text("1 situation non envoyée")
    phone.sign_in(odile, steps.NEW_PASSWORD)
    phone.page.goto(LIVRET)
    expect(phone.state).to_have_text(ALL_SENT)
    assert "Pendant que la session expirait." in phone.week_on_the_server()


def test_an_ended_session_shows_no_text_and_what_is_typed_stays(device, odile, accessible):
    phone = device()
    phone.cut()
    phone.write("Gardée, puis cachée.")
    phone.type("En train de s’écrire.")
    expect(phone.page.locator("[data-etat]")).to_contain_text("pendant que vous écrivez")
    phone.context.clear_cookies()
    phone.restore()
    expect(phone.page.get_by_role("link", name="Se reconnecter")).to_be_visible()
    expect(phone.page.locator("#attente-titre")).to_have_text("1 situation non envoyée")
    expect(phone.page.locator("li.situation")).to_have_count(0)
    expect(phone.page.locator("#semaines-partie")).to_be_hidden()
    expect(phone.page.locator("#hl-text")).to_have_value("En train de s’écrire.")
    accessible(phone.page)
    phone.cut()  # a cut shows nothing again
    phone.page.goto(LIVRET)
    expect(phone.state).to_contain_text("Votre session a expiré")
    expect(phone.page.locator("li.situation")).to_have_count(0)
    expect(phone.page.locator("#ecriture")).to_be_hidden()
    phone.restore()
    phone.sign_in(odile, steps.NEW_PASSWORD)
    phone.page.goto(LIVRET)
    expect(phone.of("Gardée, puis cachée.")).to_contain_text("envoyée à")
    expect(phone.page.locator("#hl-text")).to_have_value("En train de s’écrire.")
    phone.press("Fermer sans garder")


def test_another_account_neither_reads_nor_sends(device, odile):
    phone = device()
    phone.cut()
    phone.write("À Odile seule.")
    phone.context.clear_cookies()
    phone.restore()
    expect(phone.state).to_contain_text("Votre session a expiré")
    phone.sign_in("assistant@livret.example", PASSWORD)
    phone.open()
    expect(phone.page.locator("#scelle")).to_contain_text("1 situation scellée")
    assert "À Odile seule." not in phone.remains()
    assert "À Odile seule." not in phone.week_on_the_server()
    phone.sign_out()
    phone.leaves_to("/")
    phone.sign_in(odile, steps.NEW_PASSWORD)
    phone.open()
    expect(phone.of("À Odile seule.")).to_contain_text("envoyée à")


def test_a_page_that_goes_while_it_seals_leaves_one_seal(device, odile):
    phone = device()
    phone.cut()
    phone.write("Scellée une fois.")
    phone.context.clear_cookies()
    phone.context.add_init_script(GONE_ONCE_SEALED)
    phone.restore()
    phone.sign_in("assistant@livret.example", PASSWORD)
    phone.page.wait_for_function("() => sessionStorage.getItem('gone')")
    phone.open()
    expect(phone.page.locator("#scelle")).to_contain_text("1 situation scellée")


def test_signing_out_without_network_offers_to_stay_or_to_seal(device, odile, accessible):
    phone = device()
    phone.cut()
    for number in range(3):
        phone.write(f"Secret numéro {number}.")
    phone.sign_out()
    dialog = phone.page.get_by_role("dialog", name="3 situations non envoyées")
    expect(dialog).to_be_visible()
    accessible(phone.page)
    phone.press("Rester connecté")
    expect(dialog).to_have_count(0)
    expect(phone.waiting).to_have_count(3)
    phone.sign_out()
    phone.press("Les garder scellées pour ce compte")
    phone.leaves_to("/hors-ligne/")
    assert "Secret numéro" not in phone.remains()
    phone.page.goto(LIVRET)
    expect(phone.page.locator("#scelle")).to_contain_text("3 situations scellées")
    expect(phone.page.locator("#dedans")).to_be_hidden()
    phone.page.goto("about:blank")
    phone.restore()  # the session ends before any page of a person shows
    phone.page.goto("/accueil/")
    phone.page.wait_for_url("**/connexion/**")
    phone.sign_in(odile, steps.NEW_PASSWORD)
    phone.open()
    expect(phone.state).to_have_text(ALL_SENT)
    assert {f"Secret numéro {n}." for n in range(3)} <= {*phone.week_on_the_server()}


def test_a_page_that_went_while_it_opened_what_was_sealed_loses_nothing(device, odile):
    phone = device()
    person = phone.person()
    phone.cut()
    phone.write("Scellée, puis à moitié ouverte.")
    phone.sign_out()
    phone.press("Les garder scellées pour ce compte")
    phone.leaves_to("/hors-ligne/")
    phone.notes("meta", {"name": "here", "person": person, "seal": ""})
    phone.page.goto("about:blank")
    phone.restore()
    phone.sign_in(odile, steps.NEW_PASSWORD)
    phone.open()
    expect(phone.state).to_have_text(ALL_SENT)
    expect(phone.page.locator("#scelle")).to_be_hidden()
    assert "Scellée, puis à moitié ouverte." in phone.week_on_the_server()


def test_signing_out_wipes_the_device_once_everything_is_sent(device):
    phone = device()
    phone.cut()
    phone.write("Envoyée puis effacée d’ici.")
    phone.restore()
    expect(phone.state).to_have_text(ALL_SENT)
    assert "Envoyée puis effacée d’ici." in phone.remains()
    phone.sign_out()
    phone.leaves_to("/")
    remains = phone.remains()
    assert "Envoyée puis effacée d’ici." not in remains
    for store in ("situations", "catalogues", "sealed", "meta"):
        assert f"{store}[]" in remains
    phone.page.goto("/accueil/")
    phone.page.wait_for_url("**/connexion/**")


def test_signing_out_leaves_no_key_to_a_page_that_opens_what_was_sealed(device):
    phone = device()
    person = phone.person()
    phone.notes("meta", {"name": "here", "person": person, "seal": "", "expired": True})
    other = phone.context.new_page()
    other.add_init_script("delete globalThis.BroadcastChannel")  # it hears nothing of the first
    held = []
    other.route("**/appareil/", lambda route: held.append((route, route.fetch())))
    with other.expect_request("**/appareil/"):
        other.goto("/accueil/")
    phone.sign_out()
    phone.page.wait_for_timeout(2000)  # time enough to sign out, if nothing held it
    for route, answer in held:
        route.fulfill(response=answer)
    other.wait_for_timeout(1000)
    phone.leaves_to("/")
    assert "meta[]" in phone.remains()


def test_a_text_that_was_begun_is_sealed_too(device, odile):
    phone = device()
    phone.page.goto(steps.week_address())
    phone.page.fill("[name=text]", "Une phrase commencée.")
    expect(phone.page.locator("form[data-semaine] .champ .etat:not(.garde)").first).to_contain_text(
        "Gardé"
    )
    phone.page.get_by_role("button", name="Se déconnecter").click()
    expect(phone.page.get_by_role("dialog", name="1 texte commencé")).to_be_visible()
    phone.press("Les garder scellées pour ce compte")
    phone.leaves_to("/")
    assert "Une phrase commencée." not in phone.remains()
    phone.sign_in(odile, steps.NEW_PASSWORD)
    phone.open()
    phone.page.goto(steps.week_address())
    expect(phone.page.locator("[name=text]")).to_have_value("Une phrase commencée.")


# --- The pages of the livret ----------------------------------------------------------------------


def test_a_stored_situation_is_saved_while_one_types(device, accessible):
    phone = device()
    phone.write("À reprendre.")
    expect(phone.of("À reprendre.")).to_contain_text("envoyée à")
    phone.open_entry("À reprendre.")
    said = phone.page.locator("form[data-semaine] > .etat[role=status]")
    phone.page.fill("[name=text]", "À reprendre, une fois.")
    expect(said).to_contain_text(re.compile(r"Enregistré à \d"))
    phone.page.fill("[name=learnt]", "Préparer la veille.")
    expect(phone.page.locator("[name=version]").first).to_have_value("3")
    accessible(phone.page)
    phone.cut()
    phone.page.fill("[name=text]", "À reprendre, sans réseau.")
    expect(said).to_have_text("Hors ligne, gardé sur cet appareil")
    phone.restore()
    phone.page.goto(LIVRET)
    expect(phone.of("À reprendre, sans réseau.")).to_contain_text("envoyée à")
    phone.open_entry("À reprendre, sans réseau.")
    phone.page.fill("[name=text]", "À reprendre, avec le bouton.")
    steps.button(phone.page, "Enregistrer").click()
    steps.said(phone.page, "Enregistré")
    phone.page.goto(LIVRET)
    expect(phone.state).to_have_text(ALL_SENT)
    texts = phone.week_on_the_server()
    assert [one for one in texts if one.startswith("À reprendre")] == [
        "À reprendre, avec le bouton."
    ]


HOLD_THE_LOCK = """() => new Promise((held) => {
  navigator.locks.request("livret-envoi", () => {
    held();
    return new Promise(() => {});
  });
})"""


def test_a_text_kept_at_a_pause_waits_for_no_seal_that_does_not_open(device):
    phone = device()
    phone.write("À reprendre malgré un scellé.")
    expect(phone.of("malgré un scellé.")).to_contain_text("envoyée à")
    phone.notes("sealed", {"person": phone.person(), "iv": "", "data": "", "count": 1, "at": 0})
    phone.open_entry("À reprendre malgré un scellé.")
    phone.page.evaluate(HOLD_THE_LOCK)  # as a page that sends on a slow network
    phone.page.fill("[name=text]", "À reprendre malgré un scellé, sans attendre.")
    phone.page.wait_for_timeout(4000)
    [kept] = [one for one in phone.remains().splitlines() if one.startswith("situations[")]
    assert "sans attendre" in kept


def test_saving_while_one_types_shows_a_conflict(device):
    first = device()
    first.write("Ouverte deux fois.")
    expect(first.of("Ouverte deux fois.")).to_contain_text("envoyée à")
    second = device()
    second.open_entry("Ouverte deux fois.")
    first.change("Ouverte deux fois.", "Ouverte deux fois, changée.")
    expect(first.of("deux fois, changée.")).to_contain_text("envoyée à")
    second.page.fill("[name=text]", "Ouverte deux fois, autrement.")
    link = second.page.get_by_role("link", name="Comparer les deux")
    expect(link).to_be_visible()
    link.click()
    expect(second.of("deux fois, autrement.")).to_contain_text("en conflit")


def test_a_situation_added_without_network_waits_on_the_device(device):
    phone = device()
    phone.page.goto(steps.week_address())
    phone.cut()
    phone.page.fill("[name=text]", "Ajoutée au moment de la coupure.")
    steps.tick_competency(phone.page)
    steps.button(phone.page, "Ajouter la situation").click()
    phone.page.wait_for_url(f"**{LIVRET}")
    expect(phone.of("moment de la coupure.")).to_contain_text("gardée sur cet appareil")
    phone.restore()
    expect(phone.of("moment de la coupure.")).to_contain_text("envoyée à")
    phone.page.goto(steps.week_address())
    expect(phone.page.locator("[name=text]")).to_have_value("")
