"""The screens of a week on paper: scanning the code, joining, looking, reading."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portfolio.models import WeekSheet
from portfolio.queries.paper import token_of
from portfolio.rules.paper import SheetName
from portfolio.rules.weeks import IsoWeek
from portfolio.services import submit_week
from records.models import KeptFile
from tests.factories import enrolment_factory
from tests.factories.portfolio import entry_factory, week_factory
from tests.portfolio.papers import WEEK, blank, photo_of, scribble, sheet_factory, sheet_pdf
from tests.training.web import queries_of

JOIN = "/livret/feuilles/"
OWN_WEEK = "/livret/2027/9/"

pytestmark = pytest.mark.usefixtures("private_files")


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def signed_in(client, world):
    def go(who: str):
        client.force_login(getattr(world, who).user)
        return client

    return go


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def code_of(enrolment, week=WEEK) -> str:
    return reverse("portfolio:paper_code", args=[token_of(SheetName(enrolment.pk, week, 1))])


def checking(sheet) -> str:
    return reverse("portfolio:check_attachment", args=[sheet.file.key])


def file_of(sheet) -> str:
    return reverse("portfolio:attachment", args=[sheet.file.key])


@pytest.fixture
def handed_in(world, now):
    """A week with a sheet that was looked at and one that was not."""
    week = week_factory(world.enrolment)
    entry_factory(week, audience="employer")
    sheet_factory(week, looked_at=True)
    sheet_factory(week, marks=2)
    week.refresh_from_db()
    return submit_week(actor=world.learner, week=week, version=week.version, now=now)


# --- The code, scanned with a phone ---------------------------------------------------------------


def test_the_code_asks_to_sign_in_then_opens_the_page_of_its_week(client, world):
    address = code_of(world.enrolment)
    assert client.get(address).url.startswith("/connexion/")
    client.force_login(world.learner.user)
    page = client.get(address, follow=True)
    assert page.redirect_chain[0][0] == f"{JOIN}?inscription={world.enrolment.pk}&semaine=2027-09"
    assert '<option value="2027-09" selected>' in page.content.decode()


def test_the_code_of_somebody_else_says_so_and_one_of_nobody_is_missing(signed_in, world):
    client = signed_in("learner")
    for enrolment in (enrolment_factory(world.cohort).pk, 999_999):
        token = token_of(SheetName(enrolment, WEEK, 1))
        answer = client.get(f"/livret/feuille/{token}/", follow=True)
        assert said(answer)[0].startswith("Le code de cette feuille est celui du livret de quelqu")
    assert client.get("/livret/feuille/12-202709-1.faux/").status_code == 404
    for who in ("trainer", "lead", "employer"):
        assert signed_in(who).get(code_of(world.enrolment)).status_code in {403, 404}


def test_the_code_of_a_week_that_is_not_written_says_so(signed_in, world, handed_in):
    for week in (WEEK, IsoWeek(2027, 10), IsoWeek(2027, 1)):
        page = signed_in("learner").get(code_of(world.enrolment, week), follow=True)
        assert "Cette semaine ne s’écrit plus, ou pas encore" in page.content.decode()


# --- Joining --------------------------------------------------------------------------------------


def test_a_photo_is_joined_looked_at_confirmed_and_stands_in_its_week(signed_in, world):
    client = signed_in("learner")
    assert JOIN in client.get(OWN_WEEK).content.decode()
    pdf = sheet_pdf(world.enrolment)
    answer = client.post(JOIN, {"uploads": photo_of(pdf)})
    sheet = WeekSheet.objects.get()
    assert answer.url == checking(sheet)
    again = client.post(JOIN, {"uploads": photo_of(pdf)}, follow=True)
    assert said(again) == [
        "Feuille 1, photo : jointe à la semaine 9 de 2027.",
        "Feuille 1, photo : déjà jointe à la semaine 9 de 2027.",
    ]
    page = again.content.decode()
    assert "Vérifiez cette photo" in page
    assert f'src="{file_of(sheet)}"' in page
    week = client.get(OWN_WEEK).content.decode()
    assert "Feuille 1, photo, à vérifier" in week
    assert "1 pièce attend votre vérification" in week
    answer = client.post(checking(sheet), {"acte": "confirmer"}, follow=True)
    assert answer.redirect_chain[0][0].endswith("#papier")
    assert said(answer) == [
        "Confirmé : qui lit la semaine lira cette pièce une fois la semaine remise."
    ]
    week = answer.content.decode()
    assert f'href="{file_of(sheet)}">Feuille 1, photo</a>' in week
    assert "« Voir la feuille » suffit" in week.replace("\u00a0", " ")


def test_several_files_are_sorted_and_one_refused_keeps_no_other_back(signed_in, world):
    sent = [
        photo_of(sheet_pdf(world.enrolment), name="a.jpg"),
        photo_of(sheet_pdf(world.enrolment, IsoWeek(2027, 8)), name="b.jpg"),
        photo_of(sheet_pdf(enrolment_factory(world.cohort)), name="c.jpg"),
        scribble(name="<d>.png"),
        blank(),
    ]
    page = signed_in("learner").post(JOIN, {"uploads": sent}).content.decode()
    weeks = {sheet.week.iso_week: sheet for sheet in WeekSheet.objects.all()}
    assert set(weeks) == {8, 9}
    for sheet in weeks.values():
        assert f'href="{checking(sheet)}"' in page
    for words in (
        "jointe à la semaine 9 de 2027", "jointe à la semaine 8 de 2027",
        "celui du livret de quelqu’un d’autre", "Le code de la feuille ne se lit pas",
        "Cette image est vide", "&lt;d&gt;.png",
    ):  # fmt: skip
        assert words in page.replace("\u00a0", " ")


def test_a_code_that_is_not_read_asks_for_the_week_which_is_then_taken(signed_in):
    client = signed_in("learner")
    refused = client.post(JOIN, {"uploads": scribble()})
    assert "choisissez la semaine" in refused.content.decode()
    assert KeptFile.objects.count() == 0
    client.post(JOIN, {"uploads": scribble(), "week": "2027-09"})
    assert WeekSheet.objects.get().week.iso_week == 9


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, "Choisissez un fichier."),
        ({"uploads": [scribble(n) for n in range(1, 7)]}, "5 fichiers à la fois au plus."),
        ({"uploads": SimpleUploadedFile("a.jpg", b"")}, "Ce fichier est vide."),
        ({"uploads": SimpleUploadedFile("a.jpg", b"MZ\x90")}, "ni un PDF, ni une image"),
        ({"uploads": scribble(name="0612345678.png")}, "un numéro de téléphone"),
        ({"uploads": scribble(), "week": "2027-01"}, "2027-01"),
        ({"uploads": scribble(), "week": "demain"}, "demain"),
    ],
)
def test_what_is_refused_says_why(signed_in, sent, problem):
    page = signed_in("learner").post(JOIN, sent).content.decode()
    assert problem in page
    assert "Rien n’est joint" in page
    assert KeptFile.objects.count() == 0


def test_a_name_of_a_file_is_asked_about_and_confirmed_with_a_reason(signed_in):
    client = signed_in("learner")
    sent = {"uploads": scribble(name="Mme Durand.png"), "week": "2027-09"}
    assert 'name="no_patient"' in client.post(JOIN, sent).content.decode()
    sent |= {"uploads": scribble(name="Mme Durand.png"), "no_patient": "on"}
    client.post(JOIN, sent | {"no_patient_why": "C’est ma collègue de l’accueil."})
    assert WeekSheet.objects.count() == 1


def test_a_sheet_goes_to_the_livret_that_the_address_names(signed_in, world):
    second = enrolment_factory(learner=world.enrolment.learner)
    client = signed_in("learner")
    client.post(f"{JOIN}?inscription={second.pk}", {"uploads": scribble(), "week": "2027-09"})
    assert WeekSheet.objects.get().week.enrolment == second
    theirs = enrolment_factory(world.cohort)
    sent = {"uploads": scribble(2), "week": "2027-09"}
    assert client.post(f"{JOIN}?inscription={theirs.pk}", sent).status_code == 404


def test_staff_file_nothing(signed_in):
    for who in ("trainer", "lead", "companion", "admin", "employer"):
        sent = {"uploads": scribble(), "week": "2027-09"}
        assert signed_in(who).post(JOIN, sent).status_code in {403, 404}
    assert KeptFile.objects.count() == 0


# --- Reading --------------------------------------------------------------------------------------


def test_who_reads_the_week_reads_what_was_confirmed(signed_in, world, handed_in):
    read, waiting = handed_in.papers
    for who in ("trainer", "lead", "companion", "admin"):
        client = signed_in(who)
        text = client.get(f"/livrets/{handed_in.pk}/").content.decode()
        assert f'href="{file_of(read)}"' in text
        assert str(waiting.file.key) not in text
        assert "Une pièce attend que son auteur la vérifie" in text
        assert client.get(file_of(read)).status_code == 200
        assert client.get(file_of(waiting)).status_code == 404
    pile = signed_in("trainer").get("/livrets/a-viser/").content.decode()
    assert file_of(read) in pile
    assert "2 feuilles" in pile


def test_the_employer_and_strangers_read_no_sheet(signed_in, world, handed_in):
    read, _ = handed_in.papers
    for who in ("employer", "funder", "juror", "stranger", "other_trainer", "other_employer"):
        assert signed_in(who).get(file_of(read)).status_code == 404
    pages = ("/livrets/partages/", f"/livrets/a-signer/{handed_in.pk}/")
    for page in pages:
        assert "Feuille" not in signed_in("employer").get(page).content.decode()
    for name in ("attachment", "check_attachment"):
        address = reverse(f"portfolio:{name}", args=[uuid4()])
        assert signed_in("learner").get(address).status_code == 404


def test_the_lead_erases_with_a_reason_and_the_week_says_so(signed_in, handed_in):
    read, _ = handed_in.papers
    client = signed_in("lead")
    assert "Sur papier" in client.get(checking(read)).content.decode()
    answer = client.post(checking(read), {"acte": "effacer", "reason": "Un nom y figure."})
    assert answer.url == f"/livrets/{handed_in.pk}/#papier"
    assert "Pièce effacée le" in client.get(f"/livrets/{handed_in.pk}/").content.decode()
    assert client.get(file_of(read)).status_code == 404


def test_pages_cost_the_same_with_more_sheets(signed_in, world, handed_in):
    pages = {
        "learner": (OWN_WEEK, JOIN), "trainer": ("/livrets/a-viser/", f"/livrets/{handed_in.pk}/"),
    }  # fmt: skip

    def costs():
        return {who: [queries_of(signed_in(who), one) for one in pages[who]] for who in pages}

    before = costs()
    week = type(handed_in).objects.filter(pk=handed_in.pk)
    week.update(state="draft")
    for marks in (3, 4, 5):
        sheet_factory(handed_in, looked_at=True, marks=marks)
    week.update(state="submitted")
    assert costs() == before
