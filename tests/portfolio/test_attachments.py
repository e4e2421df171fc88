"""Pieces joined to situations: added, looked at, read by whom, erased."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from portfolio.enums import AttachmentState
from portfolio.models import EntryAttachment, LogbookEntry
from portfolio.permissions import can_read_attachment
from portfolio.services import (
    AttachmentRefused,
    TooLateToConfirm,
    WeekLocked,
    confirm_attachment,
    erase_attachment,
    remove_entry,
    return_week,
    sign_week,
    submit_week,
)
from records.enums import FileAct
from records.models import FileFact, KeptFile, PatientDataConfirmation
from records.services import AlreadyPurged, FileRefused, PatientData, PurgeReasonMissing, WhyMissing
from tests.factories import enrolment_factory
from tests.factories.assessments import learner_of
from tests.factories.portfolio import entry_factory, week_factory
from tests.portfolio.pieces import attachment_factory, bomb, readable_pdf
from tests.training.papers import photo

WHO = ("learner", "companion", "lead", "trainer", "admin", "employer", "funder", "juror")
OTHERS = ("stranger", "other_trainer", "other_lead", "other_employer")
CIRCLES = {
    "self": {"learner"},
    "support": {"learner", "companion", "lead"},
    "training": {"learner", "companion", "lead", "trainer", "admin"},
    "employer": {"learner", "companion", "lead", "trainer", "admin", "employer"},
}
WHY = "C’est le nom de la rue du cabinet."

pytestmark = pytest.mark.usefixtures("private_files")


@pytest.fixture
def entry(world) -> LogbookEntry:
    return entry_factory(week_factory(world.enrolment))


def hand_in(world, week, now):
    week.refresh_from_db()
    return submit_week(actor=world.learner, week=week, version=week.version, now=now)


def sign(world, week, now):
    week.refresh_from_db()
    sign_week(actor=world.trainer, week=week, version=week.version, now=now)


def readers(world, piece) -> set[str]:
    """Who reads a piece as it is stored now; the queryset and its twin agree."""
    stored = EntryAttachment.objects.get(pk=piece.pk)
    found = set()
    for who in (*WHO, *OTHERS):
        actor = getattr(world, who)
        seen = EntryAttachment.objects.visible_to(actor).filter(pk=piece.pk).exists()
        assert seen == can_read_attachment(actor, stored), who
        found |= {who} if seen else set()
    return found


def state(piece) -> AttachmentState:
    return EntryAttachment.objects.get(pk=piece.pk).state


# --- Joining --------------------------------------------------------------------------------------


def test_a_piece_waits_and_the_same_form_joins_it_once(world, entry):
    first = attachment_factory(entry, form_key="une", label="  Affiche\nde l’accueil ")
    again = attachment_factory(entry, form_key="une")
    assert (first, first.state, first.name) == (again, "waiting", "Affiche de l’accueil")
    assert (KeptFile.objects.count(), FileFact.objects.count()) == (1, 1)
    assert first.file.organisation == world.body


def test_a_form_of_another_situation_joins_nothing(world, entry):
    attachment_factory(entry, form_key="une")
    other = entry_factory(entry.week)
    with pytest.raises(AttachmentRefused):
        attachment_factory(other, form_key="une")


def test_a_form_of_another_learner_does_not_give_their_piece(world, entry):
    attachment_factory(entry, form_key="une")
    theirs = entry_factory(week_factory(enrolment_factory(world.cohort)))
    with pytest.raises(AttachmentRefused):
        attachment_factory(theirs, form_key="une")


def test_only_its_author_joins(world, entry, now):
    for who in ("lead", "trainer", "stranger", "employer"):
        with pytest.raises(NotAllowed):
            attachment_factory(entry, actor=getattr(world, who))
    assert KeptFile.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", b"MZ\x90\x00 a program"),
        ("photo.jpg", b""),
        ("photo.jpg", b"\xff\xd8\xff cut short"),
        ("note.pdf", b"<html><script>"),
    ],
)
def test_what_is_no_paper_is_not_joined_whatever_its_name(entry, name, content):
    with pytest.raises(FileRefused):
        attachment_factory(entry, upload=SimpleUploadedFile(name, content))
    assert (EntryAttachment.objects.count(), KeptFile.objects.count()) == (0, 0)


def test_a_bomb_and_a_gigabyte_are_not_joined(entry):
    large = photo()
    large.size = 1024**3
    for sent in (bomb(), large):
        with pytest.raises(FileRefused):
            attachment_factory(entry, upload=sent)


def test_names_are_read_confirmed_and_never_kept_nor_logged(entry, caplog):
    for words in ({"label": "06 12 34 56 78"}, {"upload": photo("0612345678.jpg")}):
        with pytest.raises(PatientData):
            attachment_factory(entry, **words, confirmed=WHY)
    named = {"label": "Rue de Mme Durand", "upload": photo("M. Petit.jpg")}
    with pytest.raises(PatientData):
        attachment_factory(entry, **named)
    with pytest.raises(WhyMissing):
        attachment_factory(entry, **named, confirmed="court")
    made = attachment_factory(entry, **named, confirmed=WHY)
    kept = PatientDataConfirmation.objects.get()
    assert (kept.source_key, kept.why) == (f"portfolio.attachment:{made.pk}", WHY)
    told = str(list(AuditEvent.objects.values_list("detail", flat=True))) + caplog.text
    assert not any(name in told for name in ("Durand", "Petit", "0612345678"))
    assert "Petit" not in str(made.file.file.name)


def test_the_text_of_a_pdf_is_read_before_anything_is_stored(entry):
    with pytest.raises(PatientData):
        attachment_factory(entry, upload=readable_pdf("Née le 3 mars 1962"))
    assert KeptFile.objects.count() == 0
    assert attachment_factory(entry, upload=readable_pdf(), label="").name == "PDF"


def test_a_situation_carries_five_pieces_and_one_erased_makes_room(world, entry, now):
    held = [attachment_factory(entry) for _ in range(5)]
    with pytest.raises(AttachmentRefused):
        attachment_factory(entry)
    erase_attachment(actor=world.learner, attachment=held[0], now=now)
    attachment_factory(entry)


def test_nothing_joins_a_situation_taken_out_or_a_week_handed_in(world, entry, now):
    gone = entry_factory(entry.week)
    remove_entry(actor=world.learner, entry=gone, version=1, now=now)
    with pytest.raises(AttachmentRefused, match="retirée"):
        attachment_factory(gone)
    hand_in(world, entry.week, now)
    with pytest.raises(WeekLocked):
        attachment_factory(entry)


# --- Reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", CIRCLES)
def test_a_piece_is_read_by_the_circle_of_its_situation_once_confirmed(world, now, audience):
    week = week_factory(world.enrolment)
    entry_factory(week)
    entry = entry_factory(week, audience=audience)
    piece, waiting = attachment_factory(entry, looked_at=True), attachment_factory(entry)
    assert readers(world, piece) == readers(world, waiting) == {"learner"}
    hand_in(world, week, now)
    assert (readers(world, piece), readers(world, waiting)) == (CIRCLES[audience], {"learner"})


def test_who_reads_papers_of_the_body_does_not_read_those_of_the_livret(world, now):
    entry = entry_factory(week_factory(world.enrolment), audience="self")
    piece = attachment_factory(entry, looked_at=True)
    for who in (*WHO, *OTHERS):
        assert not KeptFile.objects.visible_to(getattr(world, who)).filter(pk=piece.file_id)


# --- Confirming -----------------------------------------------------------------------------------


def test_a_confirmation_is_a_fact_and_is_said_once(world, entry, now):
    piece = attachment_factory(entry)
    for _ in range(2):
        confirm_attachment(actor=world.learner, attachment=piece, now=now)
    fact = FileFact.objects.get(file=piece.file, act=FileAct.CLEARED)
    assert (fact.by, fact.at, state(piece)) == (world.learner, now, "open")


def test_nobody_confirms_for_the_author(world, entry, now):
    piece = attachment_factory(entry)
    for who in ("lead", "trainer", "stranger"):
        with pytest.raises(NotAllowed):
            confirm_attachment(actor=getattr(world, who), attachment=piece, now=now)


def test_who_signs_has_seen_what_was_confirmed_in_between(world, entry, now):
    piece = attachment_factory(entry)
    seen = hand_in(world, entry.week, now)
    confirm_attachment(actor=world.learner, attachment=piece, now=now)
    with pytest.raises(StaleForm):
        sign_week(actor=world.trainer, week=seen, version=seen.version, now=now)
    confirm_attachment(actor=world.learner, attachment=piece, now=now)
    seen.refresh_from_db()
    sign_week(actor=world.trainer, week=seen, version=seen.version, now=now)


def test_a_week_is_handed_in_with_pieces_that_wait_and_they_never_join_it_signed(world, entry, now):
    piece = attachment_factory(entry)
    hand_in(world, entry.week, now)
    sign(world, entry.week, now)
    with pytest.raises(TooLateToConfirm):
        confirm_attachment(actor=world.learner, attachment=piece, now=now)
    assert readers(world, piece) == {"learner"}
    erase_attachment(actor=world.learner, attachment=piece, now=now)
    assert state(piece) == "purged"


# --- Erasing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("looked_at", [False, True])
def test_its_author_erases_freely_while_the_week_is_written(
    world, entry, now, django_capture_on_commit_callbacks, looked_at
):
    piece = attachment_factory(entry, looked_at=looked_at)
    stored = piece.file.file
    assert stored.storage.exists(stored.name)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            erase_attachment(actor=world.learner, attachment=piece, reason="Rien", now=now)
    assert not stored.storage.exists(stored.name)
    kept = EntryAttachment.objects.get(pk=piece.pk)
    assert (kept.state, kept.shown, kept.purge_reason) == ("purged", False, "")
    assert AuditEvent.objects.filter(verb="records.file.purged").count() == 1
    with pytest.raises(AlreadyPurged):
        confirm_attachment(actor=world.learner, attachment=piece, now=now)


def test_a_week_sent_back_was_read_so_erasing_asks_why(world, entry, now):
    read, waits = attachment_factory(entry, looked_at=True), attachment_factory(entry)
    week = hand_in(world, entry.week, now)
    return_week(actor=world.trainer, week=week, comment="Complétez.", version=week.version, now=now)
    with pytest.raises(PurgeReasonMissing):
        erase_attachment(actor=world.learner, attachment=read, now=now)
    erase_attachment(actor=world.learner, attachment=read, reason="Un nom y figure.", now=now)
    erase_attachment(actor=world.learner, attachment=waits, now=now)
    shown = [EntryAttachment.objects.get(pk=one.pk).shown for one in (read, waits)]
    assert shown == [True, False]


def test_a_situation_taken_out_leaves_no_file(
    world, entry, now, django_capture_on_commit_callbacks
):
    held = [attachment_factory(entry, looked_at=True), attachment_factory(entry)]
    erase_attachment(actor=world.learner, attachment=attachment_factory(entry), now=now)
    with django_capture_on_commit_callbacks(execute=True):
        remove_entry(actor=world.learner, entry=entry, version=1, now=now)
    for piece in held:
        assert not piece.file.file.storage.exists(piece.file.file.name)
        assert FileFact.objects.filter(file=piece.file, act=FileAct.PURGED).exists()
    assert (EntryAttachment.objects.count(), KeptFile.objects.count()) == (0, 3)


@pytest.mark.parametrize("who", ["learner", "lead", "admin"])
def test_after_the_signature_erasing_asks_why_and_shows(world, entry, now, who):
    actor, piece = getattr(world, who), attachment_factory(entry, looked_at=True)
    hand_in(world, entry.week, now)
    sign(world, entry.week, now)
    version = type(entry.week).objects.get(pk=entry.week_id).version
    with pytest.raises(PurgeReasonMissing):
        erase_attachment(actor=actor, attachment=piece, reason=" ", now=now)
    with pytest.raises(PatientData):
        erase_attachment(actor=actor, attachment=piece, reason="On y lit Mme Durand", now=now)
    erase_attachment(actor=actor, attachment=piece, reason="Un nom y figure.", now=now)
    kept = EntryAttachment.objects.get(pk=piece.pk)
    assert (kept.state, kept.shown, kept.purge_reason) == ("purged", True, "Un nom y figure.")
    assert AuditEvent.objects.get(verb="records.file.purged").actor == actor
    entry.week.refresh_from_db()
    assert (entry.week.state, entry.week.version) == ("signed", version)


@pytest.mark.parametrize("who", ["trainer", "companion", "employer", "stranger", "other_lead"])
def test_nobody_else_erases(world, now, who):
    entry = entry_factory(week_factory(world.enrolment), audience="employer")
    piece = attachment_factory(entry, looked_at=True)
    hand_in(world, entry.week, now)
    with pytest.raises(NotAllowed):
        erase_attachment(actor=getattr(world, who), attachment=piece, reason="Un nom.", now=now)


def test_those_who_lead_do_not_erase_what_they_do_not_read(world, now):
    week = week_factory(world.enrolment)
    entry_factory(week)
    alone = attachment_factory(entry_factory(week, audience="self"), looked_at=True)
    waiting = attachment_factory(entry_factory(week))
    hand_in(world, week, now)
    for piece in (alone, waiting):
        with pytest.raises(NotAllowed):
            erase_attachment(actor=world.lead, attachment=piece, reason="Un nom.", now=now)


def test_a_file_belongs_to_one_situation(world, entry):
    piece = attachment_factory(entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryAttachment.objects.create(entry=entry, file=piece.file, form_key="autre")


def test_another_learner_acts_on_nothing(world, entry, now):
    piece = attachment_factory(entry)
    neighbour = learner_of(enrolment_factory(world.cohort))
    for act in (confirm_attachment, erase_attachment):
        with pytest.raises(NotAllowed):
            act(actor=neighbour, attachment=piece, now=now)
