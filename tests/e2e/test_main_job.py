"""The main job, from a lesson to the employer's check, in the order of the day."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import steps

PHONE = 360
DESK = 1280
SESSION = "Atelier : préparer une consultation"
SESSION_MINUTES = 105
MOST_KEYS = 12
MOST_TAPS = 8
REASON = "Une leçon manquait, erreur de saisie."


@dataclass
class Day:
    """The open windows of the four people, and what one step tells the next."""

    assistant: Page
    trainer: Page
    lead: Page
    employer: Page
    code: str = ""
    facts_before: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def day(signed_in) -> Day:
    return Day(
        assistant=signed_in("assistant", width=PHONE),
        trainer=signed_in("formateur", width=DESK),
        lead=signed_in("responsable", width=DESK),
        employer=signed_in("employeur", width=PHONE),
    )


@dataclass
class Finger:
    """Taps on a phone, counted; typing is not a tap, but the field has to be tapped."""

    taps: int = 0

    def tap(self, place) -> None:
        place.click()
        self.taps += 1


def states_of_competencies(page: Page) -> dict[str, str]:
    page.goto("/competences/")
    rows = page.locator("section[aria-labelledby^='bloc-'] li:has(> div a b)").all()
    assert rows
    return {row.locator("a b").first.inner_text(): row.inner_text() for row in rows}


def accepted_minutes(page: Page) -> int:
    page.goto("/heures/")
    if page.locator("h1").inner_text() != "Mes heures":
        page.locator("main h2 a").first.click()
    return steps.minutes_of(page.locator("#total").inner_text())


def test_1_the_assistant_reads_answers_and_hands_in(day: Day, accessible: Callable):
    page = day.assistant
    day.facts_before = states_of_competencies(page)
    steps.open_module(page, 2)
    accessible(page)
    steps.follow(page.get_by_role("link", name=re.compile("^Lire")).first)
    accessible(page)
    page.go_back()
    assert steps.read_what_is_left(page) >= 1
    steps.follow(page.get_by_role("link", name=re.compile("^Répondre")))
    accessible(page)
    steps.tick_right_answers(page)
    steps.button(page, "Envoyer mes réponses").click()
    expect(page.locator("h1")).to_contain_text("Quiz réussi")
    accessible(page)
    steps.open_module(page, 2)
    steps.follow(page.get_by_role("link", name=re.compile("^Écrire")))
    accessible(page)
    page.get_by_role("textbox", name="Votre texte").fill(steps.ESSAY)
    steps.button(page, "Remettre").click()
    steps.said(page, "Écrit remis")
    accessible(page)


def test_2a_a_phone_number_is_refused_with_the_reason_and_the_text_kept(
    day: Day, accessible: Callable
):
    page = day.assistant
    page.goto(steps.week_address())
    accessible(page)
    text = "Monsieur a laissé son numéro, 06 12 34 56 78, pour le rappel."
    page.locator("[name=text]").fill(text)
    steps.tick_competency(page)
    steps.button(page, "Ajouter la situation").click()
    expect(page.locator(".resume-fautes")).to_contain_text("téléphone")
    expect(page.locator(".resume-fautes")).not_to_contain_text("06 12 34")
    expect(page.locator("[name=text]")).to_have_value(text)
    expect(page.locator("[name=competencies]:checked")).to_have_count(1)
    accessible(page)
    page.goto(steps.week_address())
    expect(page.locator("article.entree")).to_have_count(0)


def test_2b_a_one_entry_week_is_written_and_handed_in_in_eight_taps(day: Day, accessible: Callable):
    page = day.assistant
    finger = Finger()
    page.goto("/accueil/")
    accessible(page)
    finger.tap(page.locator(f"main a[href^='{steps.week_address()}']").first)
    finger.tap(page.locator("[name=text]"))
    page.locator("[name=text]").fill(steps.SITUATION)
    finger.tap(page.locator("label", has=page.locator("[name=competencies]:visible")).first)
    finger.tap(steps.button(page, "Ajouter la situation"))
    steps.said(page, "Enregistré")
    finger.tap(page.locator(steps.HOURS).first)
    steps.fill_hours(page, 21)
    finger.tap(steps.button(page, re.compile("^Remettre la semaine")))
    steps.said(page, "remise")
    expect(page.locator("article.entree")).to_have_count(1)
    accessible(page)
    assert finger.taps <= MOST_TAPS


def test_3a_the_trainer_marks_with_the_keyboard(day: Day, accessible: Callable):
    page = day.trainer
    page.goto("/accueil/")
    accessible(page)
    steps.open_copy(page, "Inès Démo")
    expect(page.locator(".copie")).to_contain_text(steps.ESSAY[:40])
    accessible(page)
    keys = ["2", "3", "2", "3", "2", "Control+Enter"]
    for key in keys:
        page.keyboard.press(key)
    steps.said(page, "Inès Démo, 12 sur 15, réussi")
    accessible(page)
    assert sum(len(key.split("+")) for key in keys) <= MOST_KEYS


def test_3b_the_trainer_signs_the_week(day: Day, accessible: Callable):
    page = day.trainer
    page.goto("/livrets/a-viser/")
    accessible(page)
    steps.open_waiting_week(page, "Inès Démo")
    expect(page.locator("article.entree")).to_contain_text("neuf dossiers")
    accessible(page)
    steps.button(page, "Viser la semaine").click()
    steps.said(page, "Semaine visée : Inès Démo")


def test_3c_a_session_gives_exactly_its_minutes_to_those_present(day: Day, accessible: Callable):
    before = accepted_minutes(day.assistant)
    page = day.trainer
    page.goto("/seances/")
    accessible(page)
    steps.choose_cohort(page, "380")
    accessible(page)
    steps.fill_session(page, SESSION, "08:00", "09:45", days_ago=1)
    present = page.locator("[name=present]:checked").count()
    page.get_by_label(re.compile("^Inès Démo")).check()
    steps.button(page, "Enregistrer la séance").click()
    steps.said(page, "Séance enregistrée")
    expect(page.locator("#presents + p")).to_contain_text(f"{present} personne")
    accessible(page)
    assert accepted_minutes(day.assistant) == before + SESSION_MINUTES
    expect(day.assistant.locator("main")).to_contain_text(SESSION)
    accessible(day.assistant)


def test_4_the_competency_map_moved_and_opens_to_its_evidence(day: Day, accessible: Callable):
    page = day.assistant
    after = states_of_competencies(page)
    accessible(page)
    moved = [code for code, words in after.items() if words != day.facts_before[code]]
    assert moved
    page.locator("main a", has=page.locator("b", has_text=re.compile(f"^{moved[0]}$"))).click()
    expect(page.locator("h1")).to_contain_text(moved[0])
    expect(page.locator("section[aria-labelledby=preuves] li").first).to_contain_text("Paul Démo")
    accessible(page)
    page.locator("section[aria-labelledby=preuves] li a").first.click()
    page.wait_for_url(lambda url: "/competences/" not in url)
    accessible(page)


def test_5a_what_is_missing_blocks_the_attestation(day: Day, accessible: Callable):
    page = day.lead
    page.goto("/accueil/")
    accessible(page)
    page.goto("/attestations/")
    accessible(page)
    steps.open_attestation(page, "Inès Démo", "380-4")
    expect(page.locator("ul.manques > li")).not_to_have_count(0)
    expect(steps.button(page, "Délivrer l’attestation")).to_have_count(0)
    accessible(page)


def test_5b_the_lead_issues_the_attestation_and_its_pdf_downloads(day: Day, accessible: Callable):
    page = day.lead
    steps.open_attestation(page, "Inès Démo", "380-1")
    accessible(page)
    steps.button(page, "Délivrer l’attestation").click()
    steps.said(page, "délivrée à Inès Démo")
    day.code = page.locator("p.nom").inner_text()
    assert re.fullmatch(r"LVT-[0-9A-Z]{4}-[0-9A-Z]{4}", day.code)
    accessible(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Télécharger le PDF").click()
    assert downloading.value.suggested_filename == f"{day.code}.pdf"
    assert downloading.value.path().read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.lower().replace("-", "")])
def test_6a_the_employer_types_the_code_and_sees_it_in_force(
    day: Day, accessible: Callable, typed: Callable[[str], str]
):
    page = day.employer
    steps.check_code(page, typed(day.code))
    page.wait_for_url(f"**/verifier/{day.code}/")
    expect(page.locator("h1")).to_contain_text("En vigueur aujourd’hui")
    main = page.locator("main")
    expect(main).to_contain_text("Inès Démo")
    expect(main).to_contain_text("Organisme de démonstration")
    expect(main).to_contain_text("CQP")
    accessible(page)


def test_6b_the_employer_finds_hours_deadline_and_attestation_at_home(
    day: Day, accessible: Callable
):
    page = day.employer
    page.goto("/accueil/")
    card = page.locator("section", has=page.get_by_role("heading", name="Inès Démo", exact=True))
    # Of the 380 h, what was held before is not due.
    expect(card).to_contain_text(re.compile(r"sur 3\d\d\u00a0h"))
    expect(card).to_contain_text("Formation à suivre avant le")
    expect(card).to_contain_text("à vérifier")
    expect(card.get_by_role("link", name=re.compile(day.code))).to_be_visible()
    accessible(page)


def test_6c_a_revoked_attestation_says_since_when_and_not_why(day: Day, accessible: Callable):
    page = day.lead
    steps.open_attestation(page, "Inès Démo", "380-1")
    steps.follow(page.get_by_role("link", name="Révoquer cette attestation"))
    accessible(page)
    page.get_by_label("Raison de la révocation").fill(REASON)
    steps.button(page, "Révoquer").click()
    steps.said(page, f"Attestation {day.code} révoquée")
    page = day.employer
    steps.check_code(page, day.code)
    expect(page.locator("h1")).to_contain_text("Révoquée")
    expect(page.locator("dl.fiche")).to_contain_text("Révoquée le")
    expect(page.locator("dl.fiche")).to_contain_text(str(steps.today().year))
    expect(page.locator("body")).not_to_contain_text(REASON)
    accessible(page)
