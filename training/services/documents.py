"""Documents that state the hours of an enrolment: certificate, hours statement, sheet."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from people.models import Membership, Organisation
from people.services import NotAllowed, SeveralReasons, StaleForm, audit
from people.services.errors import ServiceError
from records.enums import DocumentKind, DocumentState
from records.models import Document
from records.services import issue_document, refuse_patient_data
from training.enums import ActionNature
from training.models import Enrolment, EnrolmentDocument
from training.permissions import can_issue_document
from training.queries.documents import Draft, document_draft


class DocumentNotReady(SeveralReasons):
    """The document is not delivered: each reason says what is missing."""


class HoursChanged(StaleForm):
    message = (
        "Les heures ont changé depuis que cette page a été ouverte. Relisez ce que le document "
        "dira, puis délivrez-le."
    )


class AlreadyStated(ServiceError):
    """A document of the same period is in force and says something else."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            f"Le document {document.code} dit autre chose de la même période et il est en vigueur. "
            "Révoquez-le d’abord, puis délivrez le nouveau."
        )


@transaction.atomic
def issue_enrolment_document(
    *,
    actor: Membership,
    enrolment: Enrolment,
    kind: DocumentKind,
    since: date,
    until: date,
    seen: str,
    now: datetime,
    nature: ActionNature = ActionNature.TRAINING,
    identification: str = "",
) -> EnrolmentDocument:
    """Freeze the accepted hours of a period, both days included, into a numbered document.

    `seen` is the fingerprint of the draft that was read. Asked again for the same content, it gives
    the same document. Raises DocumentNotReady, HoursChanged, AlreadyStated, PatientData.
    """
    person = enrolment_to_state(enrolment)
    if not can_issue_document(actor, person):
        raise NotAllowed
    draft = document_draft(person, kind, since, until, timezone.localdate(now))
    if draft.missing:
        raise DocumentNotReady(draft.missing)
    if seen != draft.fingerprint:
        raise HoursChanged
    certified = {"nature": nature.label} if kind == DocumentKind.CERTIFICATE else {}
    return freeze_draft(
        actor=actor, enrolment=person, draft=draft, identification=identification, now=now,
        source_key=f"training.{kind}:{person.pk}:{since}:{until}", added=certified,
    )  # fmt: skip


def enrolment_to_state(enrolment: Enrolment) -> Enrolment:
    """The enrolment, held until the end of the transaction, with all that a draft reads."""
    return (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related(
            "learner", "practice", "funder", "cohort__organisation", "track_version__track"
        )
        .get(pk=enrolment.pk)
    )


@transaction.atomic
def freeze_draft(
    *,
    actor: Membership,
    enrolment: Enrolment,
    draft: Draft,
    source_key: str,
    identification: str,
    added: dict[str, str],
    now: datetime,
) -> EnrolmentDocument:
    """Make the numbered document of a draft that was read; `added` is what its form says beside.

    The document in force of the same source is given back if it says the same. Raises NotAllowed,
    AlreadyStated, PatientData.
    """
    if not can_issue_document(actor, enrolment):
        raise NotAllowed
    identification = " ".join(identification.split())
    refuse_patient_data(identification, staff=True)
    content = {
        **draft.content,
        **added,
        "identification": identification,
        "issued_by": str(actor.user),
        "issued_role": actor.get_role_display(),
        "issued_on": timezone.localdate(now).isoformat(),
    }
    if known := _in_force(enrolment, draft, source_key, content):
        return known
    document = issue_document(
        actor=actor, kind=draft.kind, source_key=source_key, title=content["title"],
        holder=enrolment.learner, issuer=enrolment.cohort.organisation,
        shared_with=_partners(enrolment, draft.kind, now), content=content, now=now,
    )  # fmt: skip
    tie = EnrolmentDocument.objects.create(
        enrolment=enrolment, document=document, since=draft.since, until=draft.until
    )
    audit(actor, "training.document.issued", tie, at=now, document=document.code)
    return tie


def _in_force(
    enrolment: Enrolment, draft: Draft, source_key: str, content: dict[str, Any]
) -> EnrolmentDocument | None:
    """The document of the same source that is in force, if it says the same."""
    known = enrolment.documents.filter(
        document__kind=draft.kind, document__state=DocumentState.IN_FORCE,
        document__source_key=source_key,
    ).select_related("document").first()  # fmt: skip
    if known is None:
        return None
    said = {*draft.content, "nature", "identification", "unheard_why"} - {"site"}
    if any(known.document.content.get(name) != content.get(name) for name in said):
        raise AlreadyStated(known.document)
    return known


def _partners(enrolment: Enrolment, kind: DocumentKind, now: datetime) -> list[Organisation]:
    """Shared with who employs that day and who pays; a statement of hours with who pays alone."""
    funder = [enrolment.funder] if enrolment.funder else []
    if kind == DocumentKind.HOURS_STATEMENT:
        return funder
    return [*enrolment.practices_on(timezone.localdate(now)), *funder]
