"""Papers handed in: what is taken, what is kept of it, who sees it."""

from io import BytesIO

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript

from people.enums import OrganisationKind, Role
from people.services import NotAllowed
from records.enums import FileAct
from records.models import FileFact, KeptFile
from records.rules.files import LARGEST, file_problem, kind_of
from records.services import FileRefused, PatientData, keep_file
from tests.factories import membership_factory, organisation_factory
from tests.portfolio.pieces import readable_pdf
from tests.training.papers import PDF, pdf, photo


@pytest.fixture(autouse=True)
def _kept_here(monkeypatch, tmp_path):
    field = KeptFile._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=tmp_path, base_url=None))


@pytest.fixture
def body(db):
    return organisation_factory(OrganisationKind.TRAINING_BODY)


@pytest.fixture
def trainer(body):
    return membership_factory(Role.TRAINER, body)


def keep(actor, upload, now, **more):
    return keep_file(actor=actor, organisation=actor.organisation, upload=upload, now=now, **more)


def content_of(kept: KeptFile) -> bytes:
    with kept.file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n\0", "png"),
        (b"<html>", ""),
        (b"MZ\x90", ""),
        (b"GIF89a", ""),
        (b"", ""),
    ],
)
def test_a_kind_is_told_by_the_content(head, kind):
    assert kind_of(head) == kind


def test_sizes_have_a_limit():
    assert file_problem(LARGEST, b"%PDF-") == ""
    assert file_problem(LARGEST + 1, b"%PDF-") == "Ce fichier est trop lourd : 10 Mo au plus."
    assert file_problem(0, b"") == "Ce fichier est vide."


def test_a_pdf_is_kept_as_it_is_under_a_name_that_says_nothing(trainer, now):
    kept = keep(trainer, pdf("Feuille de Camille.pdf"), now)
    assert content_of(kept) == PDF
    assert kept.file.name == f"pieces/{kept.key}.pdf"


def test_a_picture_loses_what_the_camera_wrote(trainer, now):
    sent = photo()
    assert b"Camille" in sent.read()
    kept = keep(trainer, sent, now)
    content = content_of(kept)
    assert b"Camille" not in content
    with Image.open(BytesIO(content)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((40, 20), {})


@pytest.mark.parametrize(
    "content", [b"<script>", b"%PDX-1.7", b"\xff\xd8\xff cut short", b"\x89PNG\r\n\x1a\n broken"]
)
def test_what_is_no_paper_is_refused(trainer, now, content):
    with pytest.raises(FileRefused):
        keep(trainer, SimpleUploadedFile("feuille.pdf", content), now)
    assert KeptFile.objects.count() == 0


def test_a_bomb_of_pixels_is_refused_before_it_is_drawn(trainer, now):
    bomb = BytesIO()
    Image.new("1", (10_000, 10_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(FileRefused, match="40 millions de points"):
        keep(trainer, SimpleUploadedFile("photo.png", bomb.getvalue()), now)


def test_a_size_is_believed_before_the_content_is_read(trainer, now):
    sent = photo()
    sent.size = 1024**3
    with pytest.raises(FileRefused, match="10 Mo"):
        keep(trainer, sent, now)


def tagged(kind: str) -> bytes:
    """A picture lying on its side, with all that a camera and an editor write into one."""
    exif, kept = Image.Exif(), BytesIO()
    exif[0x0112] = 6  # to be turned a quarter
    exif[0x010E] = "Chambre de Camille"
    exif.get_ifd(0x8825)[1] = "N"
    about = PngInfo()
    about.add_text("Comment", "Chambre de Camille")
    about.add_itxt("XML:com.adobe.xmp", "<x>Camille</x>")
    more = {"pnginfo": about} if kind == "PNG" else {"comment": b"Camille", "xmp": b"<x>Camille"}
    Image.new("RGB", (40, 20), "white").save(kept, kind, exif=exif, **more)
    return kept.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_nothing_but_the_pixels_remains_and_they_stand_upright(trainer, now, kind):
    sent = tagged(kind)
    assert b"Camille" in sent
    content = content_of(keep(trainer, SimpleUploadedFile("a", sent), now))
    assert b"Camille" not in content
    with Image.open(BytesIO(content)) as picture:
        picture.load()
        left = {name for name in picture.info if not name.startswith(("jfif", "dpi"))}
        assert (picture.size, dict(picture.getexif()), left) == ((20, 40), {}, set())


def test_a_name_that_names_a_person_is_refused(trainer, now):
    with pytest.raises(PatientData):
        keep(trainer, pdf("arret 0612345678.pdf"), now)


NIR = "2 95 10 99 126 111 93"
CELLS = f'#for c in "{NIR.replace(" ", "")}" {{ box(width: 5mm, stroke: 0.5pt)[#c]; h(1mm) }}'


@pytest.mark.parametrize("shown", [f"Arrêt de travail. {NIR}", CELLS])
def test_a_paper_that_shows_a_social_security_number_is_refused(trainer, now, shown):
    with pytest.raises(PatientData) as refused:
        keep(trainer, readable_pdf(shown), now)
    assert "un rectangle posé sur un PDF n’enlève pas le numéro" in refused.value.message
    assert KeptFile.objects.count() == 0


def test_a_paper_names_its_learner_a_doctor_and_a_practice(trainer, now):
    keep(
        trainer,
        readable_pdf(
            "M. Camille Essai, né le 3 mars 1990, 4 rue des Exemples, 75011 Paris. "
            "Dr Essai, 01 12 34 56 78, cabinet\\@livret.example."
        ),
        now,
    )
    assert FileFact.objects.count() == 0


def test_a_paper_that_cannot_be_read_is_kept_and_says_why(trainer, now):
    calm, locked = PdfWriter(PdfReader(readable_pdf("Absence."))), BytesIO()
    calm.encrypt("secret", algorithm="AES-256")
    calm.write(locked)
    scan, pictured = PdfWriter(), BytesIO()
    scan.add_blank_page(200, 200)
    scan.write(pictured)
    for content, why in (
        (locked.getvalue(), "mot de passe"), (PDF, "abîmé"), (pictured.getvalue(), "images")
    ):  # fmt: skip
        kept = keep(trainer, SimpleUploadedFile("absence.pdf", content), now)
        assert why in kept.facts.get(act=FileAct.UNREAD).reason
        assert list(KeptFile.objects.visible_to(trainer).filter(pk=kept.pk)) == [kept]


def test_a_paper_that_carries_a_program_is_refused(trainer, now):
    writer, sent = PdfWriter(PdfReader(readable_pdf("Absence."))), BytesIO()
    writer.add_open_action(JavaScript("app.alert(1)"))
    writer.write(sent)
    with pytest.raises(FileRefused, match="programme ou un fichier joint"):
        keep(trainer, SimpleUploadedFile("absence.pdf", sent.getvalue()), now)
    assert KeptFile.objects.count() == 0


def test_nobody_keeps_papers_for_another_body(trainer, now):
    for role in (Role.TRAINER, Role.COMPANION, Role.LEARNER):
        with pytest.raises(NotAllowed):
            keep_file(
                actor=membership_factory(role), organisation=trainer.organisation, upload=pdf(),
                now=now,
            )  # fmt: skip


def test_a_paper_is_for_the_body_and_the_person_it_is_about(client, body, trainer, now):
    learner, neighbour = membership_factory(Role.LEARNER), membership_factory(Role.LEARNER)
    kept = keep(trainer, pdf(), now, about=learner.user)
    answers = {}
    people = {
        "trainer": trainer,
        "lead": membership_factory(Role.LEAD, body),
        "companion": membership_factory(Role.COMPANION, body),
        "learner": learner,
        "neighbour": neighbour,
        "other trainer": membership_factory(Role.TRAINER),
        "employer": membership_factory(Role.EMPLOYER),
    }
    for name, member in people.items():
        client.force_login(member.user)
        answers[name] = client.get(f"/pieces/{kept.key}/").status_code
    assert answers == {
        "trainer": 200, "lead": 200, "companion": 403, "learner": 200, "neighbour": 404,
        "other trainer": 404, "employer": 404,
    }  # fmt: skip


def test_a_paper_is_downloaded_and_never_opened_in_the_site(client, trainer, now):
    kept = keep(trainer, pdf(), now)
    client.force_login(trainer.user)
    answer = client.get(f"/pieces/{kept.key}/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )


def test_a_paper_whose_file_is_gone_is_not_found(client, trainer, now):
    kept = keep(trainer, pdf(), now)
    kept.file.storage.delete(kept.file.name)
    client.force_login(trainer.user)
    assert client.get(f"/pieces/{kept.key}/").status_code == 404


@pytest.mark.parametrize("change", [{"kind": "exe"}, {"size": 0}])
def test_the_database_refuses_a_paper_that_cannot_be(trainer, now, change):
    kept = keep(trainer, pdf(), now)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeptFile.objects.filter(pk=kept.pk).update(**change)
