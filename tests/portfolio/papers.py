"""Sheets of a week as they come back: drawn to a picture, turned, small, dark, bad."""

from io import BytesIO

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from portfolio.models import LogbookWeek, WeekSheet
from portfolio.queries.paper import address_of, sheet_to_print
from portfolio.rules.weeks import IsoWeek
from portfolio.services import Place, confirm_attachment, file_sheet
from records.services import qr_svg
from records.services.rendering import render_export
from tests.factories.assessments import learner_of
from tests.factories.portfolio import AT
from training.models import Enrolment

WEEK = IsoWeek(2027, 9)


def sheet_pdf(enrolment: Enrolment, iso: IsoWeek = WEEK, row=None) -> bytes:
    """The sheet of a week as its learner prints it."""
    data = sheet_to_print(enrolment, iso, 1, row)
    name = data.pop("name")
    return render_export("paper_sheet", {**data, "qr": qr_svg(address_of(name))})


def drawn(pdf: bytes, height: int = 1754) -> Image.Image:
    """The first page of a PDF as a scanner gives it."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        return page.render(scale=height / page.get_height(), grayscale=True).to_pil().convert("L")


def photo_of(
    pdf: bytes, *, turned: float = 0, height: int = 1754, quality: int = 80, light: float = 1,
    name: str = "feuille.jpg",
) -> SimpleUploadedFile:  # fmt: skip
    """A sheet as a phone takes it. `turned` in degrees; `light`: 1 is daylight."""
    page = drawn(pdf, height).rotate(turned, expand=True, fillcolor=200)
    kept = BytesIO()
    page.point(lambda grey: round(grey * light)).save(kept, "JPEG", quality=quality)
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


def scan_of(*pdfs: bytes) -> SimpleUploadedFile:
    """A PDF of pictures alone, as a copier makes it."""
    pages, kept = [drawn(pdf) for pdf in pdfs], BytesIO()
    pages[0].save(kept, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return SimpleUploadedFile("scan.pdf", kept.getvalue(), "application/pdf")


def scribble(marks: int = 1, name: str = "page.png") -> SimpleUploadedFile:
    """A picture with some lines by hand, and no code."""
    page, kept = Image.new("L", (300, 424), 250), BytesIO()
    for number in range(marks):
        ImageDraw.Draw(page).line((20, 30 + 9 * number, 280, 60 + 9 * number), 20, 4)
    page.save(kept, "PNG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/png")


def blank(grey: int = 255) -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("L", (600, 848), grey).save(kept, "PNG")
    return SimpleUploadedFile("vide.png", kept.getvalue(), "image/png")


def sheet_factory(week: LogbookWeek, *, looked_at: bool = False, marks: int = 1) -> WeekSheet:
    """A sheet whose code is not read, joined to the week that its author chose."""
    learner = learner_of(week.enrolment)
    place = Place(week.enrolment, IsoWeek(week.iso_year, week.iso_week))
    filed = file_sheet(actor=learner, upload=scribble(marks), place=place, now=AT)
    if looked_at:
        confirm_attachment(actor=learner, attachment=filed.sheet, now=AT)
    return WeekSheet.objects.get(pk=filed.sheet.pk)
