import pytest
from django.db import IntegrityError, transaction

from people.services import NotAllowed, StaleForm
from records.models import KeptFile
from records.services import FileRefused, PatientData
from tests.factories import enrolment_factory
from tests.factories.training import announced_factory
from tests.portfolio.pieces import readable_pdf
from tests.training.papers import pdf
from training.enums import Presence, SignatureMeans
from training.models import AbsenceExcuse, PresenceSignature, SheetSignature
from training.queries.roll_call import roll_of
from training.rules.attendance import Mark
from training.services import (
    MarksMoved,
    NobodySigned,
    NotAbsent,
    NotHeldYet,
    NothingToSign,
    NotYourMark,
    correct_marks,
    excuse_absence,
    sign_from_paper,
    sign_presence,
    sign_sheet,
)


@pytest.fixture
def mark(held):
    return held.attendances.get()


def corrected(world, held, mark, now):
    correct_marks(
        actor=world.trainer, session=held, marks={world.enrolment: mark},
        seen=held.attendances.count(), reason="Feuille relue", now=now,
    )  # fmt: skip


def test_a_learner_signs_with_their_own_account(world, mark, now):
    signature = sign_presence(actor=world.learner, attendance=mark, now=now)
    assert (signature.means, signature.signed_by) == (SignatureMeans.OWN_PHONE, world.learner)


def test_on_the_device_of_the_trainer_the_trainer_is_named(world, mark, now):
    signature = sign_presence(actor=world.trainer, attendance=mark, now=now)
    assert (signature.means, signature.signed_by) == (SignatureMeans.TRAINER_DEVICE, world.trainer)


def test_signing_twice_signs_once(world, mark, now):
    first = sign_presence(actor=world.learner, attendance=mark, now=now)
    assert sign_presence(actor=world.trainer, attendance=mark, now=now) == first
    assert PresenceSignature.objects.count() == 1


def test_nobody_signs_for_somebody_else(world, mark, now):
    neighbour = enrolment_factory(world.cohort).learner.memberships.get()
    for actor in (neighbour, world.stranger, world.employer, world.companion, world.other_trainer):
        with pytest.raises(NotAllowed):
            sign_presence(actor=actor, attendance=mark, now=now)


def test_after_a_correction_the_signature_no_longer_covers_what_stands(world, held, mark, now):
    sign_presence(actor=world.learner, attendance=mark, now=now)
    assert roll_of(held).sheet.signed == 1
    corrected(world, held, Mark(late=20), now)
    assert roll_of(held).sheet.signed == 0
    with pytest.raises(NotYourMark):
        sign_presence(actor=world.learner, attendance=mark, now=now)
    newest = held.attendances.standing().get()
    sign_presence(actor=world.learner, attendance=newest, now=now)
    assert (roll_of(held).sheet.signed, PresenceSignature.objects.count()) == (1, 2)


def test_an_absence_is_not_signed(world, held, now):
    corrected(world, held, Mark(Presence.ABSENT), now)
    with pytest.raises(NothingToSign):
        sign_presence(actor=world.learner, attendance=held.attendances.standing().get(), now=now)


def test_two_trainers_sign_the_same_sheet(world, held, now):
    for actor in (world.trainer, world.lead, world.trainer):
        sign_sheet(actor=actor, session=held, seen=1, now=now)
    assert [one.signed_by for one in roll_of(held).trainers] == [world.trainer, world.lead]


def test_a_sheet_that_moved_is_not_signed_and_has_to_be_signed_again(world, held, now):
    sign_sheet(actor=world.trainer, session=held, seen=1, now=now)
    corrected(world, held, Mark(late=20), now)
    assert roll_of(held).trainers == []
    with pytest.raises(MarksMoved):
        sign_sheet(actor=world.trainer, session=held, seen=1, now=now)
    sign_sheet(actor=world.trainer, session=held, seen=2, now=now)
    assert len(roll_of(held).trainers) == 1


def test_a_sheet_without_a_roll_call_is_not_signed(world, announced, now):
    with pytest.raises(NotHeldYet):
        sign_sheet(actor=world.trainer, session=announced, seen=0, now=now)


def test_nobody_else_signs_the_sheet(world, held, now):
    for actor in (world.companion, world.other_trainer, world.learner):
        with pytest.raises(NotAllowed):
            sign_sheet(actor=actor, session=held, seen=1, now=now)


@pytest.mark.usefixtures("private_files")
def test_a_scan_notes_who_signed_on_paper(world, mark, now):
    made = sign_from_paper(actor=world.trainer, attendances=[mark], upload=pdf(), now=now)
    assert [(one.means, one.scan.kind) for one in made] == [(SignatureMeans.PAPER, "pdf")]


@pytest.mark.usefixtures("private_files")
def test_the_same_scan_twice_is_kept_once(world, mark, now):
    sign_from_paper(actor=world.trainer, attendances=[mark], upload=pdf(), now=now)
    with pytest.raises(StaleForm):
        sign_from_paper(actor=world.trainer, attendances=[mark], upload=pdf(), now=now)
    assert (KeptFile.objects.count(), PresenceSignature.objects.count()) == (1, 1)


@pytest.mark.usefixtures("private_files")
def test_a_scan_that_is_no_paper_notes_no_signature(world, mark, now):
    upload = pdf()
    upload.file.seek(0)
    upload.file.write(b"<html")
    with pytest.raises(FileRefused):
        sign_from_paper(actor=world.trainer, attendances=[mark], upload=upload, now=now)
    assert PresenceSignature.objects.count() == 0


@pytest.mark.usefixtures("private_files")
def test_a_sheet_that_shows_a_social_security_number_is_refused(world, mark, now):
    shown = readable_pdf("Feuille. 2 95 10 99 126 111 93")
    with pytest.raises(PatientData):
        sign_from_paper(actor=world.trainer, attendances=[mark], upload=shown, now=now)
    assert (KeptFile.objects.count(), PresenceSignature.objects.count()) == (0, 0)


def test_a_scan_of_nobody_is_refused(world, now):
    with pytest.raises(NobodySigned):
        sign_from_paper(actor=world.trainer, attendances=[], upload=pdf(), now=now)


def test_nobody_else_hands_in_a_scan(world, mark, now):
    for actor in (world.companion, world.other_trainer, world.learner):
        with pytest.raises(NotAllowed):
            sign_from_paper(actor=actor, attendances=[mark], upload=pdf(), now=now)


def excuse(world, held, now, **more):
    values = {"actor": world.trainer, "upload": pdf(), "form_key": "un-justificatif", **more}
    return excuse_absence(session=held, enrolment=world.enrolment, now=now, **values)


@pytest.mark.usefixtures("private_files")
def test_a_document_excuses_an_absence(world, held, now):
    corrected(world, held, Mark(Presence.ABSENT), now)
    made = excuse(world, held, now)
    assert made.paper.about == world.enrolment.learner
    newest = held.attendances.standing().get()
    assert (newest.presence, newest.reason) == (Presence.EXCUSED, "Justificatif reçu.")


@pytest.mark.usefixtures("private_files")
def test_the_same_document_twice_is_kept_once(world, held, now):
    corrected(world, held, Mark(Presence.ABSENT), now)
    assert excuse(world, held, now) == excuse(world, held, now)
    assert (AbsenceExcuse.objects.count(), held.attendances.count()) == (1, 3)


@pytest.mark.usefixtures("private_files")
def test_the_key_of_a_document_of_another_absence_is_refused(world, held, now):
    corrected(world, held, Mark(Presence.ABSENT), now)
    excuse(world, held, now)
    mate = enrolment_factory(world.cohort)
    other = announced_factory(world.cohort, world.module, title="Autre")
    for session, enrolment in ((held, mate), (other, world.enrolment)):
        with pytest.raises(StaleForm):
            excuse_absence(
                actor=world.trainer, session=session, enrolment=enrolment, upload=pdf(),
                form_key="un-justificatif", now=now,
            )  # fmt: skip
    assert AbsenceExcuse.objects.count() == 1


def test_who_was_there_needs_no_document(world, held, now):
    with pytest.raises(NotAbsent):
        excuse(world, held, now)


def test_nobody_else_hands_in_a_document(world, held, now):
    for actor in (world.companion, world.other_trainer, world.learner):
        with pytest.raises(NotAllowed):
            excuse(world, held, now, actor=actor)


def test_the_database_refuses_paper_without_its_scan(world, mark, now):
    sign_presence(actor=world.learner, attendance=mark, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        PresenceSignature.objects.update(means=SignatureMeans.PAPER)


def test_the_database_takes_one_signature_a_mark(world, mark, now):
    sign_presence(actor=world.learner, attendance=mark, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        PresenceSignature.objects.create(
            attendance=mark, means=SignatureMeans.OWN_PHONE, signed_by=world.learner, signed_at=now
        )


def test_the_database_refuses_an_empty_sheet_and_the_same_signature_twice(world, held, now):
    values = {"session": held, "signed_by": world.trainer, "signed_at": now}
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetSignature.objects.create(marks=0, **values)
    SheetSignature.objects.create(marks=1, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetSignature.objects.create(marks=1, **values)
