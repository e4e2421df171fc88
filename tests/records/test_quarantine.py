"""Papers on which a patient might be named: who opens, clears and purges them."""

from io import BytesIO

import pytest
import typst
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript

from people.enums import OrganisationKind, Role
from people.models import AuditEvent
from people.services import NotAllowed
from records.enums import FileAct
from records.models import FileFact, KeptFile
from records.services import (
    AlreadyPurged,
    FileRefused,
    PatientData,
    PurgeReasonMissing,
    confirm_no_patient,
    keep_file,
    purge_file,
    read_paper,
)
from tests.factories import membership_factory, organisation_factory
from tests.training.papers import photo


@pytest.fixture(autouse=True)
def _kept_here(monkeypatch, tmp_path):
    field = KeptFile._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=tmp_path, base_url=None))


@pytest.fixture
def body(db):
    return organisation_factory(OrganisationKind.TRAINING_BODY)


@pytest.fixture
def learner(db):
    return membership_factory(Role.LEARNER, organisation_factory(OrganisationKind.PRACTICE))


@pytest.fixture
def lead(body):
    return membership_factory(Role.LEAD, body)


def hand_in(learner, body, now, upload=None):
    return keep_file(
        actor=learner, organisation=body, upload=upload or photo(), about=learner.user,
        quarantine=True, now=now,
    )  # fmt: skip


@pytest.fixture
def file(learner, body, now):
    return hand_in(learner, body, now)


def sees(actor, file) -> bool:
    return KeptFile.objects.visible_to(actor).filter(pk=file.pk).exists()


def pdf(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("situation.pdf", content)


def test_it_is_read_where_it_belongs_and_never_among_the_papers(file, learner, lead, sign_in, now):
    assert (sees(learner, file), sees(lead, file)) == (False, False)
    confirm_no_patient(actor=learner, file=file, now=now)
    assert (sees(learner, file), sees(lead, file)) == (False, False)
    for actor in (learner, lead):
        assert sign_in(actor).get(f"/pieces/{file.key}/").status_code == 404


def test_confirming_twice_confirms_once(file, learner, now):
    confirm_no_patient(actor=learner, file=file, now=now)
    confirm_no_patient(actor=learner, file=file, now=now)
    assert file.acts() == {FileAct.QUARANTINED, FileAct.CLEARED}
    assert AuditEvent.objects.filter(verb="records.file.cleared").count() == 1


def test_nobody_confirms_for_another(file, lead, now):
    with pytest.raises(NotAllowed):
        confirm_no_patient(actor=lead, file=file, now=now)


def test_the_author_purges_before_the_confirmation_without_a_reason(
    file, learner, lead, now, django_capture_on_commit_callbacks
):
    with pytest.raises(NotAllowed):
        purge_file(actor=lead, file=file, reason="Un nom y figure.", now=now)
    with django_capture_on_commit_callbacks(execute=True):
        purge_file(actor=learner, file=file, now=now)
    kept = KeptFile.objects.get(pk=file.pk)
    assert not kept.file.storage.exists(kept.file.name)
    assert kept.sha256 == file.sha256
    event = AuditEvent.objects.get(verb="records.file.purged")
    assert (event.actor, event.detail) == (learner, {"sha256": file.sha256})
    with pytest.raises(AlreadyPurged):
        confirm_no_patient(actor=learner, file=file, now=now)
    purge_file(actor=learner, file=file, now=now)
    assert kept.acts() == {FileAct.QUARANTINED, FileAct.PURGED}


def test_the_lead_purges_after_the_confirmation_with_a_reason(file, learner, lead, now):
    stranger = membership_factory(Role.LEARNER)
    confirm_no_patient(actor=learner, file=file, now=now)
    for other in (stranger, membership_factory(Role.LEAD)):
        with pytest.raises(NotAllowed):
            purge_file(actor=other, file=file, reason="Un nom.", now=now)
    with pytest.raises(PurgeReasonMissing):
        purge_file(actor=lead, file=file, now=now)
    with pytest.raises(PatientData):
        purge_file(actor=lead, file=file, reason="On y lit Mme Durand", now=now)
    purge_file(actor=lead, file=file, reason="Un nom y figure.", now=now)
    assert file.facts.last().reason == "Un nom y figure."


def test_the_author_purges_what_they_confirmed(file, learner, now):
    confirm_no_patient(actor=learner, file=file, now=now)
    purge_file(actor=learner, file=file, now=now)
    assert file.acts() == {FileAct.QUARANTINED, FileAct.CLEARED, FileAct.PURGED}


def test_purging_again_deletes_a_file_that_an_interruption_left(
    file, learner, now, django_capture_on_commit_callbacks
):
    purge_file(actor=learner, file=file, now=now)
    assert file.file.storage.exists(file.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        purge_file(actor=learner, file=file, now=now)
    assert not file.file.storage.exists(file.file.name)


def test_a_proof_that_was_never_in_quarantine_is_not_purged(learner, body, lead, now):
    proof = keep_file(actor=learner, organisation=body, upload=photo(), about=learner.user, now=now)
    for actor in (learner, lead):
        with pytest.raises(NotAllowed):
            purge_file(actor=actor, file=proof, reason="Une raison.", now=now)
    with pytest.raises(NotAllowed):
        confirm_no_patient(actor=learner, file=proof, now=now)


def changed(content: bytes, change) -> SimpleUploadedFile:
    writer, kept = PdfWriter(PdfReader(BytesIO(content))), BytesIO()
    change(writer)
    writer.write(kept)
    return pdf(kept.getvalue())


def test_the_text_of_a_pdf_is_read(learner, body, now):
    fine = hand_in(learner, body, now, pdf(typst.compile(b"Semaine calme.", format="pdf")))
    assert fine.kind == "pdf"
    with pytest.raises(PatientData) as refused:
        hand_in(learner, body, now, pdf(typst.compile(b"DDN 03/03/1962", format="pdf")))
    assert "1962" not in refused.value.message
    assert KeptFile.objects.count() == 1


def test_a_pdf_without_a_text_to_read_waits_as_a_picture_does_and_says_why(learner, body, now):
    calm = typst.compile(b"Semaine calme.", format="pdf")
    locked = changed(calm, lambda writer: writer.encrypt("secret", algorithm="AES-256"))
    for sent, why in ((locked, "mot de passe"), (pdf(calm[:200]), "incomplet")):
        kept = hand_in(learner, body, now, sent)
        assert why in kept.facts.get(act=FileAct.QUARANTINED).reason


def test_a_pdf_that_carries_a_program_or_a_file_is_refused(learner, body, now):
    calm = typst.compile(b"Semaine calme.", format="pdf")
    program = changed(calm, lambda one: one.add_open_action(JavaScript("app.alert(1)")))
    carrier = changed(calm, lambda one: one.add_attachment("patients.txt", b"Mme Durand"))
    for sent in (program, carrier):
        with pytest.raises(FileRefused, match="programme ou un fichier joint"):
            hand_in(learner, body, now, sent)
    assert KeptFile.objects.count() == 0


def test_a_name_in_the_name_of_a_file_may_be_confirmed_and_a_number_may_not():
    why = "C’est le nom de la rue du cabinet."
    assert read_paper(photo("affiche Mme Durand.jpg"), confirmed=why).kind == "jpg"
    with pytest.raises(PatientData):
        read_paper(photo("affiche Mme Durand.jpg"))
    with pytest.raises(PatientData):
        read_paper(photo("0612345678.jpg"), confirmed=why)


def test_a_fact_stands_once(file, learner, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        FileFact.objects.create(file=file, act=FileAct.QUARANTINED, by=learner, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        FileFact.objects.create(file=file, act="other", by=learner, at=now)
