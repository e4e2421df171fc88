"""Delivering and revoking numbered documents."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from people.models import Membership, Organisation, User
from people.services import NotAllowed, ServiceError, audit
from records.enums import DocumentKind, DocumentState
from records.models import Document, DocumentEvent
from records.permissions import can_issue
from records.rules.codes import ALPHABET, LENGTH, make_code
from records.rules.kinds import KIND_WORDS
from records.services.patient_data import refuse_patient_data
from records.services.rendering import render_document, renderer_of


class ReasonMissing(ServiceError):
    message = "Écrivez la raison de la révocation : elle reste dans l’historique."


class AlreadyRevoked(ServiceError):
    def __init__(self, document: Document) -> None:
        words = KIND_WORDS[document.kind]
        this = words.this[0].upper() + words.this[1:]
        super().__init__(f"{this} est déjà {words.revoked}. Rien n’a changé.")


@transaction.atomic
def issue_document(
    *,
    actor: Membership,
    kind: DocumentKind,
    source_key: str,
    title: str,
    holder: User,
    issuer: Organisation,
    shared_with: Iterable[Organisation],
    content: dict[str, Any],
    now: datetime,
) -> Document:
    """Freeze a content, number it and write its PDF; one in force per source is returned as it is.

    Raises `NotAllowed` for who does not lead the issuer, `NotRenderable` for a text no font draws.
    """
    if not can_issue(actor, issuer):
        raise NotAllowed
    if known := Document.objects.filter(
        kind=kind, source_key=source_key, state=DocumentState.IN_FORCE
    ).first():
        return known
    code = _free_code()
    today = timezone.localtime(now).date()
    pdf = render_document(kind=kind, content=content, code=code, issued_on=today)
    document = Document(
        code=code,
        kind=kind,
        source_key=source_key,
        title=title,
        holder=holder,
        issuer=issuer,
        issued_at=now,
        content=content,
        sha256=hashlib.sha256(pdf).hexdigest(),
        renderer=renderer_of(kind),
    )
    document.pdf.save(f"{code}.pdf", ContentFile(pdf), save=False)
    document.save()
    document.shared_with.set(shared_with)
    DocumentEvent.objects.create(
        document=document, state=DocumentState.IN_FORCE, at=now, actor=actor
    )
    audit(actor, "records.document.issued", document, at=now, code=code, kind=kind)
    return document


def _free_code() -> str:
    """A code that nobody can guess and no document has."""
    while True:
        code = make_code("".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1)))
        if not Document.objects.filter(code=code).exists():
            return code


@transaction.atomic
def revoke_document(
    *, actor: Membership, document: Document, reason: str, now: datetime
) -> DocumentEvent:
    """Take a document out of force, for good and with its reason; it stays and says so.

    Raises `NotAllowed`, `ReasonMissing`, `PatientData`, or `AlreadyRevoked` the second time.
    """
    if not can_issue(actor, document.issuer):
        raise NotAllowed
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    refuse_patient_data(reason)
    in_force = Document.objects.filter(pk=document.pk, state=DocumentState.IN_FORCE)
    if not in_force.update(state=DocumentState.REVOKED):
        raise AlreadyRevoked(document)
    document.state = DocumentState.REVOKED
    event = DocumentEvent.objects.create(
        document=document, state=DocumentState.REVOKED, at=now, actor=actor, reason=reason[:500]
    )
    audit(actor, "records.document.revoked", document, at=now, code=document.code)
    return event
