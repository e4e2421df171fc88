"""Every screen of every role: reached by its links, accessible, calm at each width and theme."""

import gzip
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext, Page, Response

# The same for everybody: looked at once, with the first account that meets them.
SHARED = ("account_", "mfa_", "usersessions_", "curricula:", "records:check", "records:verify")
OUTSIDE = ("wagtail", "account_logout", "lms:health")
FILES = re.compile(
    r"\.(pdf|csv|xlsx)$|/export/|/modele/|^/ims/|^/pieces/|/cabinets/\d+/papier/"
    r"|^/livret/pieces/[^/]+/$"
)
LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
# Only some of the pages behind these links lead further: a cohort with people, an attestation
# or a document already delivered, an agreement that somebody has not signed, a week with pieces.
TRIES = {
    "lms:cohort": 8, "portfolio:attestation": 16, "training:documents": 10, "training:file": 40,
    "training:rights": 40, "training:induction": 4, "training:contract": 40,
    "training:convention": 40, "portfolio:week": 12, "portfolio:read_week": 40,
}  # fmt: skip
ACTS_AS = {"admin": "administrateur"}
FIRST_PAGE_BYTES = 100_000
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COMPRESSIBLE = ("text/", "application/javascript", "image/svg")

EVERYBODY = {
    "lms:home", "lms:account", "lms:glossary", "lms:search", "records:check", "training:agenda",
    "records:reminders", "records:reminder_choices",
}  # fmt: skip
STAFF = EVERYBODY | {
    "lms:cohorts", "lms:cohort", "training:hours", "training:totals", "training:weeks",
    "portfolio:map", "training:calendar", "training:documents", "training:positioning",
    "training:file", "training:rights", "training:cohort_delays", "training:situation",
    "training:convention", "training:convention_at", "training:convention_print",
    "training:convention_letter",
    "training:welcome", "training:assistance", "training:thread",
    "training:distance", "training:assistance_inbox", "training:commitments",
    "training:induction", "training:cohort_convocations", "training:convocations",
    "training:needs", "training:contract", "training:availability",
}  # fmt: skip
ACCOMPANYING = {
    "portfolio:accompaniment", "portfolio:meetings", "portfolio:meeting",
    "portfolio:meeting_new", "portfolio:meeting_write", "portfolio:action_new",
    "portfolio:group_days", "portfolio:group_day_new",
}  # fmt: skip
SCREENS = {
    "": {
        "lms:front",
        "account_login",
        "account_reset_password",
        "records:check",
        "lms:missions",
        "curricula:programmes",
        "lms:programme",
        "curricula:employers",
        "curricula:faq",
        "curricula:readiness",
        "curricula:subsidies",
        "curricula:abroad",
    },
    "assistant": EVERYBODY
    | {
        "lms:track",
        "lms:module",
        "training:lesson",
        "training:hours",
        "training:own_attendance",
        "training:excuse_hand_in",
        "training:enter_code",
        "training:session",
        "training:documents",
        "assessments:quiz",
        "assessments:quiz_attempt",
        "assessments:positioning",
        "assessments:synthesis",
        "portfolio:path",
        "portfolio:week",
        "portfolio:check_attachment",
        "portfolio:obstacle",
        "portfolio:own_map",
        "portfolio:evidence",
        "portfolio:own_care",
        "training:positioning",
        "training:file",
        "training:rights",
        "training:situation",
        "training:convention",
        "training:convention_at",
        "training:convention_print",
        "training:convention_letter",
        "training:contract",
        "training:certificate",
        "training:welcome",
        "training:assistance",
        "training:thread",
        "training:distance",
        "training:commitments",
        "training:convocations",
        "training:needs",
        "training:adaptations",
        "training:place",
        "training:prior",
        "portfolio:meetings",
        "portfolio:meeting",
    },
    "soignant": EVERYBODY | {"lms:track", "portfolio:path", "records:verify"},
    "formateur": STAFF
    | {
        "curricula:lesson_preview",
        "assessments:mark",
        "assessments:marking_list",
        "portfolio:waiting_weeks",
        "portfolio:late_logbooks",
        "portfolio:care",
        "portfolio:amendments",
        "portfolio:amendment",
        "portfolio:amend_hours",
        "portfolio:amend_entry",
        "portfolio:read_week",
        "portfolio:practice_links",
        "portfolio:evidence",
        "training:sessions",
        "training:session",
        "training:session_new",
        "training:roll_call",
        "training:signatures",
        "training:sheet",
        "training:scan",
        "training:room_code",
        "training:contests",
        "training:contest_answer",
        "training:excuses",
        "training:papers_wanted",
        "training:excuse_answer",
        "training:make_ups",
        "training:attendance_import",
        "training:gates",
        "training:adaptations",
        "training:place",
        "training:entry_check",
        "training:trainer_week",
        "training:module_messages",
    },
    "responsable": STAFF
    | {
        "portfolio:late_logbooks",
        "portfolio:obstacles",
        "portfolio:obstacle",
        "portfolio:care",
        "curricula:import",
        "portfolio:late_weeks",
        "training:cohort_new",
        "training:phases",
        "training:planning",
        "training:session_plan",
        "training:diploma",
        "training:diploma_withdraw",
        "training:certificate",
        "training:regime",
        "training:situation_change",
        "training:contract_dates",
        "training:post_share",
        "training:post_end",
        "training:referent",
        "training:convention_write",
        "training:convention_file_paper",
        "training:welcome_write",
        "training:assistance_contacts",
        "training:module_messages",
        "training:commitments_write",
        "training:induction_write",
        "training:induction_note",
        "training:convoke",
        "training:needs_write",
        "training:training_agreement",
        "training:training_terms",
        "training:adaptations",
        "training:convention_step",
        "training:calendar_settings",
        "training:trainer_week",
        "training:session_edit",
        "training:document_new",
        "training:document_revoke",
        "training:practice_new",
        "curricula:lesson_preview",
        "curricula:lessons",
        "curricula:questions",
        "curricula:questions_import",
        "curricula:question_new",
        "curricula:question_edit",
        "training:enrol",
        "training:people_import",
        "training:unanswered",
        "training:attendance_import",
        "training:exemption",
        "training:entry_check",
        "curricula:offer",
        "records:invite",
        "records:verify",
        "portfolio:attestations",
        "portfolio:attestation",
        "portfolio:revoke",
        "curricula:unwritten",
        "curricula:conditions",
        "curricula:condition_new",
        "curricula:tracks",
        "curricula:track_new",
        "curricula:track",
        "curricula:track_coverage",
        "curricula:track_compare",
    }
    | ACCOMPANYING,
    "accompagnateur": STAFF
    | ACCOMPANYING
    | {
        "training:convention_step",
        "portfolio:late_logbooks",
        "portfolio:care",
        "portfolio:obstacles",
        "portfolio:obstacle",
    },
    "employeur": EVERYBODY
    | {
        "portfolio:shared_entries",
        "portfolio:answer_entry",
        "portfolio:weeks_to_confirm",
        "portfolio:answer_week",
        "portfolio:substitutes",
        "lms:assistants",
        "training:hours",
        "training:hours_overview",
        "training:documents",
        "training:file",
        "training:rights",
        "training:situation",
        "training:convention",
        "training:convention_at",
        "training:convention_print",
        "training:convention_letter",
        "training:commitments",
        "training:needs",
        "training:contract",
    },
    "financeur": EVERYBODY
    | {
        "training:hours",
        "training:hours_overview",
        "training:documents",
        "training:file",
        "training:situation",
        "training:needs",
    },
    "jury": EVERYBODY,
    "admin": STAFF
    | {"records:invite", "lms:components", "portfolio:attestations", "curricula:unwritten"},
}


def name_of(address: str) -> str:
    """Name of the view behind an address; empty for a file or for what is not ours."""
    path = urlsplit(address).path
    if FILES.search(path):
        return ""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return "" if name.startswith(OUTSIDE) else name


def links(site: str, page_address: str, html: str) -> list[str]:
    found = [urljoin(page_address, unescape(link)) for link in LINK.findall(html)]
    return [link for link in found if link.startswith(site)]


def walk(request: APIRequestContext, site: str) -> dict[str, str]:
    """Follow the links from the first page; gives one address for each screen met."""
    waiting, screens = [f"{site}/", f"{site}/accueil/"], {}
    asked: dict[str, set[str]] = {}
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        known = asked.setdefault(name, set())
        if not name or address in known or len(known) >= TRIES.get(name, 1):
            continue
        known.add(address)
        answer = request.get(address)
        assert answer.ok, f"{address} : {answer.status}"
        # A door that leads elsewhere is seen as what it opens.
        screens.setdefault(name_of(answer.url), answer.url)
        screens.setdefault(name, answer.url)
        waiting += links(site, answer.url, answer.text())
    return screens


def sees_once(seen: set[str], screens: dict[str, str]) -> dict[str, str]:
    """Without the shared screens that another account has shown already."""
    mine = {name: address for name, address in screens.items() if name not in seen}
    seen.update(name for name in mine if name.startswith(SHARED))
    return {address: name for name, address in mine.items()}


@pytest.fixture(scope="module")
def seen() -> set[str]:
    return set()


class Watch:
    """What a page says in its console and asks from elsewhere."""

    def __init__(self, page: Page, site: str) -> None:
        self.site, self.complaints = site, []
        page.on("console", lambda line: line.type == "error" and self.note(line.text))
        page.on("pageerror", lambda error: self.note(str(error)))
        page.on("request", lambda request: self.stays_home(request.url))
        page.on("response", lambda answer: answer.status >= 400 and self.note(answer.url))

    def note(self, text: str) -> None:
        self.complaints.append(text)

    def stays_home(self, url: str) -> None:
        if not url.startswith((self.site, "data:", "blob:")):
            self.note(f"hôte étranger : {url}")


def faults_at(page: Page, violations, width: int, theme: str, axe: bool) -> list[str]:
    """What is wrong with the page as it stands, at a width and in a theme."""
    page.set_viewport_size({"width": width, "height": 800})
    # Without motion, so that no colour is read half way between two themes.
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    faults = violations(page) if axe else []
    over = page.evaluate(TOO_WIDE)
    if over > 0:
        faults.append(f"déborde de {over} px")
    return [f"{page.url} {width} {theme} : {fault}" for fault in faults]


def look(page: Page, violations, address: str) -> list[str]:
    page.goto(address)
    faults = []
    if page.locator("h1").count() != 1:
        faults.append(f"{address} : {page.locator('h1').count()} h1")
    faults += faults_at(page, violations, 360, "light", axe=True)
    faults += faults_at(page, violations, 768, "light", axe=False)
    faults += faults_at(page, violations, 1280, "dark", axe=True)
    faults += faults_at(page, violations, 768, "dark", axe=False)
    return faults


@pytest.mark.parametrize("account", SCREENS)
def test_every_screen_of_a_role_is_accessible_at_every_width(
    signed_in, site, violations, seen, account
):
    page = signed_in(account, width=360)
    watch = Watch(page, site)
    if account in ACTS_AS:
        page.goto("/accueil/")
        page.get_by_role("button", name=f"Agir comme {ACTS_AS[account]}").click()
        page.wait_for_url("**/accueil/")
    screens = walk(page.context.request, site)
    assert SCREENS[account] <= screens.keys()
    faults = [
        fault for address in sees_once(seen, screens) for fault in look(page, violations, address)
    ]
    assert faults == []
    assert watch.complaints == []


def weight(answer: Response) -> int:
    """Bytes of an answer as a compressing server sends it."""
    body = answer.body()
    kind = answer.headers.get("content-type", "")
    return len(gzip.compress(body)) if kind.startswith(COMPRESSIBLE) else len(body)


@pytest.mark.parametrize(
    ("account", "address"),
    [("", "/"), ("", "/connexion/"), ("", "/verifier/"), ("assistant", "/accueil/")],
)
def test_first_page_weighs_less_than_100_kilobytes(signed_in, account, address):
    page = signed_in(account, width=360)
    answers: dict[str, Response] = {}
    page.on("response", lambda answer: answers.update({answer.url: answer}))
    page.goto(address)
    weights = {url: weight(answer) for url, answer in list(answers.items())}
    assert sum(weights.values()) < FIRST_PAGE_BYTES, weights


@pytest.mark.parametrize("address", ["/accueil/", "/livret/", "/competences/"])
def test_motion_stops_for_those_who_ask(signed_in, address):
    page = signed_in("assistant")
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    assert page.evaluate("document.getAnimations().length") == 0
