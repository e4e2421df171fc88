"""Documents and their content, for tests."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from people.enums import OrganisationKind, Role
from people.models import Membership
from records.enums import DocumentKind
from records.models import Document
from records.services import issue_document
from tests.factories import membership_factory, organisation_factory, user_factory

numbers = count(1)
ISSUED_AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def content(**parts: Any) -> dict[str, Any]:
    return {
        "title": "Attestation de module",
        "holder_name": "Camille Dorval",
        "organisation": "Organisme Exemple",
        "city": "Lyon",
        "module": "Coordination et messagerie sécurisée",
        "module_minutes": 630,
        "track": "Parcours de 115 h, version 1",
        "reference": "Cadre de travail, version 1",
        "reference_note": "Rédaction de travail, non officiel.",
        "lessons": [{"title": "Le cœur de métier à 50 €", "read_on": "2027-02-01"}],
        "quiz": {"points": 9, "out_of": 10, "passed_on": "2027-02-12"},
        "synthesis": {
            "title": "Raconter une sortie",
            "points": 11,
            "out_of": 15,
            "graded_on": "2027-02-28",
        },
        "issued_by": "Claire Nogaret, responsable pédagogique",
        "issued_on": "2027-03-01",
        "statement": "a suivi et réussi le module « Coordination et messagerie sécurisée ».",
        "is_not": (
            "Cette attestation est celle de l’organisme de formation. Elle n’est pas le CQP "
            "Assistant médical (RNCP40913) : seul le certificateur délivre ce titre."
        ),
        **parts,
    }


def document_factory(actor: Membership | None = None, **parts: Any) -> Document:
    """A document delivered by a lead to an assistant, shared with the assistant's practice."""
    actor = actor or membership_factory(Role.LEAD)
    given = {
        "actor": actor,
        "kind": DocumentKind.MODULE_ATTESTATION,
        "source_key": f"portfolio.module:{next(numbers)}",
        "title": "Attestation de module",
        "holder": parts.pop("holder", None) or user_factory("Camille", "Dorval"),
        "issuer": actor.organisation,
        "shared_with": parts.pop("shared_with", None)
        or [organisation_factory(OrganisationKind.PRACTICE)],
        "content": content(),
        "now": ISSUED_AT,
    }
    return issue_document(**{**given, **parts})
