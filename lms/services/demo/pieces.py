"""Pieces of the demo: of a situation, one confirmed, one that waits; a sheet of its week."""

from datetime import datetime

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from lms.services.demo.scans import scan
from people.models import Membership
from portfolio.models import LogbookWeek
from portfolio.queries.paper import address_of, sheet_to_print
from portfolio.queries.week import rank_of
from portfolio.rules.weeks import IsoWeek
from portfolio.services import attach_file, confirm_attachment, file_sheet
from records.services import qr_svg
from records.services.rendering import render_export

POSTER = "#set page(width: 12cm, height: 8cm)\n= Affiche inventée\nPour la démonstration."


def poster() -> SimpleUploadedFile:
    """A picture that says that it is invented."""
    drawn = typst.compile(POSTER.encode(), format="png")
    return SimpleUploadedFile("affiche.png", drawn, "image/png")


def join_two(author: Membership, week: LogbookWeek, now: datetime) -> None:
    """A note that the training body reads, and a photo that its author has not looked at yet."""
    entry = week.entries.order_by("pk").first()
    if entry is None:
        return
    note = attach_file(
        actor=author, entry=entry, upload=scan("Liste de controle inventee, demonstration"),
        label="Liste de contrôle (démonstration)", form_key=f"demo-note-{week.pk}", now=now,
    )  # fmt: skip
    confirm_attachment(actor=author, attachment=note, now=now)
    attach_file(
        actor=author, entry=entry, upload=poster(), label="Affiche (démonstration)",
        form_key=f"demo-affiche-{week.pk}", now=now,
    )  # fmt: skip


def join_sheet(author: Membership, week: LogbookWeek, now: datetime) -> None:
    """The printed sheet of the week, brought back by its code and confirmed."""
    iso = IsoWeek(week.iso_year, week.iso_week)
    data = sheet_to_print(week.enrolment, iso, rank_of(week, week.enrolment), week)
    code = qr_svg(address_of(data.pop("name")))
    printed = render_export("paper_sheet", {**data, "qr": code})
    filed = file_sheet(
        actor=author, upload=SimpleUploadedFile("feuille.pdf", printed, "application/pdf"), now=now
    )
    confirm_attachment(actor=author, attachment=filed.sheet, now=now)
