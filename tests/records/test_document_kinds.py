"""Each kind of document: its file, its page, and the renderer that wrote it."""

import hashlib
from datetime import date
from io import BytesIO

import pdfua
import pytest
from django.template.loader import get_template
from pypdf import PdfReader

from people.enums import Role
from records.enums import DocumentKind
from records.queries.documents import TEMPLATES as PARTS
from records.rules.kinds import KIND_WORDS
from records.services import AlreadyRevoked, OtherRenderer, render_again, revoke_document
from records.services.rendering import TEMPLATES, render_document, renderer_of
from records.services.typesetting import TYPST
from tests.factories import membership_factory
from tests.records.hours_documents import (
    agreement_content,
    certificate_content,
    sheet_content,
    statement_content,
)
from tests.records.world import content, document_factory

CODE = "LVT-7K4M-92QD"
CONTENTS = {
    DocumentKind.MODULE_ATTESTATION: content,
    DocumentKind.CERTIFICATE: certificate_content,
    DocumentKind.HOURS_STATEMENT: statement_content,
    DocumentKind.ATTENDANCE_SHEET: sheet_content,
    DocumentKind.TRAINING_AGREEMENT: agreement_content,
}
HOURS = (
    DocumentKind.CERTIFICATE, DocumentKind.HOURS_STATEMENT, DocumentKind.ATTENDANCE_SHEET
)  # fmt: skip
# The fingerprint of what each version of a template is made of. A template that changes gets a
# new version in `TEMPLATES`, and a new line here.
WRITTEN = {
    "attestation 1": "a0a3ef6cb7684f89",
    "certificate 1": "c12ef268a12c69ac",
    "hours_statement 1": "9b65a953bc37ce99",
    "attendance_sheet 1": "bbf56d601ddd0eca",
    "training_agreement 1": "62e4db86c2bf1aae",
}


def render(kind: DocumentKind, **parts) -> bytes:
    return render_document(
        kind=kind, content=CONTENTS[kind](**parts), code=CODE, issued_on=date(2027, 3, 1)
    )


def text_of(data: bytes) -> str:
    pages = PdfReader(BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def page(client, code: str) -> str:
    return client.get(f"/verifier/{code}/").content.decode()


@pytest.mark.parametrize("kind", DocumentKind)
def test_each_kind_has_its_words_its_template_and_its_parts_of_the_page(kind):
    assert KIND_WORDS[kind].name in kind.label
    assert (TYPST / f"{TEMPLATES[kind][0]}.typ").exists()
    assert all(get_template(name) for name in PARTS[kind])
    assert len(renderer_of(kind)) <= 40


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_template_that_changes_gets_a_new_version(kind):
    template, number = TEMPLATES[kind]
    made_of = (TYPST / "sheet.typ").read_bytes() + (TYPST / f"{template}.typ").read_bytes()
    assert hashlib.sha256(made_of).hexdigest()[:16] == WRITTEN[f"{template} {number}"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", DocumentKind)
def test_rendering_again_gives_the_bytes_of_the_stored_file(kind, settings):
    document = document_factory(kind=kind, content=CONTENTS[kind]())
    document.refresh_from_db()
    with document.pdf.open("rb") as file:
        stored = file.read()
    if kind != DocumentKind.MODULE_ATTESTATION:  # the addresses that it prints are frozen with it
        settings.SITE_URL = "https://ailleurs.example"
    assert document.renderer == renderer_of(kind)
    assert render_again(document) == stored


@pytest.mark.django_db
def test_what_another_renderer_wrote_is_not_rendered_again():
    document = document_factory()
    document.renderer = "attestation 0, typst 0.1"
    with pytest.raises(OtherRenderer):
        render_again(document)


@pytest.mark.parametrize("kind", [*HOURS, DocumentKind.TRAINING_AGREEMENT])
def test_checker_of_pdf_ua_finds_nothing(kind, tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(render(kind))
    assert pdfua.validate(str(path)).findings == ()
    reader = PdfReader(str(path))
    assert reader.trailer["/Root"]["/Lang"].startswith("fr")
    assert reader.metadata.title == f"{CONTENTS[kind]()['title']} – Camille Dorval"


def test_certificate_says_what_the_model_asks_in_the_order_of_reading():
    text, place = text_of(render(DocumentKind.CERTIFICATE)), 0
    for expected in (
        "Organisme Exemple, Lyon",
        "Certificat de réalisation",
        "Nom Dorval",
        "Prénom Camille",
        "Employeur Cabinet des Tilleuls, Bron",
        "Parcours de 115 h, version 1",
        "action de formation",
        "du 1er septembre 2026 au 28 février 2027",
        "du 1er septembre 2026 au 2 juillet 2027",
        "Durée suivie 21 h 30",
        "présentiel 15 h",
        "à distance 6 h 30",
        "Total 21 h 30",
        "Claire Nogaret, responsable pédagogique",
        "SIRET 123 456 789 00012",
        CODE,
        "livret.example/verifier",
        "n’est pas une certification",
    ):
        found = text.find(expected, place)
        assert found >= 0, expected
        place = found


def test_agreement_says_each_mention_in_the_order_of_reading():
    text, place = text_of(render(DocumentKind.TRAINING_AGREEMENT)), 0
    for expected in (
        "Convention de formation",
        "établie pour",
        "Camille Dorval",
        "Organisme Organisme Exemple, Lyon",
        "Employeur Cabinet des Tilleuls, Bron",
        "Financeur Opérateur Exemple, Paris",
        "Dossier du financeur D-2026-17",
        "Intitulé Parcours de 115 h, version 1",
        "Objectif Tenir l’accueil et préparer les dossiers.",
        "Blocs visés Accueillir, Organiser",
        "du 1er septembre 2026 au 28 février 2027",
        "Durée 115 h",
        "Taux à distance 18,9 % des heures prévues",
        "Le cœur de métier 70 h",
        "Total 115 h",
        "Moyens Salle, supports, plateforme.",
        "Feuilles d’émargement, quiz, attestation.",
        "Prix 1 380,50 €, hors taxe (HT)",
        "Règlement En deux fois. La seconde à la fin.",
        "Opérateur Exemple le financeur. Nom, date et signature",
        "SIRET 123 456 789 00012",
        "Vérifier cette convention",
        "n’atteste aucun titre",
    ):
        found = text.find(expected, place)
        assert found >= 0, expected
        place = found


def test_an_agreement_without_a_funder_names_none_and_says_what_is_left_to_follow():
    text = text_of(
        render(DocumentKind.TRAINING_AGREEMENT, funder="", funder_file="", due=6000, blocks=[])
    )
    assert "inanceur" not in text
    assert "Blocs visés" not in text
    assert "Durée 115 h, dont 100 h à suivre après positionnement" in text


@pytest.mark.django_db
def test_the_page_of_an_agreement_shows_no_price_no_file_and_no_objective(client):
    lead, kind = membership_factory(Role.LEAD), DocumentKind.TRAINING_AGREEMENT
    text = page(client, document_factory(lead, kind=kind, content=agreement_content()).code)
    for expected in ("Délivrée le", "Le cœur de métier", "115 h", "Opérateur Exemple, Paris"):
        assert expected in text
    for hidden in ("380,50", "D-2026-17", "Tenir l’accueil", "En deux fois", "Salle, supports"):
        assert hidden not in text


def test_statement_says_funder_modules_sessions_and_what_is_beyond():
    text = text_of(render(DocumentKind.HOURS_STATEMENT))
    for expected in (
        "Financeur Opérateur Exemple, Paris",
        "Séances suivies 5",
        "Leçons à distance 13",
        "21 h 30 sur 115 h",
        "Le cœur de métier présentiel 15 h",
        "Au-delà du prévu, non compté : 30 min",
    ):
        assert expected in text
    assert "Au-delà" not in text_of(render(DocumentKind.HOURS_STATEMENT, beyond=0))


@pytest.mark.parametrize("kind", HOURS)
def test_a_usual_document_is_one_page_and_a_long_one_repeats_its_heads(kind):
    assert len(PdfReader(BytesIO(render(kind))).pages) == 1
    table = "lines" if kind == DocumentKind.ATTENDANCE_SHEET else "hours"
    row = CONTENTS[kind]()[table][0]
    long = PdfReader(BytesIO(render(kind, **{table: [row] * 60})))
    assert len(long.pages) > 1
    assert long.pages[1].extract_text().startswith(("Nature", "Module", "Séance"))


@pytest.mark.django_db
def test_the_page_of_a_sheet_shows_its_sessions_and_names_no_trainer(client):
    lead, kind = membership_factory(Role.LEAD), DocumentKind.ATTENDANCE_SHEET
    text = page(client, document_factory(lead, kind=kind, content=sheet_content()).code)
    for expected in ("Délivrée le", "Séances tenues", "présent, 20 min de retard", "3 h 10"):
        assert expected in text
    assert "Claire Nogaret, le mardi 2 mars" not in text


def test_a_sheet_says_each_session_and_both_signatures_in_the_order_of_reading():
    text, place = text_of(render(DocumentKind.ATTENDANCE_SHEET)), 0
    for expected in (
        "Feuille d’émargement",
        "Camille Dorval",
        "Séances tenues 2",
        "Durée de présence 3 h 10",
        "mardi 2 mars 2027, 9 h à 12 h 30",
        "présent, 20 min de retard",
        "Assistant : le mardi 2 mars 2027 à 12 h 31, sur son propre appareil",
        "Formateur : Claire Nogaret, le mardi 2 mars 2027 à 12 h 40",
        "absent",
        "Assistant : pas de signature",
        "Total 3 h 10",
        "Vérifier cette feuille",
        "n’est pas un certificat de réalisation",
    ):
        assert expected in text[place:]
        place = text.index(expected, place)
    assert "Sans signature" not in text
    assert "Sans signature 3" in text_of(render(DocumentKind.ATTENDANCE_SHEET, unsigned=3))


@pytest.mark.parametrize("kind", HOURS)
def test_towns_and_identification_that_are_not_known_are_left_out(kind):
    text = text_of(render(kind, city="", employer_city="", identification=""))
    assert "Employeur Cabinet des Tilleuls Intitulé" in text
    assert "SIRET" not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "about"),
    [
        (DocumentKind.CERTIFICATE, ("action de formation", "à distance")),
        (DocumentKind.HOURS_STATEMENT, ("Opérateur Exemple, Paris", "Le cœur de métier")),
    ],
)
def test_the_page_of_a_code_shows_each_kind_from_its_frozen_copy(client, kind, about, now):
    lead = membership_factory(Role.LEAD)
    document = document_factory(lead, kind=kind, content=CONTENTS[kind]())
    text = page(client, document.code)
    for expected in (
        *about,
        "En vigueur aujourd’hui",
        "Délivré le",
        "Cabinet des Tilleuls, Bron",
        "mardi 1er septembre 2026",
        "dimanche 28 février 2027",
        "21 h 30",
        "n’est pas une certification",
    ):
        assert expected in text
    assert "Délivrée" not in text
    revoke_document(actor=lead, document=document, reason="Heures corrigées.", now=now)
    text = page(client, document.code)
    assert "Révoqué, n’a plus cours" in text
    assert "Il portait sur" in text
    assert "Révoquée" not in text
    with pytest.raises(AlreadyRevoked) as refused:
        revoke_document(actor=lead, document=document, reason="Encore.", now=now)
    assert refused.value.message.startswith(f"C{KIND_WORDS[kind].this[1:]} est déjà révoqué.")
