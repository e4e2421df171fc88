"""What the guard would refuse today in the PDFs that are kept; nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from records.enums import FileAct
from records.models import FileFact, KeptFile
from records.queries.kept_files import content_of
from records.rules.patient_data import not_on_a_proof
from records.services.pdf_text import Active, Unreadable, text_of_pdf
from records.services.scanning import Reading, Spotted


@dataclass(frozen=True)
class ScannedPaper:
    """A PDF that was read, with what was found in it; `unread`: why it was not, in French."""

    found: list[Spotted]
    unread: str = ""


def scan_papers(reading: Reading) -> Iterator[ScannedPaper]:
    """Every PDF that was not erased, one after the other.

    Those that never went through quarantine (sheets, agreements, papers of absence) are read for
    what they are refused for, or for the names given. Nothing can be taken out of a PDF: those who
    lead erase a piece of the livret on its page. Positions are those of the text that is read,
    without line and page.
    """
    held = set(_files(FileAct.QUARANTINED))
    for paper in _pdfs().iterator():
        yield _scanned(paper, reading, proof=paper.pk not in held)


def _scanned(paper: KeptFile, reading: Reading, *, proof: bool) -> ScannedPaper:
    if (content := content_of(paper)) is None:
        return ScannedPaper([], "le fichier manque")
    try:
        found = reading.of(text_of_pdf(content))
    except (Active, Unreadable) as fault:
        return ScannedPaper([], fault.args[0])
    if proof and not reading.given:
        found = not_on_a_proof(found)
    label = KeptFile._meta.label
    return ScannedPaper([Spotted(label, paper.pk, "file", one.kind, one.start) for one in found])


def _pdfs() -> "models.QuerySet[KeptFile]":
    purged = _files(FileAct.PURGED)
    return KeptFile.objects.filter(kind="pdf").exclude(pk__in=purged).order_by("pk")


def _files(act: FileAct) -> "models.QuerySet[FileFact, int]":
    return FileFact.objects.filter(act=act).values_list("file", flat=True)
