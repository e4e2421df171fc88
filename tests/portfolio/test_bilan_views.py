"""The screens of the bilan d’activité: list, page, writing, handing in, reading, PDF."""

from io import BytesIO

import pdfua
import pypdf
import pytest
from django.utils import timezone

from portfolio.models import ActivityReview
from portfolio.services.bilan import hand_in_review, write_review
from tests.factories.bilans import DID, personal_factory, review_factory, written_review
from tests.factories.portfolio import entry_factory, signed_week_factory, week_factory
from tests.training.web import queries_of

KEY = "00000000-0000-4000-8000-000000000017"


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def own(sign_in, world):
    return sign_in(world.learner)


@pytest.fixture
def week(world):
    return signed_week_factory(
        world.desk, minutes=500, iso_week=7, competencies=world.competencies[:1]
    )


def typed(world, **changes) -> dict:
    return {
        "practice": world.enrolment.practice_id, "first": "2026-09-01", "last": "2027-03-31",
        "audience": "training", "did": DID, "form_key": KEY, **changes,
    }  # fmt: skip


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_from_the_livret_to_a_bilan_that_is_read(own, world, week, sign_in):
    home = f"/bilans/{world.enrolment.pk}/"
    assert f'href="{home}"' in own.get("/livret/").content.decode()
    assert f'href="{home}activite/"' in own.get(home).content.decode()
    page = own.get(f"{home}activite/")
    assert page.context["form"]["first"].value() == world.cohort.starts_on
    for _ in range(2):  # a double click
        page = own.post(f"{home}activite/", typed(world), follow=True)
    review = ActivityReview.objects.get()
    text = page.content.decode()
    assert said(page) == ["Brouillon enregistré : vous seul le lisez."]
    assert "8 h 20 visées" in text
    assert "1 dans des semaines visées" in text
    assert f"/livret/2027/7/?inscription={world.enrolment.pk}#situation-" in text
    address = f"/bilans/activite/{review.pk}/"
    assert sign_in(world.trainer).get(address).status_code == 404
    page = sign_in(world.learner).post(f"{address}remettre/", {"version": 1}, follow=True)
    assert said(page) == ["Bilan remis : ses chiffres sont arrêtés à aujourd’hui."]
    trainer = sign_in(world.trainer)
    assert address in trainer.get(home).content.decode()
    assert f"/livrets/{week.pk}/#situation-" in trainer.get(address).content.decode()
    sent = {"version": 2, "comment": "Un bilan complet."}
    page = trainer.post(f"{address}relire/", sent, follow=True)
    assert said(page) == ["Votre mot est ajouté."]
    assert "Un bilan complet." in sign_in(world.learner).get(address).content.decode()


def test_a_draft_without_words_says_that_they_are_to_write(own, world):
    own.post(f"/bilans/{world.enrolment.pk}/activite/", typed(world, did=""))
    review = ActivityReview.objects.get()
    assert "À écrire." in own.get(f"/bilans/activite/{review.pk}/").content.decode()


def test_a_new_version_begins_with_the_words_of_the_last(own, world):
    review = review_factory(world.enrolment, handed_in=True, learnt="À écouter.")
    address = f"/bilans/{world.enrolment.pk}/activite/?cabinet={review.practice_id}"
    assert address in own.get(f"/bilans/activite/{review.pk}/").content.decode()
    assert "À écouter." in own.get(address).content.decode()
    own.post(address, typed(world))
    assert ActivityReview.objects.get(number=2).is_draft


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 30, "0"])
def test_a_strange_practice_in_the_address_chooses_none(own, world, asked):
    page = own.get(f"/bilans/{world.enrolment.pk}/activite/", {"cabinet": asked})
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"first": "hier"}, "Saisissez une date valide"),
        ({"last": "2026-01-01"}, "Le dernier jour précède le premier"),
        ({"first": "2020-01-01"}, "précède l’inscription"),
        ({"audience": ""}, "Choisissez qui lira"),
        ({"audience": "self"}, "Sélectionnez un choix valide"),
        ({"practice": "0"}, "Sélectionnez un choix valide"),
        ({"did": "a" * 1_000_000}, "au plus 5000"),
        ({"did": "Rappeler le 06 12 34 56 78"}, "téléphone"),
        ({"did": "Madame Durand attend."}, "Ce n’est pas un patient"),
        ({"form_key": "x"}, "UUID valide"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(own, world, change, kept):
    sent = typed(world, **{"learnt": "Un mot à garder.", **change})
    page = own.post(f"/bilans/{world.enrolment.pk}/activite/", sent)
    assert page.status_code == 422
    assert kept in page.content.decode()
    assert sent["learnt"] in page.content.decode()
    assert not ActivityReview.objects.exists()


def test_a_second_tab_keeps_what_was_typed_beside_what_is_stored(own, world, now):
    review = review_factory(world.enrolment)
    written = written_review(world.enrolment, did="Écrit ailleurs.")
    write_review(actor=world.learner, review=review, written=written, version=1, now=now)
    address = f"/bilans/activite/{review.pk}/ecrire/"
    sent = typed(world, did="Tapé ici.", version=1)
    page = own.post(address, sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Tapé ici." in text
    assert "Écrit ailleurs." in text
    assert 'name="version" value="2"' in text
    page = own.post(address, {**sent, "version": 2}, follow=True)
    assert said(page) == ["Brouillon enregistré."]


def test_one_handed_in_meanwhile_keeps_the_words_and_is_not_opened_to_write(own, world, now):
    review = review_factory(world.enrolment)
    hand_in_review(actor=world.learner, review=review, version=1, now=now)
    address = f"/bilans/activite/{review.pk}/ecrire/"
    page = own.post(address, typed(world, did="Tapé ici.", version=1))
    assert page.status_code == 409
    assert "Tapé ici." in page.content.decode()
    assert "remis entre-temps" in said(own.get(address, follow=True))[0]


@pytest.mark.parametrize("version", ["", "abc", "-1", "7", "9" * 30])
def test_handing_in_another_version_than_read_changes_nothing(own, world, version):
    review = review_factory(world.enrolment)
    page = own.post(f"/bilans/activite/{review.pk}/remettre/", {"version": version}, follow=True)
    assert said(page)
    review.refresh_from_db()
    assert review.is_draft


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"comment": ""}, "Écrivez un mot"),
        ({"comment": "Joindre le 06 12 34 56 78"}, "téléphone"),
        ({"comment": "a" * 100_000}, "au plus 1000"),
        ({"comment": "Bien.", "version": "1"}, "Bien."),
        ({"comment": "Bien.", "version": "x"}, "Bien."),
    ],
)
def test_a_refused_word_stays_typed(sign_in, world, sent, kept):
    review = review_factory(world.enrolment, handed_in=True)
    address = f"/bilans/activite/{review.pk}/relire/"
    page = sign_in(world.lead).post(address, {"version": 2, **sent})
    assert page.status_code == 422
    assert kept in page.content.decode()
    assert 'name="version" value="2"' in page.content.decode()
    assert sign_in(world.lead).get(address).status_code == 302


def test_the_pdf_is_tagged_and_says_what_the_page_says(own, world, week, sign_in, tmp_path):
    review = review_factory(world.enrolment, handed_in=True, learnt="À écouter. 漢")
    address = f"/bilans/activite/{review.pk}/export/pdf/"
    answer = own.get(address)
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(BytesIO(answer.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (DID, "À écouter.", "8 h 20 visées", str(world.enrolment.learner), "¤"):
        assert words in text
    path = tmp_path / "bilan.pdf"
    path.write_bytes(answer.content)
    assert pdfua.validate(str(path)).findings == ()
    assert sign_in(world.trainer).get(address).status_code == 200
    assert sign_in(world.employer).get(address).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "other_lead", "other_employer", "funder", "juror"])
def test_other_people_get_in_nowhere(sign_in, world, who):
    review = review_factory(world.enrolment, handed_in=True, audience="employer")
    actor = sign_in(getattr(world, who))
    for address in (
        f"/bilans/{world.enrolment.pk}/",
        f"/bilans/{world.enrolment.pk}/activite/",
        f"/bilans/activite/{review.pk}/",
        f"/bilans/activite/{review.pk}/ecrire/",
        f"/bilans/activite/{review.pk}/export/pdf/",
    ):
        assert actor.get(address).status_code in (403, 404), address


def test_an_employer_reads_what_was_opened_to_them(sign_in, world):
    hidden = review_factory(world.enrolment, handed_in=True)
    review = review_factory(world.enrolment, handed_in=True, audience="employer")
    personal_factory(world.enrolment, world.companion, "interview", "training")
    text = sign_in(world.employer).get(f"/bilans/{world.enrolment.pk}/").content.decode()
    assert f"/bilans/activite/{review.pk}/" in text
    assert f"/bilans/activite/{hidden.pk}/" not in text
    assert "Bilan personnel et professionnel" not in text


@pytest.mark.parametrize("handed_in", [False, True])
def test_pages_cost_the_same_with_more(sign_in, world, handed_in):
    def fill(week: int) -> None:
        signed_week_factory(world.desk, minutes=420, iso_week=week)

    def costs() -> list[int]:
        client = sign_in(world.learner)
        return [
            queries_of(client, f"/bilans/{world.enrolment.pk}/"),
            queries_of(client, f"/bilans/activite/{ActivityReview.objects.first().pk}/"),
        ]

    row = week_factory(world.enrolment, iso_week=5)
    entry_factory(row, kind="obstacle", text="Pas de poste.", audience="training")
    fill(6)
    review_factory(world.enrolment, handed_in=handed_in)
    first = costs()
    fill(7)
    fill(8)
    if handed_in:
        review_factory(world.enrolment, handed_in=True)
    assert costs() == first
