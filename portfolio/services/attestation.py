"""Issue and revoke the attestation of a module."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from curricula.models import Module
from people.models import Membership
from people.services import NotAllowed, ServiceError, audit
from portfolio.models import ModuleAttestation
from portfolio.permissions import can_issue_attestation
from portfolio.queries import Readiness, attestation_readiness
from records.enums import DocumentKind, DocumentState
from records.models import DocumentEvent
from records.services import issue_document, refuse_patient_data, revoke_document
from training.models import Enrolment

MAX_REASON = 500
STATEMENT = (
    "L’organisme atteste que la personne nommée a lu toutes les leçons de ce module, réussi son "
    "quiz et rendu un écrit de synthèse, corrigé et réussi."
)
IS_NOT = (
    "Cette attestation de module n’est pas une certification. Elle n’est pas le CQP Assistant "
    "médical (RNCP40913) et ne le remplace pas : seul le certificateur délivre ce titre."
)


class NotInTrack(ServiceError):
    message = "Ce module n’est pas dans le parcours de cette personne."


class NotReady(ServiceError):
    """The attestation is not issued; `missing` lists what lacks."""

    def __init__(self, readiness: Readiness) -> None:
        self.missing = [sentence for sentence, _ in readiness.missing]
        super().__init__("L’attestation n’est pas délivrée. " + " ".join(self.missing))


class ReasonNeeded(ServiceError):
    message = "Donnez la raison de la révocation."


class AlreadyRevoked(ServiceError):
    message = "Cette attestation est déjà révoquée."


@transaction.atomic
def issue_module_attestation(
    *, actor: Membership, enrolment: Enrolment, module: Module, now: datetime
) -> ModuleAttestation:
    """Freeze what a learner did in a module into a numbered document.

    What is missing blocks. While one is in force, asking again gives the same document, also when
    it was issued in an earlier version of the track; after a revocation a new one can be issued.
    """
    person = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related(
            "learner", "practice", "cohort__organisation", "track_version__track", "qualification"
        )
        .get(pk=enrolment.pk)
    )
    if not can_issue_attestation(actor, person):
        raise NotAllowed
    if module.track_version_id != person.track_version_id:
        raise NotInTrack
    held = person.attestations.filter(
        module__code=module.code, document__state=DocumentState.IN_FORCE
    )
    if existing := held.select_related("document").first():
        return existing
    readiness = attestation_readiness(person, module)
    if not readiness.ready:
        raise NotReady(readiness)
    document = issue_document(
        actor=actor,
        kind=DocumentKind.MODULE_ATTESTATION,
        source_key=f"portfolio.module:{person.pk}:{module.pk}",
        title=f"Attestation de module : {module.title}",
        holder=person.learner,
        issuer=person.cohort.organisation,
        shared_with=person.practices_on(timezone.localdate(now)),
        content=_content(actor, person, readiness, now),
        now=now,
    )
    attestation = ModuleAttestation.objects.create(
        enrolment=person, module=module, document=document
    )
    audit(actor, "portfolio.attestation.issued", attestation, at=now, document=document.code)
    return attestation


@transaction.atomic
def revoke_attestation(
    *, actor: Membership, attestation: ModuleAttestation, reason: str, now: datetime
) -> DocumentEvent:
    """Say from now on that an attestation no longer holds, and why; nothing is erased."""
    row = ModuleAttestation.objects.select_related("enrolment__cohort", "document").get(
        pk=attestation.pk
    )
    if not can_issue_attestation(actor, row.enrolment):
        raise NotAllowed
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded
    if len(reason) > MAX_REASON:
        raise ServiceError(f"La raison dépasse {MAX_REASON} caractères.")
    refuse_patient_data(reason)
    if row.document.state == DocumentState.REVOKED:
        raise AlreadyRevoked
    event = revoke_document(actor=actor, document=row.document, reason=reason, now=now)
    audit(actor, "portfolio.attestation.revoked", row, at=now, document=row.document.code)
    return event


def _content(
    actor: Membership, person: Enrolment, readiness: Readiness, now: datetime
) -> dict[str, Any]:
    """What the document shows for ever, as of the day of issue."""
    module, result, body = readiness.module, readiness.result, person.cohort.organisation
    return {
        "title": f"Attestation de module : {module.title}",
        "holder_name": str(person.learner),
        "organisation": body.name,
        "city": body.city,
        "module": module.title,
        "module_minutes": module.minutes,
        "track": str(person.track_version),
        "reference": str(person.qualification),
        "reference_note": person.qualification.status_word,
        "lessons": [
            {"title": lesson.title, "read_on": _day(readiness.read_at[lesson.slug])}
            for lesson in readiness.facts.lessons
        ],
        "quiz": {
            "points": result.quiz_points,
            "out_of": result.quiz_out_of,
            "passed_on": _day(result.quiz_at),
        },
        "synthesis": {
            "title": module.assignment.title,
            "points": result.synthesis_points,
            "out_of": result.synthesis_out_of,
            "graded_on": _day(result.synthesis_at),
        },
        "issued_by": str(actor.user),
        "issued_on": _day(now),
        "statement": STATEMENT,
        "is_not": IS_NOT,
    }


def _day(moment: datetime | None) -> str:
    """The day in Europe/Paris, as ISO 8601 writes it."""
    return timezone.localdate(moment).isoformat() if moment else ""
