"""Papers on which a patient might be named: who opens, clears and purges them."""

from io import BytesIO

import pytest
import typst
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pypdf import PdfWriter

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


@pytest.fixture
def sign_in(client):
    def go(membership):
        client.force_login(membership.user)
        return client

    return go


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


def test_only_its_author_opens_it_until_they_confirm(file, learner, lead, now):
    assert (sees(learner, file), sees(lead, file)) == (True, False)
    confirm_no_patient(actor=learner, file=file, now=now)
    confirm_no_patient(actor=learner, file=file, now=now)
    assert (sees(learner, file), sees(lead, file)) == (True, True)
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
    confirm_no_patient(actor=learner, file=file, now=now)
    with pytest.raises(NotAllowed):
        purge_file(actor=learner, file=file, reason="Un nom.", now=now)
    with pytest.raises(PurgeReasonMissing):
        purge_file(actor=lead, file=file, now=now)
    with pytest.raises(PatientData):
        purge_file(actor=lead, file=file, reason="On y lit Mme Durand", now=now)
    purge_file(actor=lead, file=file, reason="Un nom y figure.", now=now)
    assert file.facts.last().reason == "Un nom y figure."


def test_a_proof_that_was_never_in_quarantine_is_not_purged(learner, body, lead, now):
    proof = keep_file(actor=learner, organisation=body, upload=photo(), about=learner.user, now=now)
    for actor in (learner, lead):
        with pytest.raises(NotAllowed):
            purge_file(actor=actor, file=proof, reason="Une raison.", now=now)
    with pytest.raises(NotAllowed):
        confirm_no_patient(actor=learner, file=proof, now=now)


def test_the_text_of_a_pdf_is_read(learner, body, now):
    fine = hand_in(learner, body, now, pdf(typst.compile(b"Semaine calme.", format="pdf")))
    assert fine.kind == "pdf"
    with pytest.raises(PatientData) as refused:
        hand_in(learner, body, now, pdf(typst.compile(b"DDN 03/03/1962", format="pdf")))
    assert "1962" not in refused.value.message
    writer, locked = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(locked)
    with pytest.raises(FileRefused, match="mot de passe"):
        hand_in(learner, body, now, pdf(locked.getvalue()))
    assert KeptFile.objects.count() == 1


def test_a_fact_stands_once(file, learner, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        FileFact.objects.create(file=file, act=FileAct.QUARANTINED, by=learner, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        FileFact.objects.create(file=file, act="other", by=learner, at=now)


def test_on_screen_the_author_confirms_and_the_lead_purges(file, learner, lead, sign_in):
    path = f"/pieces/{file.key}/quarantaine/"
    assert sign_in(lead).get(path).status_code == 404
    client = sign_in(learner)
    assert "Je confirme qu’aucun patient" in client.get(path).content.decode()
    assert client.post(path, {"act": "confirm"}).url == path
    assert "Il n’y a rien à confirmer" in client.get(path).content.decode()
    assert client.post(path, {"act": "purge", "reason": "x"}).status_code == 403
    client = sign_in(lead)
    assert "Dites pourquoi" in client.post(path, {"act": "purge"}).content.decode()
    assert client.post(path, {"act": "purge", "reason": "Un nom y figure."}).url == path
    assert "Cette pièce a été effacée" in client.get(path).content.decode()
    assert client.get(f"/pieces/{file.key}/").status_code == 404
