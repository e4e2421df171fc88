"""Sheets of a week written by hand, joined to it by the code that they bear."""

from datetime import datetime
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from people.enums import Role
from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from portfolio.models import WeekSheet
from portfolio.permissions import can_write_week
from portfolio.queries.paper import sheets_in
from portfolio.rules.paper import sheets_problem
from portfolio.rules.weeks import IsoWeek
from portfolio.services.logbook import advance, open_week, writable
from records.services import ReadPaper, confirm_weak_identifiers, keep_file, read_paper
from records.services.qr_reading import Undrawable, qr_codes_of
from training.models import Enrolment


class SheetRefused(ServiceError):
    message = "Cette feuille ne peut pas être jointe."


class CodeUnread(ServiceError):
    message = (
        "Le code de la feuille ne se lit pas : choisissez la semaine et envoyez de nouveau le "
        "fichier, ou photographiez la feuille à plat, à la lumière, le code en entier."
    )


class NotYours(ServiceError):
    message = (
        "Le code de cette feuille est celui du livret de quelqu’un d’autre : rien n’est joint."
    )


class Place(NamedTuple):
    """The week of an enrolment that a sheet goes to, and its number, if that is known."""

    enrolment: Enrolment
    week: IsoWeek
    number: int | None = None


class Filed(NamedTuple):
    """A sheet, and whether it was not there before."""

    sheet: WeekSheet
    new: bool


def file_sheet(
    *,
    actor: Membership,
    upload: UploadedFile,
    place: Place | None = None,
    confirmed: str = "",
    now: datetime,
) -> Filed:
    """Join a photographed or scanned sheet to the week that its code names; it waits in quarantine.

    `place`: where it goes if no code of ours can be read; a code that is read goes before. The
    same file twice in a week is joined once. `confirmed`: why a name in the name of the file is no
    patient’s. Raises `NotAllowed`, `NotYours`, `CodeUnread`, `SheetRefused`, `WeekNotOpen`,
    `WeekLocked`, `WeekClosed`, and what `read_paper` raises. The file is read before the
    transaction.
    """
    if actor.role != Role.LEARNER:
        raise NotAllowed
    paper = read_paper(upload, quarantine=True, confirmed=confirmed)
    place = _named(actor, paper) or place
    if place is None:
        raise CodeUnread
    with transaction.atomic():
        filed = _keep(actor, place, paper, now)
        if confirmed:
            confirm_weak_identifiers(
                actor=actor, source_key=f"portfolio.sheet:{filed.sheet.pk}",
                texts=[upload.name or ""], why=confirmed, now=now,
            )  # fmt: skip
    return filed


def _named(actor: Membership, paper: ReadPaper) -> Place | None:
    """Where the code of a sheet says that it goes; None without a code of ours."""
    try:
        names = sheets_in(qr_codes_of(paper.content))
    except Undrawable as fault:
        raise SheetRefused(fault.args[0]) from fault
    if len(names) > 1:
        raise SheetRefused("Ce fichier montre plusieurs feuilles : envoyez-en une par fichier.")
    for name in names:
        enrolment = Enrolment.objects.filter(pk=name.enrolment).select_related("cohort").first()
        if enrolment is None or not can_write_week(actor, enrolment):
            raise NotYours
        return Place(enrolment, name.week, name.number)
    return None


def _keep(actor: Membership, place: Place, paper: ReadPaper, now: datetime) -> Filed:
    week = open_week(
        actor=actor, enrolment=place.enrolment, iso_year=place.week.year,
        iso_week=place.week.number, now=now,
    )  # fmt: skip
    row = writable(actor, week, now)
    held = list(row.sheets.kept())
    if same := next((one for one in held if one.file.sha256 == paper.sha256), None):
        return Filed(same, new=False)
    if problem := sheets_problem(len(held)):
        raise SheetRefused(problem)
    file = keep_file(
        actor=actor, organisation=row.enrolment.cohort.organisation, upload=paper,
        about=row.enrolment.learner, quarantine=True, now=now,
    )  # fmt: skip
    made = WeekSheet.objects.create(week=row, file=file, number=place.number)
    advance(row, row.version)
    audit(actor, "portfolio.sheet.added", made, at=now, week=row.pk, number=place.number)
    return Filed(made, new=True)
