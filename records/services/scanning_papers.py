"""What the guard would refuse today in the PDFs that tell of practice; nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from records.enums import FileAct
from records.models import FileFact, KeptFile
from records.queries.kept_files import content_of
from records.services.pdf_text import Active, Unreadable, text_of_pdf
from records.services.scanning import Reading, Spotted


@dataclass(frozen=True)
class ScannedPaper:
    """A PDF that was read, with what was found in it; `unread`: why it was not, in French."""

    found: list[Spotted]
    unread: str = ""


def scan_papers(reading: Reading) -> Iterator[ScannedPaper]:
    """Every PDF that went through quarantine and was not erased, one after the other.

    Nothing can be taken out of a PDF: those who lead erase it on its page. Positions are those of
    the text that is read, without line and page.
    """
    for paper in _pdfs().iterator():
        yield _scanned(paper, reading)


def _scanned(paper: KeptFile, reading: Reading) -> ScannedPaper:
    if (content := content_of(paper)) is None:
        return ScannedPaper([], "le fichier manque")
    try:
        found = reading.of(text_of_pdf(content))
    except (Active, Unreadable) as fault:
        return ScannedPaper([], fault.args[0])
    label = KeptFile._meta.label
    return ScannedPaper([Spotted(label, paper.pk, "file", one.kind, one.start) for one in found])


def _pdfs() -> "models.QuerySet[KeptFile]":
    def acted(act: FileAct) -> models.Exists:
        return models.Exists(FileFact.objects.filter(file=models.OuterRef("pk"), act=act))

    kept = KeptFile.objects.filter(acted(FileAct.QUARANTINED), ~acted(FileAct.PURGED))
    return kept.filter(kind="pdf").order_by("pk")
