"""A site without any account: the same way on a person's own data."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e import steps

COHORT = "Villeneuve, automne"
PRACTICE = "Cabinet de la Place"
PEOPLE = """Prénom;Nom;Adresse électronique;Cabinet;Ville;Recruté le;Adresse de l’employeur;\
Prénom de l’employeur;Nom de l’employeur
Ines;Fichier;ines@essai.example;Cabinet du Fichier;Villeneuve;{day};medecin@essai.example;Anne;Chef
Paul;Fichier;paul@essai.example;Cabinet du Fichier;Villeneuve;{day};medecin@essai.example;;
Zoé;Fichier;pas une adresse;Cabinet du Fichier;Villeneuve;{day};;;
"""


@dataclass
class FirstDay:
    """The windows of three people; each has a browser of their own."""

    browser: Browser
    site: str
    contexts: list[BrowserContext] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)

    def window(self, width: int) -> Page:
        viewport = {"width": width, "height": 800}
        context = self.browser.new_context(
            base_url=self.site, locale="fr-FR", timezone_id="Europe/Paris", viewport=viewport
        )
        self.contexts.append(context)
        return context.new_page()


@pytest.fixture(scope="module")
def first_day(browser: Browser, empty_site: str):
    made = FirstDay(browser, empty_site)
    yield made
    for context in made.contexts:
        context.close()


@pytest.fixture(scope="module")
def lead(first_day: FirstDay) -> Page:
    return first_day.window(1280)


@pytest.fixture(scope="module")
def assistant(first_day: FirstDay) -> Page:
    return first_day.window(360)


def test_1_the_first_screen_makes_the_administrator(lead, accessible):
    lead.goto("/")
    lead.wait_for_url("**/premier-jour/")
    accessible(lead)
    fields = {
        "first_name": "Camille",
        "last_name": "Vannier",
        "email": "camille@essai.example",
        "password": steps.NEW_PASSWORD,
        "password_again": steps.NEW_PASSWORD,
        "training_body": "Formation de la Vallée",
        "city": "Villeneuve",
    }
    for name, value in fields.items():
        lead.locator(f"[name={name}]").fill(value)
    steps.button(lead, "Créer mon compte et ouvrir le livret").click()
    lead.wait_for_url("**/accueil/")
    expect(lead.locator("main")).to_contain_text("Formation de la Vallée")
    accessible(lead)


def test_2_the_first_screen_closes_behind_the_administrator(first_day):
    stranger = first_day.window(360)
    stranger.goto("/premier-jour/")
    expect(stranger.locator("[name=training_body]")).to_have_count(0)


def test_3_the_lead_creates_a_practice_and_a_cohort(lead, accessible):
    lead.goto("/cabinets/nouveau/")
    accessible(lead)
    lead.locator("[name=name]").fill(PRACTICE)
    lead.locator("[name=city]").fill("Villeneuve")
    steps.button(lead, "Créer le cabinet").click()
    steps.said(lead, "Cabinet créé")
    lead.goto("/promotions/nouvelle/")
    accessible(lead)
    lead.locator("[name=title]").fill(COHORT)
    tracks = lead.locator("[name=track_version]")
    other = tracks.locator("option", has_text="non-soignants").first.get_attribute("value")
    tracks.select_option(other)
    lead.locator("[name=starts_on]").fill(steps.in_days(0))
    lead.locator("[name=ends_on]").fill(steps.in_days(300))
    steps.button(lead, "Créer la promotion").click()
    steps.said(lead, "Promotion ouverte")


@pytest.mark.parametrize(
    ("first", "last", "role"), [("Lou", "Ferrand", "Assistant"), ("Sacha", "Morel", "Employeur")]
)
def test_4_the_link_of_an_invitation_is_shown_once(first_day, lead, accessible, first, last, role):
    email = f"{first.lower()}@essai.example"
    first_day.links[role] = steps.invite(lead, first, last, email, PRACTICE, role)
    accessible(lead)
    lead.reload()
    expect(lead.get_by_label("Lien d’invitation")).to_have_count(0)
    expect(lead.locator("main")).to_contain_text(email)


def test_5_the_person_invited_chooses_a_password(first_day, assistant, accessible):
    assistant.goto(first_day.links["Assistant"])
    accessible(assistant)
    steps.accept(assistant, first_day.links["Assistant"])
    steps.said(assistant, "Bienvenue")
    accessible(assistant)


def test_6_the_link_serves_only_once(first_day, accessible):
    stranger = first_day.window(360)
    answer = stranger.goto(first_day.links["Assistant"])
    assert answer.status == 404
    expect(stranger.locator("h1")).to_contain_text("Ce lien a déjà servi")
    accessible(stranger)


def test_7_the_lead_enrols_and_the_assistant_reads_a_lesson(lead, assistant, accessible):
    steps.enrol(lead, COHORT, "Lou Ferrand")
    accessible(lead)
    assistant.goto("/accueil/")
    accessible(assistant)
    steps.open_module(assistant, 1)
    steps.follow(assistant.get_by_role("link", name="Lire").first)
    accessible(assistant)
    steps.button(assistant, "J’ai lu, suivant").click()
    steps.said(assistant, "Lecture notée")
    assistant.goto("/heures/")
    expect(assistant.locator("#attente + p")).to_contain_text("min")


def test_8_the_employer_sees_the_assistant(first_day, accessible):
    employer = first_day.window(360)
    steps.accept(employer, first_day.links["Employeur"])
    expect(employer.locator("main")).to_contain_text("Lou Ferrand")
    accessible(employer)


def test_9_a_file_enrols_and_its_preview_says_whom_it_invites(lead, accessible):
    lead.goto("/promotions/")
    lead.locator("main h3 a", has_text=COHORT).first.click()
    lead.get_by_role("link", name="Inscrire une personne").first.click()
    steps.follow(lead.get_by_role("link", name="Inscrire à partir d’un fichier"))
    accessible(lead)
    table = PEOPLE.format(day=steps.in_days(-60)).encode()
    file = {"name": "personnes.csv", "mimeType": "text/csv", "buffer": table}
    lead.locator("[name=file]").set_input_files(file)
    steps.button(lead, "Voir l’aperçu").click()
    expect(lead.locator("h1")).to_have_text("Aperçu : 2 à inscrire")
    invited = lead.get_by_role("region", name="Employeurs à inviter")
    expect(invited.get_by_role("listitem")).to_have_count(1)
    expect(invited).to_contain_text("medecin@essai.example, employeur de Cabinet du Fichier")
    accessible(lead)
    steps.button(lead, "Inscrire 2 personnes").click()
    steps.said(lead, "2 personnes inscrites")
    steps.said(lead, "1 employeur invité")


def test_10_who_has_not_answered_gets_a_link_again_and_opens_the_account(
    first_day, lead, accessible
):
    """The page of the cohort leads to the list; no mail leaves this site."""
    expect(lead.locator("h1")).to_have_text("Invitations sans réponse")
    expect(lead.locator(".invitations li")).to_have_count(3)
    accessible(lead)
    steps.button(lead, "Renvoyer un lien à Ines Fichier, assistant").click()
    steps.said(lead, "Invitation enregistrée")
    link = lead.get_by_label("Lien d’invitation").input_value()
    ines = first_day.window(360)
    ines.goto(link)
    accessible(ines)
    steps.accept(ines, link, act="Ouvrir")
    accessible(ines)
    stranger = first_day.window(360)
    stranger.goto(link)
    expect(stranger.locator("h1")).to_contain_text("Ce lien a déjà servi")
    lead.goto("/promotions/")
    lead.locator("main h3 a", has_text=COHORT).first.click()
    lead.get_by_role("link", name="Invitations sans réponse").click()
    expect(lead.locator(".invitations li")).to_have_count(2)
