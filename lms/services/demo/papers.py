"""The documents of the demo: a certificate and a statement of the hours of one learner."""

from datetime import date, datetime

from people.models import Membership
from training.models import Enrolment
from training.queries.documents import HOURS_KINDS, document_draft
from training.services import issue_enrolment_document


def state_hours(lead: Membership, enrolment: Enrolment, today: date, now: datetime) -> None:
    """What is accepted until today, as a certificate and as a statement for the funder."""
    since = enrolment.cohort.starts_on
    for kind in HOURS_KINDS:
        draft = document_draft(enrolment, kind, since, today, today)
        if not draft.missing:
            issue_enrolment_document(
                actor=lead, enrolment=enrolment, kind=kind, since=since, until=today,
                seen=draft.fingerprint, now=now,
            )  # fmt: skip
