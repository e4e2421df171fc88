"""The text of a PDF handed in: read within bounds, refused clearly when it cannot be."""

from io import BytesIO
from threading import BoundedSemaphore

import pytest
import typst
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from records.services import pdf_text
from records.services.pdf_text import PROBLEMS, Unreadable, text_of_pdf


def written(*pages: str) -> bytes:
    return typst.compile("\n#pagebreak()\n".join(pages).encode(), format="pdf")


def again(content: bytes, **encryption: str) -> bytes:
    writer, kept = PdfWriter(PdfReader(BytesIO(content))), BytesIO()
    if encryption:
        writer.encrypt(algorithm="RC4-128", **encryption)
    writer.write(kept)
    return kept.getvalue()


def blank(pages: int) -> bytes:
    writer, kept = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(kept)
    return kept.getvalue()


def test_the_text_of_every_page_is_read():
    text = text_of_pdf(written("Née le 3 mars 1962", "Seconde page"))
    assert "Née le 3 mars 1962" in text
    assert "Seconde page" in text


def test_a_scan_has_no_text():
    assert text_of_pdf(blank(2)).strip() == ""


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (again(blank(1), user_password="secret"), pdf_text.ENCRYPTED),
        (b"%PDF-1.7\nrien", pdf_text.DAMAGED),
        (b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n", pdf_text.DAMAGED),
        (blank(1)[:200], pdf_text.DAMAGED),
        (blank(pdf_text.MOST_PAGES + 1), pdf_text.TOO_LONG),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused_with_its_reason(content, problem):
    with pytest.raises(Unreadable) as refused:
        text_of_pdf(content)
    assert refused.value.args == (PROBLEMS[problem],)


def test_what_stands_beside_the_pages_is_read_too():
    note = FreeText(text="Née le 3 mars 1962", rect=(1, 1, 90, 90))
    writer, kept = PdfWriter(PdfReader(BytesIO(blank(1)))), BytesIO()
    writer.add_annotation(0, note)
    writer.add_metadata({"/Title": "Suivi de la patiente"})
    writer.write(kept)
    assert {"Née le 3 mars 1962", "Suivi de la patiente"} <= set(
        text_of_pdf(kept.getvalue()).split("\n")
    )


def test_a_pdf_that_is_only_protected_against_changes_is_read():
    sealed = again(written("Semaine calme"), user_password="", owner_password="autre")
    assert "Semaine calme" in text_of_pdf(sealed)


def test_a_server_process_reads_two_at_a_time(monkeypatch):
    monkeypatch.setattr(pdf_text, "READERS", BoundedSemaphore(1))
    monkeypatch.setattr(pdf_text, "PATIENCE", 0)
    with pdf_text.READERS, pytest.raises(Unreadable, match="en cours de lecture"):
        text_of_pdf(blank(1))
    assert text_of_pdf(blank(1)).strip() == ""


def test_a_process_that_dies_is_told_as_too_long(monkeypatch):
    monkeypatch.setattr(pdf_text, "__file__", "/nowhere/missing.py")
    with pytest.raises(Unreadable) as refused:
        text_of_pdf(blank(1))
    assert refused.value.args == (PROBLEMS[pdf_text.TOO_LONG],)
