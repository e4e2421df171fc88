"""What people do on the screens, in the words of the site; each step waits for its answer."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from playwright.sync_api import Locator, Page, expect

from lms.services.demo.texts import SYNTHESIS
from records.rules.french import elided
from training.rules.holidays import public_holiday

LESSONS = Path(__file__).resolve().parents[2] / "curricula" / "content" / "lessons"
PARIS = ZoneInfo("Europe/Paris")
ESSAY = "\n\n".join(SYNTHESIS)
SITUATION = (
    "Avant la consultation, j’ai vérifié les droits de neuf dossiers et préparé les courriers "
    "attendus. Le médecin a commencé avec des dossiers à jour."
)
HOURS = ".jours-heures .lieu input"
NEW_PASSWORD = "un-secret-assez-long-42"


def today() -> date:
    return datetime.now(PARIS).date()


def in_days(number: int) -> str:
    """A date as its field wants it, counted from today; negative in the past."""
    return (today() + timedelta(days=number)).isoformat()


def week_address(weeks_ago: int = 0) -> str:
    """Address of a week of the livret, counted back from this one."""
    year, week, _ = (today() - timedelta(weeks=weeks_ago)).isocalendar()
    return f"/livret/{year}/{week}/"


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name)


def follow(place: Locator) -> None:
    """Click what leads to a page, and wait for it: what is read next is not the page before."""
    with place.page.expect_navigation():
        place.click()


def said(page: Page, text: str | re.Pattern[str]) -> None:
    """The message of what was stored is on the page."""
    expect(page.locator(".annonces")).to_contain_text(text)


def minutes_of(text: str) -> int:
    """« 12 h 30 » or « 45 min » in minutes; the first duration of a text counts."""
    found = re.search(r"(\d+)\s*h(?:\s*(\d{2}))?|(\d+)\s*min", text)
    assert found, f"aucune durée dans « {text} »"
    hours, minutes, alone = found.groups(default="0")
    return int(hours) * 60 + int(minutes) + int(alone)


# --- The track ------------------------------------------------------------------------------------


@cache
def right_answers() -> dict[str, set[str]]:
    """Right choices by question, from the files of the lessons."""
    return {
        question["text"]: {c["text"] for c in question["choices"] if c["correct"]}
        for file in sorted(LESSONS.glob("*.yaml"))
        for question in yaml.safe_load(file.read_text())["questions"]
    }


def open_module(page: Page, number: int) -> None:
    """Open a module of the track, counted from 1."""
    page.goto("/parcours/")
    page.locator("main ol > li h3 a").nth(number - 1).click()
    page.wait_for_url("**/parcours/modules/*/")


def read_what_is_left(page: Page) -> int:
    """From the module: read each lesson that is not read yet; gives how many there were."""
    module = page.url
    count = 0
    while True:
        page.goto(module)
        left = page.get_by_role("link", name=re.compile("^Lire"))
        if not left.count():
            return count
        left.first.click()
        page.wait_for_url("**/parcours/lecons/**")
        button(page, "J’ai lu, suivant").click()
        said(page, "Lecture notée")
        count += 1


def tick_right_answers(page: Page) -> None:
    for question in page.locator("fieldset.question").all():
        right = right_answers()[question.locator("legend b").inner_text()]
        for choice in question.locator("label.choix").all():
            if choice.locator("span").inner_text() in right:
                choice.locator("input").check()


def pass_quiz(page: Page) -> None:
    """From the module: answer everything rightly."""
    follow(page.get_by_role("link", name=re.compile("^Répondre")))
    tick_right_answers(page)
    button(page, "Envoyer mes réponses").click()
    expect(page.locator("h1")).to_contain_text("Quiz réussi")


def hand_in_synthesis(page: Page, text: str = ESSAY) -> None:
    """From the module: write the synthesis and hand it in."""
    page.get_by_role("link", name=re.compile("^(Écrire|Voir) : ")).click()
    page.get_by_role("textbox", name="Votre texte").fill(text)
    button(page, "Remettre").click()
    said(page, "Écrit remis")


# --- The livret -----------------------------------------------------------------------------------


def tick_competency(page: Page, number: int = 0) -> None:
    """Tick one of the competencies that are shown without opening anything."""
    page.locator("[name=competencies]:visible").nth(number).check()


def add_situation(page: Page, text: str = SITUATION) -> None:
    """On the page of a week: write a situation with one competency."""
    page.locator("[name=text]").fill(text)
    tick_competency(page)
    button(page, "Ajouter la situation").click()
    said(page, "Enregistré")


def fill_hours(page: Page, hours: int) -> None:
    """All the hours of the week on its first day."""
    first, *others = page.locator(HOURS).all()
    first.fill(f"{hours} h")
    for field in others:
        field.fill("")


def hand_in_week(page: Page, hours: int = 21) -> None:
    fill_hours(page, hours)
    button(page, re.compile("^Remettre la semaine")).click()
    said(page, "remise")


# --- The trainer and the lead ---------------------------------------------------------------------


def open_copy(page: Page, name: str) -> None:
    """Open the waiting copy of a person."""
    page.goto("/a-corriger/toutes/")
    page.get_by_role("link", name=f"Corriger {name}", exact=True).first.click()
    expect(page.locator("form[data-notation]")).to_be_visible()


def mark_without_keys(page: Page, level: int = 2) -> None:
    for criterion in page.locator("[data-critere]").all():
        criterion.locator(f"input[value='{level}']").check(force=True)
    button(page, re.compile("^Enregistrer")).click()
    said(page, "Enregistré")


def open_waiting_week(page: Page, name: str) -> None:
    """Open the newest week of a person that waits for a signature."""
    page.goto("/livrets/a-viser/")
    page.get_by_role("link", name=name, exact=True).last.click()
    expect(button(page, "Viser la semaine")).to_be_visible()


def choose_cohort(page: Page, track: str) -> None:
    page.goto("/seances/nouvelle/")
    page.get_by_role("link", name=re.compile(f"Choisir .*{track}")).click()
    page.wait_for_url("**?promotion=*")


def open_day(days_ago: int) -> str:
    """The day that many days ago or the last before it that is no public holiday."""
    day = today() - timedelta(days=days_ago)
    while public_holiday(day):
        day -= timedelta(days=1)
    return day.isoformat()


def fill_session(
    page: Page, title: str, start: str, end: str, days_ago: int = 0, module: int = 1
) -> None:
    """Tests take each another module, whose sessions are planned days apart."""
    page.locator("[name=module]").select_option(index=module)
    page.locator("[name=category]").select_option("in_person")
    page.locator("[name=title]").fill(title)
    page.locator("[name=day]").fill(open_day(days_ago))
    page.locator("[name=start]").fill(start)
    page.locator("[name=end]").fill(end)


def open_attestation(page: Page, name: str, module: str) -> None:
    """Open what the attestation of a module needs for a person."""
    page.goto("/attestations/")
    modules = page.get_by_role("list", name=f"Modules {elided('de', name)}", exact=True)
    modules.locator("a", has=page.locator("b", has_text=re.compile(f"^{module}$"))).click()
    page.wait_for_url("**/attestations/*/*/")


def check_code(page: Page, code: str) -> None:
    page.goto("/verifier/")
    page.locator("main [name=code]").first.fill(code)
    page.locator("main [name=code]").first.press("Enter")


# --- The way in -----------------------------------------------------------------------------------


def invite(page: Page, first: str, last: str, email: str, place: str, role: str) -> str:
    """Invite a person; gives the link shown, as no mail leaves this site."""
    page.goto("/invitations/nouvelle/")
    page.locator("[name=first_name]").first.fill(first)
    page.locator("[name=last_name]").first.fill(last)
    page.locator("[name=email]").first.fill(email)
    options = page.locator("[name=organisation] option", has_text=place)
    page.locator("select[name=organisation]").select_option(options.first.get_attribute("value"))
    page.locator("select[name=role]").select_option(label=role)
    button(page, "Inviter").click()
    said(page, "Invitation enregistrée")
    return page.get_by_label("Lien d’invitation").input_value()


def accept(page: Page, link: str, password: str = NEW_PASSWORD, act: str = "Créer") -> None:
    """Open the link and choose a password."""
    page.goto(link)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password_again]").fill(password)
    button(page, f"{act} mon compte").click()
    page.wait_for_url("**/accueil/")


def enrol(page: Page, cohort: str, name: str) -> None:
    """Enrol an assistant who has an account in a cohort found by a word of its title."""
    page.goto("/promotions/")
    page.locator("main h3 a", has_text=cohort).first.click()
    page.get_by_role("link", name="Inscrire une personne").first.click()
    page.locator("[name=recherche]").fill(name)
    button(page, "Chercher").click()
    page.get_by_label(re.compile(f"^{name}")).check()
    page.locator("[name=recruited_on]").fill(in_days(-60))
    button(page, "Inscrire").click()
    said(page, "Inscription faite")
