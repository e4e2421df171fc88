import hashlib
from datetime import timedelta

import pytest

from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from records.enums import DocumentState
from records.models import Document, DocumentEvent, DocumentLooks
from records.rules.codes import check_holds, normalise
from records.services import (
    AlreadyRevoked,
    NotRenderable,
    PatientData,
    ReasonMissing,
    count_look,
    revoke_document,
)
from tests.factories import membership_factory
from tests.records.world import ISSUED_AT, content, document_factory

pytestmark = pytest.mark.django_db


def test_issue_freezes_the_content_and_keeps_the_file_with_its_fingerprint():
    lead = membership_factory(Role.LEAD)
    document = document_factory(lead)
    document.refresh_from_db()
    assert document.content == content()
    assert document.state == DocumentState.IN_FORCE
    assert normalise(document.code) == document.code
    assert check_holds(document.code)
    with document.pdf.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == document.sha256
    assert document.renderer.startswith("attestation 1, typst 0.15")
    event = document.events.get()
    assert (event.state, event.actor, event.at) == (DocumentState.IN_FORCE, lead, ISSUED_AT)
    assert AuditEvent.objects.filter(verb="records.document.issued", actor=lead).count() == 1


def test_issue_twice_from_the_same_source_returns_the_same_document():
    lead = membership_factory(Role.LEAD)
    first = document_factory(lead, source_key="portfolio.module:1:2")
    assert document_factory(lead, source_key="portfolio.module:1:2") == first
    assert Document.objects.count() == 1


def test_issue_again_after_revocation_makes_another_document(now):
    lead = membership_factory(Role.LEAD)
    first = document_factory(lead, source_key="portfolio.module:1:2")
    revoke_document(actor=lead, document=first, reason="Erreur de module.", now=now)
    assert document_factory(lead, source_key="portfolio.module:1:2") != first


@pytest.mark.parametrize("role", [Role.TRAINER, Role.EMPLOYER, Role.LEARNER])
def test_issue_is_refused_to_those_who_do_not_lead(role):
    with pytest.raises(NotAllowed):
        document_factory(membership_factory(role))


def test_issue_in_the_name_of_another_training_body_is_refused():
    other = membership_factory(Role.LEAD)
    with pytest.raises(NotAllowed):
        document_factory(issuer=other.organisation)


def test_a_name_that_no_font_draws_is_refused_with_nothing_written():
    with pytest.raises(NotRenderable):
        document_factory(content=content(holder_name="中村"))
    assert Document.objects.count() == 0


def test_revoke_adds_an_event_and_keeps_the_document(now):
    lead = membership_factory(Role.LEAD)
    document = document_factory(lead)
    revoke_document(actor=lead, document=document, reason=" Heures comptées deux fois ", now=now)
    document.refresh_from_db()
    assert document.state == DocumentState.REVOKED
    assert list(document.events.values_list("state", "reason")) == [
        (DocumentState.IN_FORCE, ""),
        (DocumentState.REVOKED, "Heures comptées deux fois"),
    ]
    trail = AuditEvent.objects.get(verb="records.document.revoked")
    assert trail.detail == {"code": document.code}


def test_revoke_twice_is_refused_politely_and_keeps_the_first_event(now):
    lead = membership_factory(Role.LEAD)
    document = document_factory(lead)
    stale = Document.objects.get(pk=document.pk)
    revoke_document(actor=lead, document=document, reason="Une erreur.", now=now)
    with pytest.raises(AlreadyRevoked) as refused:
        revoke_document(actor=lead, document=stale, reason="Encore.", now=now + timedelta(days=1))
    assert refused.value.message == "Cette attestation est déjà révoquée. Rien n’a changé."
    assert DocumentEvent.objects.get(state=DocumentState.REVOKED).reason == "Une erreur."


@pytest.mark.parametrize(
    ("reason", "refusal"), [("  ", ReasonMissing), ("Voir M. X, 06 12 34 56 78", PatientData)]
)
def test_revoke_asks_for_a_reason_without_identifiers(now, reason, refusal):
    lead = membership_factory(Role.LEAD)
    document = document_factory(lead)
    with pytest.raises(refusal):
        revoke_document(actor=lead, document=document, reason=reason, now=now)
    assert Document.objects.get().state == DocumentState.IN_FORCE


def test_revoke_is_refused_to_a_stranger_and_to_a_trainer(now):
    lead = membership_factory(Role.LEAD)
    document = document_factory(lead)
    for actor in (
        membership_factory(Role.LEAD),
        membership_factory(Role.TRAINER, lead.organisation),
    ):
        with pytest.raises(NotAllowed):
            revoke_document(actor=actor, document=document, reason="Non.", now=now)


def test_looks_are_counted_by_day_and_an_unknown_code_is_ignored(now):
    document = document_factory()
    for _ in range(2):
        count_look(code=document.code, day=now.date())
    count_look(code="LVT-0000-0000", day=now.date())
    assert list(DocumentLooks.objects.values_list("document", "day", "count")) == [
        (document.pk, now.date(), 2)
    ]
