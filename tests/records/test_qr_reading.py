"""The QR codes of a paper, whatever is handed in."""

from io import BytesIO

import pypdfium2
import pytest
import segno
from PIL import Image

from records.services import qr_reading
from records.services.qr_reading import Undrawable, qr_codes_of
from tests.portfolio.papers import blank, scribble
from tests.portfolio.pieces import bomb

TEXT = "https://livret.example/livret/feuille/un-jeton/"


def code(text: str = TEXT, scale: int = 6, kind: str = "png") -> bytes:
    kept = BytesIO()
    segno.make(text, error="q", micro=False).save(kept, kind=kind, scale=scale)
    return kept.getvalue()


def pages(number: int, side: float = 842) -> bytes:
    document, kept = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(number):
        document.new_page(595, side)
    document.save(kept)
    document.close()
    return kept.getvalue()


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_code_is_read_from_a_picture_and_from_a_pdf(kind):
    assert qr_codes_of(code(kind=kind)) == [TEXT]


def test_two_codes_of_one_picture_are_both_read():
    both = Image.new("L", (1200, 600), 255)
    for number, text in enumerate(("un", "deux")):
        both.paste(Image.open(BytesIO(code(text, 10))).convert("L"), (600 * number + 40, 40))
    kept = BytesIO()
    both.save(kept, "PNG")
    assert qr_codes_of(kept.getvalue()) == ["deux", "un"]


def test_a_picture_without_a_code_gives_none():
    assert qr_codes_of(scribble().read()) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xd8\xff cut short", "abîmé"),
        (b"%PDF-1.7\nrien", "abîmé"),
        (b"neither", "abîmé"),
        (b"", "abîmé"),
        (pages(3), "trop long"),
        (pages(1), "vide"),
        (pages(1, side=14_000), "vide"),
        (blank().read(), "vide"),
        (blank(0).read(), "vide"),
        (bomb().read(), "trop grand"),
    ],
)
def test_what_cannot_be_looked_at_says_why(content, why):
    with pytest.raises(Undrawable, match=why):
        qr_codes_of(content)


def test_a_pdf_behind_a_password_says_so():
    from pypdf import PdfWriter

    writer, kept = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(kept)
    with pytest.raises(Undrawable, match="mot de passe"):
        qr_codes_of(kept.getvalue())


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass\n")
    monkeypatch.setattr(qr_reading, "__file__", str(endless))
    monkeypatch.setattr(qr_reading, "SECONDS", 0.2)
    with pytest.raises(Undrawable, match="compliqué"):
        qr_codes_of(b"")


def test_one_file_is_read_at_a_time(monkeypatch):
    monkeypatch.setattr(qr_reading, "PATIENCE", 0.05)
    with qr_reading.READER, pytest.raises(Undrawable, match="D’autres feuilles"):
        qr_codes_of(code())
    assert qr_codes_of(code()) == [TEXT]
