"""A cohort planned from nothing, announced, changed; the agenda of an assistant. At 360 px, axe."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import steps


def add_phase(page: Page, days: tuple[str, ...], start: int, end: int) -> None:
    page.get_by_role("link", name="Phases et rythme").click()
    page.locator("[name=kind]").select_option("alternating")
    page.locator("[name=starts_on]").fill(steps.in_days(start))
    page.locator("[name=ends_on]").fill(steps.in_days(end))
    for day in days:
        page.get_by_label(day, exact=True).check()
    for name, clock in (
        ("morning_start", "09:00"), ("morning_end", "12:30"),
        ("afternoon_start", "13:30"), ("afternoon_end", "17:00"),
    ):  # fmt: skip
        page.locator(f"[name={name}]").fill(clock)
    steps.button(page, "Ajouter la phase").click()
    steps.said(page, "Phase enregistrée")


def open_cohort(page: Page, title: str) -> None:
    page.goto("/promotions/nouvelle/")
    page.locator("[name=title]").fill(title)
    options = page.locator("[name=track_version] option", has_text="non-soignants")
    page.locator("[name=track_version]").select_option(options.first.get_attribute("value"))
    page.locator("[name=starts_on]").fill(steps.in_days(0))
    page.locator("[name=ends_on]").fill(steps.in_days(500))
    page.locator("main form button").first.click()
    page.wait_for_url("**/inscrire/")
    page.goto("/promotions/")
    page.locator("main h3 a", has_text=title).first.click()
    page.get_by_role("link", name="Calendrier", exact=True).click()


def test_a_cohort_of_380_hours_is_planned_in_one_go_then_announced(signed_in, accessible):
    page = signed_in("responsable", width=360)
    open_cohort(page, "Promotion du calendrier")
    accessible(page)
    calendar = page.url

    # One day a week misses the hours: the difference is shown, nothing is filled.
    add_phase(page, ("lundi",), 1, 120)
    accessible(page)
    page.get_by_role("link", name="Planifier").click()
    expect(page.locator("main")).to_contain_text("aucune séance n’est proposée")
    expect(steps.button(page, re.compile("séances en projet$"))).to_have_count(0)
    accessible(page)

    page.goto(calendar)
    add_phase(page, ("lundi", "mardi", "mercredi"), 121, 500)
    page.get_by_role("link", name="Planifier").click()
    expect(page.locator("main")).to_contain_text("Tout trouve sa place")
    accessible(page)
    steps.button(page, re.compile("séances en projet$")).click()
    steps.said(page, "séances en projet")
    accessible(page)

    page.locator("[name=until]").fill(steps.in_days(30))
    steps.button(page, "Annoncer au groupe").click()
    steps.said(page, "qui est concerné est prévenu")
    expect(page.get_by_text("annoncée", exact=True).first).to_be_visible()

    # An announced session is moved with a reason only.
    page.get_by_role("link", name=re.compile("^Changer")).first.click()
    page.locator("[name=start]").fill("10:00")
    steps.follow(steps.button(page, "Changer et prévenir"))
    accessible(page)
    page.locator("[name=reason]").fill("Salle indisponible.")
    steps.button(page, "Changer et prévenir").click()
    steps.said(page, "Séance changée")
    page.get_by_role("link", name=re.compile("^Changer")).first.click()
    expect(page.locator("main")).to_contain_text("Motif : Salle indisponible.")
    accessible(page)
    page.locator("[name=annulation-reason]").fill("Neige.")
    steps.button(page, "Annuler et prévenir").click()
    steps.said(page, "Séance annulée")


def test_one_session_is_added_by_hand(signed_in, accessible):
    page = signed_in("responsable", width=360)
    open_cohort(page, "Promotion à la main")
    steps.follow(page.get_by_role("link", name="Ajouter une séance"))
    accessible(page)
    page.locator("[name=module]").select_option(index=1)
    page.locator("[name=title]").fill("Atelier d’accueil")
    page.locator("[name=day]").fill(steps.in_days(20))
    page.locator("[name=start]").fill("09:00")
    page.locator("[name=end]").fill("11:00")
    steps.button(page, "Ajouter au projet").click()
    expect(page.locator("[name=title]")).to_have_value("Atelier d’accueil")
    accessible(page)
    page.locator("[name=category]").select_option("in_person")
    steps.button(page, "Ajouter au projet").click()
    steps.said(page, "Séance en projet")
    expect(page.locator("main")).to_contain_text("Atelier d’accueil")


def test_rooms_and_closed_days_are_kept(signed_in, accessible):
    page = signed_in("responsable", width=360)
    page.goto("/calendrier/reglages/")
    page.locator("[name=salle-name]").fill("Salle du test")
    page.locator("[name=salle-seats]").fill("9")
    steps.button(page, "Ajouter la salle").click()
    steps.said(page, "Enregistré")
    accessible(page)
    steps.button(page, re.compile("Retirer : Salle du test")).click()
    steps.said(page, "Retiré")


def test_a_trainer_says_which_half_days_they_give(signed_in, accessible):
    page = signed_in("formateur", width=360)
    page.goto("/agenda/")
    steps.follow(page.get_by_role("link", name="Disponibilités des formateurs"))
    accessible(page)
    page.get_by_role("link", name="Dire mes disponibilités").click()
    expect(page.get_by_label("mercredi matin")).to_be_checked()
    accessible(page)
    page.get_by_label("jeudi après-midi").check()
    page.locator("[name=semaine-since]").fill(steps.in_days(-1))
    steps.button(page, "Enregistrer la semaine type").click()
    expect(page.locator("main")).to_contain_text("à partir d’aujourd’hui")
    expect(page.get_by_label("jeudi après-midi")).to_be_checked()
    accessible(page)
    page.locator("[name=semaine-since]").fill(steps.in_days(1))
    steps.button(page, "Enregistrer la semaine type").click()
    steps.said(page, "Semaine type enregistrée")
    expect(page.locator("main")).to_contain_text("mercredi matin et jeudi après-midi")


def test_an_assistant_subscribes_to_their_agenda(signed_in, accessible):
    page = signed_in("assistant", width=360)
    page.goto("/accueil/")
    expect(page.locator("main")).to_contain_text("Prochaine séance")
    steps.follow(page.get_by_role("link", name="Mon agenda"))
    accessible(page)
    steps.button(page, "Créer mon adresse").click()
    steps.said(page, "Adresse prête")
    accessible(page)
    address = page.get_by_label("Adresse à donner à votre agenda").input_value()
    answer = page.context.browser.new_context().request.get(address)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.text().startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in answer.text()
    steps.button(page, "Changer l’adresse").click()
    steps.said(page, "Adresse prête")
    assert page.context.request.get(address).status == 404
