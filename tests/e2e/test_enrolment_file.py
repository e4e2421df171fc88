"""The file of an enrolment, from a table of people to an agreement signed by three. 360 px, axe."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import steps

HEADS = "Prénom;Nom;Adresse électronique;Cabinet;Ville;Recruté le;Financeur"


def cohort(page: Page, hours: str) -> str:
    """The address of the cohort of the demo that follows a track."""
    page.goto("/promotions/")
    steps.follow(page.get_by_role("link", name=f"Promotion de démonstration, {hours} h"))
    return page.url


def file_of(page: Page, name: str) -> None:
    """The file of somebody of the demo who follows the track of 380 h."""
    cohort(page, "380")
    page.get_by_role("link", name=re.compile(rf"^Dossier\s*, {name}")).click()


def test_people_come_from_a_table_and_the_wrong_row_comes_back(signed_in, accessible, tmp_path):
    page = signed_in("responsable", width=360)
    cohort(page, "380")
    page.get_by_role("link", name="Inscrire une personne").click()
    steps.follow(page.get_by_role("link", name="Inscrire à partir d’un fichier"))
    accessible(page)
    rows = "Camille;Tableau;camille.tableau@livret.example;Cabinet du Tableau;Lyon;04/11/2026;"
    table = tmp_path / "personnes.csv"
    table.write_text(f"{HEADS}\n{rows}\nSans;Adresse;;Cabinet;;hier;\n")
    page.locator("[name=file]").set_input_files(table)
    steps.button(page, "Voir l’aperçu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aperçu : 1 à inscrire")
    expect(page.locator("main")).to_contain_text("« hier » n’est pas une date")
    accessible(page)
    with page.expect_download() as wrong:
        steps.button(page, "Télécharger les lignes à corriger").click()
    assert "Problème" in wrong.value.path().read_text("utf-8-sig")
    steps.button(page, "Inscrire 1 personne").click()
    steps.said(page, "1 personne inscrite")
    expect(page.locator("main")).to_contain_text("Camille Tableau")


def test_a_carer_is_enrolled_with_the_diploma_seen(signed_in, accessible):
    page = signed_in("responsable", width=360)
    page.goto(f"{cohort(page, '115')}inscrire/")
    accessible(page)
    page.get_by_label(re.compile("^Élise Démo")).check()
    page.locator("[name=recruited_on]").fill(steps.in_days(-30))
    steps.button(page, re.compile("^Inscrire$")).click()
    expect(page.locator(".resume-fautes")).to_contain_text("Diplôme que vous avez vu")
    accessible(page)
    page.locator("[name=diploma]").select_option("care")
    page.locator("[name=obtained_on]").fill(steps.in_days(-2000))
    page.get_by_label("l’original").check()
    steps.button(page, re.compile("^Inscrire$")).click()
    steps.said(page, "Inscription faite")


def test_a_regime_is_chosen_with_a_reason(signed_in, accessible):
    page = signed_in("responsable", width=360)
    file_of(page, "Élise Démo")
    steps.follow(page.get_by_role("link", name="Diplôme, certificats et échéances"))
    accessible(page)
    steps.follow(page.get_by_role("link", name="Choisir un autre régime"))
    accessible(page)
    page.get_by_label(re.compile("Convention médicale de 2024")).check()
    page.locator("[name=reason]").fill("Aide demandée par le cabinet.")
    steps.button(page, "Choisir").click()
    steps.said(page, "Régime noté")
    expect(page.locator("main")).to_contain_text("Aide demandée par le cabinet.")
    accessible(page)


def test_a_new_version_of_the_agreement_is_signed_by_three(signed_in, accessible):
    lead = signed_in("responsable", width=360)
    file_of(lead, "Inès Démo")
    steps.follow(lead.get_by_role("link", name="Convention du cabinet"))
    address = lead.url
    steps.follow(lead.get_by_role("link", name="Écrire une nouvelle version"))
    accessible(lead)
    lead.locator("[name=d1_morning_start]").fill("09:00")
    steps.button(lead, "Écrire cette version").click()
    expect(lead.locator(".resume-fautes")).to_contain_text("Il manque cette heure")
    accessible(lead)
    lead.locator("[name=d1_morning_end]").fill("12:00")
    steps.button(lead, "Écrire cette version").click()
    steps.said(lead, "Version 2 écrite")
    for account in ("responsable", "employeur", "assistant"):
        page = signed_in(account, width=360)
        page.goto(address)
        accessible(page)
        steps.button(page, "J’ai lu et je signe").click()
        steps.said(page, "Signé pour")
    lead.reload()
    expect(lead.locator("main")).not_to_contain_text("pas encore signée")


def test_a_suspension_is_noted_and_taken_back(signed_in, accessible):
    page = signed_in("responsable", width=360)
    cohort(page, "115")
    page.get_by_role("link", name=re.compile("^Dossier")).last.click()
    steps.follow(page.get_by_role("link", name="Situation", exact=True))
    accessible(page)
    for act, words in (("suspension", "Formation suspendue"), ("reprise", "En formation")):
        if page.get_by_role("heading", level=1).inner_text() == words:
            continue
        steps.follow(page.get_by_role("link", name="Noter un changement"))
        accessible(page)
        page.get_by_label(act, exact=True).check()
        page.locator("[name=since]").fill(steps.in_days(0))
        page.locator("[name=why]").select_option("leave")
        steps.button(page, "Noter").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_person_chooses_their_reminders(signed_in, accessible):
    page = signed_in("employeur", width=360)
    page.goto("/mon-compte/")
    steps.follow(page.get_by_role("link", name="Choisir mes rappels et leur rythme"))
    accessible(page)
    page.locator("[name=deadline_rhythm]").select_option("weekly")
    steps.button(page, "Enregistrer").click()
    steps.said(page, "Choix enregistrés")
    expect(page.locator("[name=deadline_rhythm]")).to_have_value("weekly")
    steps.follow(page.get_by_role("link", name="Mes rappels"))
    accessible(page)
