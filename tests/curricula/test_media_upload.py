"""Files handed in through the editor: taken or refused with the reason, and kept light."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image

from people.enums import Role
from people.services.people import EDITORS_GROUP
from tests.factories import membership_factory
from tests.factories.media import MP4, PDF, VTT, picture_bytes


@pytest.fixture
def editor(client, loaded):
    lead = membership_factory(Role.LEAD)
    lead.user.groups.add(Group.objects.get(name=EDITORS_GROUP))
    client.force_login(lead.user)
    return client


def hand_in(client, what: str, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return client.post(f"/admin/{what}/add/", {"title": "Essai", "file": file})


def refusal(response) -> str:
    return " ".join(response.context["form"].errors.get("file", []))


@pytest.mark.parametrize(("name", "content"), [("F.pdf", PDF), ("f.mp4", MP4), ("f.vtt", VTT)])
def test_a_true_file_is_kept_under_a_clean_name(editor, name, content):
    assert hand_in(editor, "documents", f"../{name}", content).status_code == 302
    document = Document.objects.get()
    assert (document.filename, document.file_size) == (name.lower(), len(content))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("page.html", b"<html>", "page.html"),
        ("dessin.svg", b"<svg/>", "svg"),
        ("fiche.pdf", b"<html><script>", "n’est pas celui d’un « pdf »"),
        ("film.mp4", PDF, "n’est pas celui d’un « mp4 »"),
        ("film.vtt", b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nB", "Ligne 3"),
        ("film.vtt", b"WEBVTT\n", "aucun sous-titre"),
    ],
)
def test_a_false_document_is_refused(editor, name, content, reason):
    response = hand_in(editor, "documents", name, content)
    assert response.status_code == 200
    assert refusal(response) != ""
    assert name in ("page.html", "dessin.svg") or reason in refusal(response)
    assert not Document.objects.exists()


def test_a_refused_document_gives_its_reason_and_no_other(editor):
    response = hand_in(editor, "documents", "fiche.pdf", b"<html>")
    assert refusal(response) == "Le contenu de ce fichier n’est pas celui d’un « pdf »."


def test_several_files_at_once_are_checked_too(editor):
    file = SimpleUploadedFile("fiche.pdf", b"<html>")
    response = editor.post(
        "/admin/documents/multiple/add/", {"files[]": file}, headers={"X-Requested-With": "x"}
    )
    assert response.json()["success"] is False
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.png", b"<html><script>alert(1)</script>"),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.jpg", picture_bytes("PNG")),
        ("a.gif", picture_bytes("GIF")),
        ("a.png", picture_bytes()[:60]),
        ("a.jpg", picture_bytes("JPEG", (300, 300))[:-300]),
    ],
)
def test_a_false_or_broken_picture_is_refused(editor, name, content):
    response = hand_in(editor, "images", name, content)
    assert response.status_code == 200
    assert refusal(response) != ""
    assert not Image.objects.exists()


def test_a_picture_too_large_once_opened_is_refused(editor, monkeypatch):
    monkeypatch.setattr(Pillow, "MAX_IMAGE_PIXELS", 500)
    response = hand_in(editor, "images", "a.png", picture_bytes(size=(60, 60)))
    assert "pixels" in refusal(response)
    assert not Image.objects.exists()


def test_a_moving_picture_is_refused(editor):
    kept = BytesIO()
    first, second = (Pillow.new("RGB", (9, 9), colour) for colour in ("red", "blue"))
    first.save(kept, "WEBP", save_all=True, append_images=[second])
    assert "animée" in refusal(hand_in(editor, "images", "a.webp", kept.getvalue()))


def test_a_picture_is_kept_light_upright_and_without_what_the_camera_wrote(editor):
    exif = Pillow.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Appareil"
    content = picture_bytes("JPEG", (2400, 1200), exif=exif)
    assert hand_in(editor, "images", "Ma Photo.JPG", content).status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height) == (800, 1600)
    assert image.filename.endswith("ma-photo.jpg")
    with image.file.open() as file, Pillow.open(file) as picture:
        assert dict(picture.getexif()) == {}
