"""The sheet of a week to print: one page, readable by machines, nothing in its code."""

from datetime import date
from io import BytesIO

import pdfua
import pypdf
import pytest

from people.enums import OrganisationKind
from portfolio.enums import DayKind
from portfolio.queries.paper import address_of, sheet_of, sheet_to_print, token_of
from portfolio.rules.hours import WrittenDay, WrittenHours
from portfolio.rules.paper import SheetName
from portfolio.rules.weeks import IsoWeek
from portfolio.services import save_hours
from records.services.qr_reading import qr_codes_of
from tests.factories import enrolment_factory, organisation_factory
from tests.factories.portfolio import entry_factory, week_factory
from tests.portfolio.papers import WEEK, sheet_factory, sheet_pdf
from tests.training.web import queries_of
from training.services.contract import share_post

LONG = ("Maison de santé pluriprofessionnelle interdépartementale de " * 3)[:150]
UNBROKEN = "W" * 150
ADDRESS = "/livret/2027/9/export/feuille/"

pytestmark = pytest.mark.usefixtures("private_files")


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def share(world, enrolment, name, now):
    practice = organisation_factory(OrganisationKind.PRACTICE)
    practice.name = name
    practice.save()
    share_post(
        actor=world.lead, enrolment=enrolment, since=date(2026, 9, 7), until=None, now=now,
        seen=enrolment.shared_posts.count(), practice=practice, weekly_minutes=300,
    )  # fmt: skip


def text_of(pdf: bytes) -> list[str]:
    """The text of each page, on one line."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def checked(pdf: bytes, tmp_path) -> str:
    """The text of the one page of a PDF that follows PDF/UA."""
    path = tmp_path / "feuille.pdf"
    path.write_bytes(pdf)
    assert pdfua.validate(str(path)).findings == ()
    [said] = text_of(pdf)
    return said


def test_a_week_prints_on_one_sheet_that_says_who_reads_it(client, world, tmp_path):
    client.force_login(world.learner.user)
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('"livret-semaine-2027-09-feuille-1.pdf"')
    said = checked(answer.content, tmp_path)
    for words in (
        "du lundi 1er au vendredi 5 mars 2027", str(world.enrolment.learner), "Feuille 1.",
        "Aucun patient n’est nommé ici", "dimanche 7 mars", "Situation 3", "bonne pratique",
        "moi dans cet emploi", "Cachet et signature", world.enrolment.practice.name,
    ):  # fmt: skip
        assert words in said
    assert "Déjà sur le site" not in said
    assert "¤" not in said


@pytest.mark.parametrize("name", [LONG, UNBROKEN, "\U0001f3e5 " * 70, "ΩЖ漢 صورة"])
def test_no_name_makes_a_second_page_not_even_with_five_practices(world, now, tmp_path, name):
    enrolment, cohort = world.enrolment, world.cohort
    learner = enrolment.learner
    learner.first_name, learner.last_name = name[:150], name[:150]
    learner.save()
    cohort.title = name[:120]
    cohort.save()
    enrolment.practice.name = name
    enrolment.practice.save()
    for number in range(4):
        share(world, enrolment, f"{name[:140]} {number}", now)
    enrolment.refresh_from_db()
    iso = IsoWeek(2026, 53)
    said = checked(sheet_pdf(enrolment, iso, week_factory(enrolment, 2026, 53)), tmp_path)
    assert "du lundi 28 décembre 2026 au vendredi 1er janvier 2027" in said
    assert "Autres cabinets (1) : au dos." in said
    assert said.endswith("ne sait pas écrire.") or "ici." in said


def test_hours_noted_stand_on_it_and_nothing_that_is_only_agreed(world, now, tmp_path):
    share(world, world.enrolment, "Cabinet du Bourg", now)
    second = world.enrolment.shared_posts.get().practice
    week = week_factory(world.enrolment)
    entry_factory(week)
    sheet_factory(week)
    week.refresh_from_db()
    hours = WrittenHours(
        (
            WrittenDay(date(2027, 3, 1), DayKind.WORKED, 430, world.enrolment.practice_id),
            WrittenDay(date(2027, 3, 1), DayKind.WORKED, 60, second.pk),
            WrittenDay(date(2027, 3, 2), DayKind.LEAVE),
        )
    )
    save_hours(actor=world.learner, week=week, hours=hours, version=week.version, now=now)
    said = checked(sheet_pdf(world.enrolment, WEEK, week), tmp_path)
    assert "lundi 1er mars 7 h 10 1 h mardi 2 mars congé mercredi 3 mars jeudi 4 mars" in said
    assert "Déjà sur le site : 1 situation et 1 feuille." in said
    assert "Feuille 1." in said  # the code of the one that is there was not read


def test_its_code_leads_to_the_week_and_names_nobody(world):
    [code] = qr_codes_of(sheet_pdf(world.enrolment))
    name = SheetName(world.enrolment.pk, WEEK, 1)
    assert code == address_of(name)
    token = code.rstrip("/").rpartition("/")[2]
    assert sheet_of(token) == name
    learner = world.enrolment.learner
    for said in (learner.first_name, learner.last_name, learner.email, "@"):
        assert said.lower() not in code.lower()


@pytest.mark.parametrize("change", ["", "x", "2027", "."])
def test_a_token_that_the_site_did_not_make_names_nothing(world, change):
    token = token_of(SheetName(world.enrolment.pk, WEEK, 1))
    other = token.replace("202709", "202710") if change == "2027" else token[:-1] + change
    assert sheet_of(other) is None


def test_printing_writes_nothing_and_costs_the_same_with_more(client, world, now):
    client.force_login(world.learner.user)
    week = week_factory(world.enrolment)
    sheet_factory(week)
    before = queries_of(client, ADDRESS)
    version = type(week).objects.get(pk=week.pk).version
    share(world, world.enrolment, "Cabinet du Bourg", now)
    for marks in (2, 3):
        sheet_factory(week, marks=marks)
        entry_factory(week)
    assert queries_of(client, ADDRESS) <= before + 1  # the ends of shares, once there is one
    assert type(week).objects.get(pk=week.pk).version == version + 4


def test_only_its_learner_prints_it(client, world):
    for who in ("trainer", "lead", "employer", "companion"):
        client.force_login(getattr(world, who).user)
        assert client.get(ADDRESS).status_code in {403, 404}
    client.force_login(world.learner.user)
    assert client.get("/livret/2027/54/export/feuille/").status_code == 404
    assert client.get(f"{ADDRESS}?inscription=999999").status_code == 404
    theirs = enrolment_factory(world.cohort)
    assert client.get(f"{ADDRESS}?inscription={theirs.pk}").status_code == 404


def test_what_a_sheet_says_is_plain_values(world):
    said = sheet_to_print(world.enrolment, WEEK, 9, None)
    assert (said["rank"], said["number"], said["more"], len(said["days"])) == (9, 1, 0, 7)
    assert said["days"][0] == {"day": "lundi 1er mars", "minutes": [0], "off": ""}
