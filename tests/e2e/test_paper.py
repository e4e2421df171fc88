"""A week on paper: printed, photographed, found by its code, read by who signs. At 360 px."""

import re

from playwright.sync_api import Page, expect

from records.services.qr_reading import qr_codes_of
from tests.e2e import steps
from tests.portfolio.papers import photo_of, scribble


def choose(page: Page, *files) -> None:
    """The camera of a phone, as a field takes it."""
    page.locator("[name=uploads]").set_input_files(
        [{"name": one.name, "mimeType": one.content_type, "buffer": one.read()} for one in files]
    )
    steps.button(page, "Joindre").click()


def test_paper_and_file_take_turns(signed_in, newcomer, accessible):
    page = signed_in(newcomer("ursuline"), width=360)
    page.goto(steps.week_address())
    steps.add_situation(page, "Lundi, tapé sur le site.")
    printing = page.get_by_role("link", name="Imprimer une feuille")
    pdf = page.request.get(printing.get_attribute("href")).body()
    [code] = qr_codes_of(pdf)

    page.goto(code)  # scanned with the phone
    expect(page.locator("h1")).to_have_text("Joindre une feuille")
    accessible(page)
    choose(page, photo_of(pdf, turned=7, quality=60))
    steps.said(page, "Feuille 1, photo : jointe")
    expect(page.locator("h1")).to_have_text("Vérifiez cette photo")
    accessible(page)
    steps.button(page, "Aucun patient n’y figure").click()
    steps.said(page, "qui lit la semaine")
    accessible(page)
    expect(page.locator("#papier")).to_be_visible()
    steps.add_situation(page, "Voir la feuille")
    steps.hand_in_week(page)

    trainer = signed_in("formateur", width=360)
    steps.open_waiting_week(trainer, "Ursuline Essai")
    accessible(trainer)
    sheet = trainer.get_by_role("link", name="Feuille 1, photo")
    assert trainer.request.get(sheet.get_attribute("href")).headers["content-type"] == "image/jpeg"
    expect(trainer.locator("main")).to_contain_text("Lundi, tapé sur le site.")
    steps.button(trainer, "Viser la semaine").click()
    steps.said(trainer, "Semaine visée")


def test_somebody_elses_sheet_and_a_page_without_a_code_say_so(signed_in, newcomer, accessible):
    owner = signed_in(newcomer("paulette"), width=360)
    owner.goto(steps.week_address())
    printing = owner.get_by_role("link", name="Imprimer une feuille").get_attribute("href")
    pdf = owner.request.get(printing).body()
    [code] = qr_codes_of(pdf)

    page = signed_in(newcomer("quitterie"), width=360, theme="dark")
    page.goto(code)
    expect(page.locator(".annonces")).to_contain_text("celui du livret de quelqu’un d’autre")
    choose(page, photo_of(pdf), scribble())
    expect(page.locator("main")).to_contain_text("celui du livret de quelqu’un d’autre")
    expect(page.locator("main")).to_contain_text("Le code de la feuille ne se lit pas")
    accessible(page)
    choose(page, photo_of(pdf))
    expect(page.get_by_role("alert")).to_contain_text(re.compile("Rien n’est joint"))
    accessible(page)
