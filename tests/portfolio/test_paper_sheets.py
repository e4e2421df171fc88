"""Sheets that come back: which week they go to, what is refused, who reads them, how they go."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from portfolio.models import LogbookEntry, LogbookWeek, WeekSheet
from portfolio.permissions import can_read_sheet
from portfolio.rules.weeks import IsoWeek
from portfolio.services import (
    CodeUnread,
    NotYours,
    Place,
    SheetRefused,
    TooLateToConfirm,
    WeekClosed,
    WeekIncomplete,
    WeekLocked,
    WeekNotOpen,
    confirm_attachment,
    erase_attachment,
    file_sheet,
    return_week,
    sign_week,
    submit_week,
)
from records.enums import FileAct
from records.models import FileFact, KeptFile, PatientDataConfirmation
from records.services import FileRefused, PatientData, PurgeReasonMissing
from tests.factories import enrolment_factory
from tests.factories.portfolio import entry_factory, week_factory
from tests.portfolio.papers import (
    WEEK,
    blank,
    photo_of,
    scan_of,
    scribble,
    sheet_factory,
    sheet_pdf,
)
from tests.portfolio.pieces import bomb, readable_pdf
from tests.portfolio.tables import rows
from tests.training.papers import photo
from training.models import Enrolment

WHO = ("learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror")
OTHERS = ("stranger", "other_trainer", "other_lead", "other_employer")
WHY = "C’est le nom de la rue du cabinet."

pytestmark = pytest.mark.usefixtures("private_files")


@pytest.fixture
def place(world) -> Place:
    return Place(world.enrolment, WEEK)


@pytest.fixture
def files(world, now):
    """Join a file as the learner."""

    def go(upload, place=None, **changes):
        return file_sheet(
            **{"actor": world.learner, "upload": upload, "place": place, "now": now, **changes}
        )

    return go


def hand_in(world, week, now):
    week.refresh_from_db()
    return submit_week(actor=world.learner, week=week, version=week.version, now=now)


def sign(world, week, now):
    week.refresh_from_db()
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)


def readers(world, sheet) -> set[str]:
    """Who reads a sheet as it is stored now; the queryset and its twin agree."""
    stored = WeekSheet.objects.get(pk=sheet.pk)
    found = set()
    for who in (*WHO, *OTHERS):
        actor = getattr(world, who)
        seen = WeekSheet.objects.visible_to(actor).filter(pk=sheet.pk).exists()
        assert seen == can_read_sheet(actor, stored), who
        found |= {who} if seen else set()
    return found


def nothing_stored() -> bool:
    return not (
        WeekSheet.objects.exists() or KeptFile.objects.exists() or LogbookWeek.objects.exists()
    )


# --- The code decides -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "taken",
    [
        {},
        {"turned": 90},
        {"turned": 180},
        {"turned": 7},
        {"height": 1000},
        {"quality": 15},
        {"light": 0.15},
        {"turned": 263, "height": 1300, "quality": 30, "light": 0.5},
    ],
    ids=str,
)
def test_a_photo_goes_to_the_week_that_its_code_names(world, files, taken):
    other = Place(world.enrolment, IsoWeek(2027, 8))
    filed = files(photo_of(sheet_pdf(world.enrolment), **taken), other)
    week = filed.sheet.week
    assert (filed.new, week.iso_week, week.enrolment, week.state) == (
        True,
        9,
        world.enrolment,
        "draft",
    )
    stored = WeekSheet.objects.get()
    assert (stored.number, stored.state, stored.name) == (1, "waiting", "Feuille 1, photo")
    assert (stored.file.about, stored.file.organisation) == (world.enrolment.learner, world.body)
    assert AuditEvent.objects.filter(verb="portfolio.sheet.added").count() == 1


def test_the_printed_pdf_and_a_scan_of_both_sides_are_read_too(world, files):
    # A long number before a word looks like a postal code to the guard.
    world.body.name, world.enrolment.practice.name = "Organisme d’essai", "Cabinet d’essai"
    world.body.save()
    world.enrolment.practice.save()
    pdf = sheet_pdf(Enrolment.objects.get(pk=world.enrolment.pk))
    printed = files(SimpleUploadedFile("feuille.pdf", pdf)).sheet
    both = files(scan_of(readable_pdf("Le verso.").read(), pdf)).sheet
    assert (printed.week, printed.number, both.number) == (both.week, 1, 1)


def test_the_sheet_of_week_53_goes_to_week_53(world, files):
    pdf = sheet_pdf(world.enrolment, IsoWeek(2026, 53))
    at = world.learner.user.date_joined.replace(year=2027, month=1, day=5)
    week = files(photo_of(pdf), now=at).sheet.week
    assert (week.iso_year, week.iso_week) == (2026, 53)


def test_the_sheet_of_an_earlier_livret_of_ones_own_goes_there(world, files):
    second = enrolment_factory(learner=world.enrolment.learner)
    week = files(photo_of(sheet_pdf(second)), Place(world.enrolment, WEEK)).sheet.week
    assert week.enrolment == second


def test_the_sheet_of_somebody_else_is_refused_whatever_week_is_chosen(world, files, place):
    theirs = photo_of(sheet_pdf(enrolment_factory(world.cohort)))
    for where in (None, place):
        theirs.seek(0)
        with pytest.raises(NotYours, match="quelqu’un d’autre"):
            files(theirs, where)
    assert nothing_stored()


def test_two_sheets_in_one_file_are_refused(world, files, place):
    two = scan_of(sheet_pdf(world.enrolment), sheet_pdf(world.enrolment, IsoWeek(2027, 8)))
    with pytest.raises(SheetRefused, match="plusieurs feuilles"):
        files(two, place)
    assert nothing_stored()


# --- Without a code -------------------------------------------------------------------------------


def test_without_a_code_the_person_chooses_the_week(world, files, place):
    with pytest.raises(CodeUnread):
        files(scribble())
    assert nothing_stored()
    sheet = files(scribble(), place).sheet
    assert (sheet.week.iso_week, sheet.number, sheet.name) == (9, None, "Feuille, image")


@pytest.mark.parametrize(
    ("upload", "why"),
    [
        (blank(), "vide"),
        (blank(0), "vide"),
        (photo(), "vide"),
        (bomb(), "trop grande"),
        (SimpleUploadedFile("a.jpg", b"\xff\xd8\xff cut"), "abîmée"),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7\nrien"), "abîmé"),
        (SimpleUploadedFile("a.jpg", b"MZ\x90"), "ni un PDF"),
        (SimpleUploadedFile("a.jpg", b""), "vide"),
        (readable_pdf("#pagebreak()\n#pagebreak()\nFin."), "2 pages au plus"),
        (readable_pdf("Née le 3 mars 1962"), "naissance"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(files, place, upload, why):
    upload.seek(0)
    with pytest.raises((SheetRefused, FileRefused, PatientData), match=why):
        files(upload, place)
    assert nothing_stored()


# --- Once, and within the week --------------------------------------------------------------------


def test_the_same_file_is_there_once_until_it_is_erased(world, files, now):
    pdf = sheet_pdf(world.enrolment)
    first, again = files(photo_of(pdf)), files(photo_of(pdf, name="autre nom.jpg"))
    assert (first.new, again.new, first.sheet) == (True, False, again.sheet)
    assert KeptFile.objects.count() == 1
    erase_attachment(actor=world.learner, attachment=first.sheet, now=now)
    assert files(photo_of(pdf)).new
    assert files(photo_of(pdf, turned=180)).new


def test_a_week_has_five_sheets_and_one_erased_makes_room(world, files, place, now):
    week = week_factory(world.enrolment)
    held = [sheet_factory(week, marks=number) for number in range(1, 6)]
    with pytest.raises(SheetRefused, match="5 feuilles"):
        files(scribble(6), place)
    erase_attachment(actor=world.learner, attachment=held[0], now=now)
    files(scribble(6), place)


def test_only_its_learner_files_a_sheet(world, files, place):
    pdf = sheet_pdf(world.enrolment)
    for who in ("lead", "trainer", "companion", "employer"):
        with pytest.raises(NotAllowed):
            files(photo_of(pdf), actor=getattr(world, who))
    for upload, error in ((photo_of(pdf), NotYours), (scribble(), NotAllowed)):
        with pytest.raises(error):
            files(upload, place, actor=world.stranger)
    assert nothing_stored()


def test_a_sheet_is_taken_while_its_week_is_written(world, files, place, now):
    for iso, error in ((IsoWeek(2027, 10), WeekNotOpen), (IsoWeek(2027, 1), WeekClosed)):
        with pytest.raises(error):
            files(photo_of(sheet_pdf(world.enrolment, iso)))
    assert nothing_stored()
    week = week_factory(world.enrolment)
    entry_factory(week)
    hand_in(world, week, now)
    with pytest.raises(WeekLocked):
        files(scribble(), place)


def test_names_of_files_are_read_confirmed_and_never_kept(files, place, caplog):
    for name in ("0612345678.png", "Mme Durand.png"):
        with pytest.raises(PatientData):
            files(scribble(name=name), place)
    made = files(scribble(name="Mme Durand.png"), place, confirmed=WHY).sheet
    kept = PatientDataConfirmation.objects.get()
    assert (kept.source_key, kept.why) == (f"portfolio.sheet:{made.pk}", WHY)
    told = str(list(AuditEvent.objects.values_list("detail", flat=True))) + caplog.text
    assert "Durand" not in told + str(made.file.file.name)


def test_a_file_belongs_to_one_week(world):
    sheet = sheet_factory(week_factory(world.enrolment))
    with pytest.raises(IntegrityError), transaction.atomic():
        WeekSheet.objects.create(week=week_factory(world.enrolment, 2027, 8), file=sheet.file)


# --- Read, confirmed, erased ----------------------------------------------------------------------


def test_who_reads_a_sheet_follows_the_week(world, now):
    week = week_factory(world.enrolment)
    entry_factory(week)
    sheet, waiting = sheet_factory(week, looked_at=True), sheet_factory(week, marks=2)
    table = {
        state: {who for who, cell in zip(WHO, cells, strict=True) if cell == "yes"}
        for state, *cells in rows("livret", "On paper", 2)
    }
    for state, expected in table.items():
        LogbookWeek.objects.filter(pk=week.pk).update(state=state, submitted_at=now)
        assert readers(world, sheet) == expected, state
        assert readers(world, waiting) == {"learner"}, state
    for who in (*WHO, *OTHERS):
        assert not KeptFile.objects.visible_to(getattr(world, who)).filter(pk=sheet.file_id)


def test_who_signs_has_seen_the_sheet_that_was_confirmed_in_between(world, now):
    week = week_factory(world.enrolment)
    entry_factory(week)
    sheet, late = sheet_factory(week), sheet_factory(week, marks=2)
    seen = hand_in(world, week, now)
    for who in ("lead", "trainer", "stranger"):
        with pytest.raises(NotAllowed):
            confirm_attachment(actor=getattr(world, who), attachment=sheet, now=now)
    for _ in range(2):
        confirm_attachment(actor=world.learner, attachment=sheet, now=now)
    assert FileFact.objects.filter(act=FileAct.CLEARED).count() == 1
    with pytest.raises(StaleForm):
        sign_week(actor=world.trainer, week=seen, version=seen.version, now=now)
    sign(world, week, now)
    with pytest.raises(TooLateToConfirm):
        confirm_attachment(actor=world.learner, attachment=late, now=now)


@pytest.mark.parametrize("who", ["learner", "lead", "admin"])
def test_a_sheet_read_by_others_is_erased_with_a_reason_and_shows(
    world, now, who, django_capture_on_commit_callbacks
):
    week = week_factory(world.enrolment)
    entry_factory(week)
    sheet, actor = sheet_factory(week, looked_at=True), getattr(world, who)
    hand_in(world, week, now)
    sign(world, week, now)
    with pytest.raises(PurgeReasonMissing):
        erase_attachment(actor=actor, attachment=sheet, reason=" ", now=now)
    with django_capture_on_commit_callbacks(execute=True):
        erase_attachment(actor=actor, attachment=sheet, reason="Un nom y figure.", now=now)
    stored = WeekSheet.objects.get()
    assert (stored.state, stored.shown) == ("purged", True)
    assert not stored.file.file.storage.exists(stored.file.file.name)
    week.refresh_from_db()
    assert [one.state for one in week.papers] == ["purged"]


@pytest.mark.parametrize("who", ["trainer", "companion", "employer", "stranger", "other_lead"])
def test_nobody_else_erases_a_sheet(world, now, who):
    week = week_factory(world.enrolment)
    entry_factory(week)
    sheet = sheet_factory(week, looked_at=True)
    hand_in(world, week, now)
    with pytest.raises(NotAllowed):
        erase_attachment(actor=getattr(world, who), attachment=sheet, reason="Non.", now=now)


# --- What a sheet counts for ----------------------------------------------------------------------


def test_a_sheet_fills_nothing_and_one_sentence_that_sends_to_it_is_enough(world, now):
    week = week_factory(world.enrolment)
    sheet_factory(week, looked_at=True)
    with pytest.raises(WeekIncomplete, match="Écrivez au moins une situation"):
        hand_in(world, week, now)
    entry_factory(week, text="Voir la feuille", competencies=())
    with pytest.raises(WeekIncomplete, match="compétence"):
        hand_in(world, week, now)
    entry_factory(week, text="Voir la feuille")
    week = hand_in(world, week, now)
    assert (week.state, week.practice_minutes) == ("submitted", 0)


def test_paper_and_file_take_turns(world, files, now):
    """A sheet, then a situation; sent back, a sheet more: all of it is there."""
    pdf = sheet_pdf(world.enrolment)
    first = files(photo_of(pdf)).sheet
    confirm_attachment(actor=world.learner, attachment=first, now=now)
    week = first.week
    entry_factory(week)
    week = hand_in(world, week, now)
    return_week(actor=world.trainer, week=week, comment="Mardi ?", version=week.version, now=now)
    second = files(photo_of(sheet_pdf(world.enrolment, row=week))).sheet
    assert (second.number, second.week) == (2, week)
    entry_factory(week, text="Mardi, tapé ensuite.")
    assert [one.number for one in LogbookWeek.objects.get().papers] == [1, 2]
    assert LogbookEntry.objects.filter(week=week).count() == 2
