"""Documents that state the hours of an enrolment, for tests."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from people.models import Membership
from records.enums import DocumentKind
from training.models import Enrolment, EnrolmentDocument
from training.queries.documents import document_draft
from training.services import issue_enrolment_document

SINCE, UNTIL = date(2027, 1, 1), date(2027, 3, 4)


def seen_of(
    enrolment: Enrolment,
    kind: DocumentKind,
    now: datetime,
    since: date = SINCE,
    until: date = UNTIL,
) -> str:
    """The fingerprint of what the page shows."""
    today = timezone.localdate(now)
    return document_draft(
        Enrolment.objects.get(pk=enrolment.pk), kind, since, until, today
    ).fingerprint


def hours_document_factory(
    lead: Membership,
    enrolment: Enrolment,
    now: datetime,
    kind: DocumentKind = DocumentKind.CERTIFICATE,
    **parts: Any,
) -> EnrolmentDocument:
    """What was read is delivered."""
    given = {"since": SINCE, "until": UNTIL} | parts
    given.setdefault("seen", seen_of(enrolment, kind, now, given["since"], given["until"]))
    return issue_enrolment_document(actor=lead, enrolment=enrolment, kind=kind, now=now, **given)
