"""The screens of pieces: joining, looking, handing over, erasing."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portfolio.models import EntryAttachment
from portfolio.services import sign_week, submit_week
from records.models import KeptFile
from tests.factories import enrolment_factory
from tests.factories.assessments import learner_of
from tests.factories.portfolio import entry_factory, week_factory
from tests.portfolio.pieces import attachment_factory, readable_pdf
from tests.training.papers import photo
from tests.training.web import queries_of

pytestmark = pytest.mark.usefixtures("private_files")


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def entry(world):
    return entry_factory(week_factory(world.enrolment), audience="employer")


@pytest.fixture
def signed_in(client, world):
    def go(who: str):
        client.force_login(getattr(world, who).user)
        return client

    return go


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def adding(entry) -> str:
    return reverse("portfolio:attach", args=[2027, 9, entry.pk])


def checking(piece) -> str:
    return reverse("portfolio:check_attachment", args=[piece.file.key])


def file_of(piece) -> str:
    return reverse("portfolio:attachment", args=[piece.file.key])


def hand_in(world, entry, now):
    entry.week.refresh_from_db()
    return submit_week(actor=world.learner, week=entry.week, version=entry.week.version, now=now)


def test_a_photo_is_joined_looked_at_and_confirmed(signed_in, world, entry):
    client = signed_in("learner")
    page = client.get(reverse("portfolio:entry", args=[2027, 9, entry.pk])).content.decode()
    assert f'action="{adding(entry)}"' in page
    key = client.get(adding(entry)).context["attachment_form"]["form_key"].value()
    sent = {"upload": photo(), "label": "Affiche", "form_key": key}
    first = client.post(adding(entry), sent)
    sent["upload"] = photo()
    again = client.post(adding(entry), sent)
    piece = EntryAttachment.objects.get()
    assert first.url == again.url == checking(piece)
    page = client.get(checking(piece)).content.decode()
    assert "Vérifiez cette photo" in page
    assert f'src="{file_of(piece)}"' in page
    answer = client.post(checking(piece), {"acte": "confirmer"}, follow=True)
    assert said(answer)[0].startswith("Confirmé")
    assert f'href="{file_of(piece)}">Affiche</a>' in answer.content.decode()


def test_a_photo_is_deleted_and_a_second_click_says_the_same(signed_in, entry):
    client, piece = signed_in("learner"), attachment_factory(entry)
    for _ in range(2):
        answer = client.post(checking(piece), {"acte": "effacer"}, follow=True)
        assert said(answer) == ["Pièce supprimée : le fichier n’existe plus."]
    assert "Affiche" not in answer.content.decode()
    assert "Cette pièce a été effacée" in client.get(checking(piece)).content.decode()
    assert client.get(file_of(piece)).status_code == 404
    assert "a été effacée" in client.post(checking(piece), {"acte": "confirmer"}).content.decode()


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, "Choisissez un fichier."),
        ({"upload": SimpleUploadedFile("photo.jpg", b"")}, "Ce fichier est vide."),
        ({"upload": SimpleUploadedFile("photo.jpg", b"MZ\x90")}, "ni un PDF, ni une image"),
        ({"upload": photo("0612345678.jpg")}, "un numéro de téléphone"),
        ({"upload": photo(), "label": "x" * 81}, "80"),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_words(signed_in, entry, sent, problem):
    given = {"label": "Affiche", "form_key": "une", **sent}
    page = signed_in("learner").post(adding(entry), given).content.decode()
    assert problem in page
    assert f'value="{given["label"]}"' in page
    assert "Choisissez de nouveau le fichier" in page
    assert KeptFile.objects.count() == 0


def test_a_name_is_asked_and_confirmed_with_a_reason(signed_in, entry):
    client = signed_in("learner")
    sent = {"upload": photo("Mme Durand.jpg"), "label": "Affiche", "form_key": "une"}
    assert 'name="no_patient"' in client.post(adding(entry), sent).content.decode()
    sent |= {"upload": photo("Mme Durand.jpg"), "no_patient": "on"}
    client.post(adding(entry), sent | {"no_patient_why": "C’est ma collègue de l’accueil."})
    assert EntryAttachment.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["\U0001f4f7.jpg", "\u202egpj.exe", "صورة.png", "a" * 300 + ".jpg"]
)
def test_names_in_any_writing_are_taken_and_forgotten(signed_in, entry, name):
    sent = {
        "upload": photo(name),
        "label": "\u202eطبيب \U0001f469\u200d\u2695\ufe0f",
        "form_key": "une",
    }
    assert signed_in("learner").post(adding(entry), sent).status_code == 302
    piece = EntryAttachment.objects.get()
    assert piece.label == "طبيب \U0001f469\u200d\u2695\ufe0f"
    assert piece.file.file.name == f"pieces/{piece.file.key}.jpg"


def test_a_piece_is_handed_over_and_never_opened_in_the_site(signed_in, entry):
    client = signed_in("learner")
    pdf, picture = (attachment_factory(entry, upload=one) for one in (readable_pdf(), photo()))
    for piece, kind in ((pdf, "application/pdf"), (picture, "image/jpeg")):
        answer = client.get(file_of(piece))
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (kind, "nosniff")
        assert answer["Content-Disposition"].startswith(
            f'attachment; filename="piece-{piece.file.key}'
        )
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    with Image.open(BytesIO(answer.content)) as image:
        assert dict(image.getexif()) == {}


def test_a_piece_that_waits_is_for_its_author(signed_in, world, entry, now):
    piece = attachment_factory(entry, label="Affiche du hall")
    week = hand_in(world, entry, now)
    own = signed_in("learner").get("/livret/2027/9/").content.decode()
    assert "1 pièce attend votre vérification : elle n’est lue par personne." in own
    for who in ("trainer", "lead", "companion", "admin"):
        client = signed_in(who)
        text = client.get(f"/livrets/{week.pk}/").content.decode()
        assert "Une pièce attend que son auteur la vérifie" in text
        assert "Affiche du hall" not in text
        assert str(piece.file.key) not in text
        assert client.get(file_of(piece)).status_code == 404
    client = signed_in("employer")
    assert "Affiche du hall" not in client.get("/livrets/partages/").content.decode()
    assert client.get(file_of(piece)).status_code == 404


def test_readers_open_a_confirmed_piece_from_the_week_and_strangers_do_not(
    signed_in, world, entry, now
):
    piece = attachment_factory(entry, looked_at=True)
    week = hand_in(world, entry, now)
    pages = {"trainer": f"/livrets/{week.pk}/", "employer": "/livrets/partages/"}
    for who, address in pages.items():
        client = signed_in(who)
        text = client.get(address).content.decode()
        assert f'href="{file_of(piece)}"' in text
        assert "Effacer" not in text
        assert client.get(file_of(piece)).status_code == 200
    assert file_of(piece) in signed_in("trainer").get("/livrets/a-viser/").content.decode()
    for who in ("stranger", "other_trainer", "other_employer", "funder", "juror"):
        assert signed_in(who).get(file_of(piece)).status_code == 404
    assert signed_in("trainer").get(checking(piece)).status_code == 403


def test_keys_of_nothing_and_of_others_do_not_exist(signed_in, world, entry):
    theirs = entry_factory(week_factory(enrolment_factory(world.cohort)))
    piece = attachment_factory(theirs)
    client = signed_in("learner")
    for key in (uuid4(), piece.file.key):
        for name in ("attachment", "check_attachment"):
            assert client.get(reverse(f"portfolio:{name}", args=[key])).status_code == 404
        answer = client.post(reverse("portfolio:check_attachment", args=[key]), {"acte": "effacer"})
        assert answer.status_code == 404
    sent = {"upload": photo(), "form_key": "une"}
    answer = client.post(adding(theirs), sent, follow=True)
    assert said(answer) == ["Cette situation ne s’écrit plus : rien n’est joint."]
    assert EntryAttachment.objects.count() == 1


def test_in_a_week_handed_in_nothing_is_joined(signed_in, world, entry, now):
    hand_in(world, entry, now)
    sent = {"upload": photo(), "form_key": "une"}
    for answer in (
        signed_in("learner").post(adding(entry), sent, follow=True),
        signed_in("learner").get(adding(entry), follow=True),
    ):
        assert said(answer) == ["Cette situation ne s’écrit plus : rien n’est joint."]


def test_the_lead_erases_with_a_reason_and_the_signed_week_says_so(signed_in, world, entry, now):
    piece = attachment_factory(entry, looked_at=True)
    week = hand_in(world, entry, now)
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    client = signed_in("lead")
    assert f'href="{checking(piece)}"' in client.get(f"/livrets/{week.pk}/").content.decode()
    refused = client.post(checking(piece), {"acte": "effacer", "reason": ""})
    assert "Dites pourquoi" in refused.content.decode()
    named = client.post(checking(piece), {"acte": "effacer", "reason": "Appeler le 06 12 34 56 78"})
    assert named.context["form"].errors
    assert client.post(checking(piece), {"acte": "confirmer"}).status_code == 403
    answer = client.post(checking(piece), {"acte": "effacer", "reason": "Un nom y figure."})
    assert answer.url == f"/livrets/{week.pk}/#situation-{entry.pk}"
    for who, address in (("learner", "/livret/2027/9/"), ("trainer", f"/livrets/{week.pk}/")):
        text = signed_in(who).get(address).content.decode()
        assert "Pièce effacée le" in text
        assert "Affiche" not in text


def test_once_signed_a_piece_that_nobody_read_can_only_be_deleted(signed_in, world, entry, now):
    piece, client = attachment_factory(entry), signed_in("learner")
    week = hand_in(world, entry, now)
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)
    page = client.get(checking(piece)).content.decode()
    assert "La semaine est visée" in page
    assert "Aucun patient n’y figure" not in page
    stale = client.post(checking(piece), {"acte": "confirmer"})
    assert "une pièce que personne n’a lue ne s’y ajoute plus" in stale.content.decode()
    own = client.get("/livret/2027/9/").content.decode()
    assert "n’a pas rejoint la semaine" in own
    assert f'href="{checking(piece)}"' in own
    assert "attend votre vérification" not in own
    told = signed_in("trainer").get(f"/livrets/{week.pk}/").content.decode()
    assert "Une pièce attend" not in told
    client = signed_in("learner")
    client.post(checking(piece), {"acte": "effacer"})
    assert "Pièce effacée" not in client.get("/livret/2027/9/").content.decode()


def test_a_pdf_that_was_not_read_says_so_to_its_author(signed_in, entry):
    piece = attachment_factory(entry, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7\nrien"))
    page = signed_in("learner").get(checking(piece)).content.decode()
    assert "Le texte de ce PDF n’a pas pu être relu" in page


def test_pages_cost_the_same_with_more_pieces(signed_in, world, entry, now):
    addresses = {"learner": "/livret/2027/9/", "trainer": f"/livrets/{entry.week_id}/"}
    attachment_factory(entry, looked_at=True)
    hand_in(world, entry, now)
    before = {who: queries_of(signed_in(who), address) for who, address in addresses.items()}
    type(entry.week).objects.filter(pk=entry.week_id).update(state="draft")
    other = entry_factory(entry.week, audience="employer")
    for one in (entry, other, other, other):
        attachment_factory(one, looked_at=True)
    hand_in(world, entry, now)
    assert before == {who: queries_of(signed_in(who), one) for who, one in addresses.items()}


def test_a_stranger_joins_nothing_to_a_situation(signed_in, world, entry):
    neighbour = learner_of(enrolment_factory(world.cohort))
    client = signed_in("learner")
    client.force_login(neighbour.user)
    client.post(adding(entry), {"upload": photo(), "form_key": "une"})
    assert EntryAttachment.objects.count() == 0
