"""The commitments of each side: written in versions, accepted by each from their own account."""

from datetime import datetime

from django.db import transaction

from people.models import Membership, Organisation
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.services import refuse_patient_data
from training.models import CommitmentAcceptance, Commitments, Enrolment
from training.permissions import can_write_commitments
from training.queries.commitments import newest_commitments, party_of
from training.rules.induction import lines_of

MAX_TEXT = 3000
SIDES = ("body", "learner", "practice")


class CommitmentsMissing(ServiceError):
    message = (
        "Écrivez au moins un engagement de l’organisme et un de l’assistant, en "
        f"{MAX_TEXT} caractères au plus pour chaque partie."
    )


class NewerCommitments(StaleForm):
    message = "Une version plus récente des engagements existe : relisez-la, puis acceptez."


class NothingToAccept(ServiceError):
    message = "Cette version ne demande aucun engagement à votre partie."


@transaction.atomic
def write_commitments(
    *, actor: Membership, body: str, learner: str, practice: str, seen: int, now: datetime
) -> Commitments:
    """A further version for the training body of the actor; the same lists again are the same one.

    One commitment a line. `seen` is the number of the version that the page showed. Raises
    CommitmentsMissing, PatientData, StaleForm.
    """
    if not can_write_commitments(actor):
        raise NotAllowed
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    typed = zip(SIDES, (body, learner, practice), strict=True)
    wanted = {side: "\n".join(lines_of(text)) for side, text in typed}
    too_long = any(len(text) > MAX_TEXT for text in wanted.values())
    if not wanted["body"] or not wanted["learner"] or too_long:
        raise CommitmentsMissing
    refuse_patient_data(*wanted.values())
    newest = newest_commitments(actor.organisation_id)
    if newest and all(getattr(newest, side) == text for side, text in wanted.items()):
        return newest
    if (newest.number if newest else 0) != seen:
        raise StaleForm
    made = Commitments.objects.create(
        organisation=actor.organisation, number=seen + 1, written_by=actor, written_at=now, **wanted
    )
    audit(actor, "training.commitments.written", made, at=now)
    return made


@transaction.atomic
def accept_commitments(
    *, actor: Membership, enrolment: Enrolment, commitments: Commitments, now: datetime
) -> CommitmentAcceptance:
    """Accept the newest version for one's own side; twice accepts once.

    An employer accepts for their own practice, the main one or one that shares the post.
    Raises NewerCommitments, NothingToAccept.
    """
    party = party_of(actor, enrolment)
    if party is None:
        raise NotAllowed
    Organisation.objects.select_for_update().get(pk=enrolment.cohort.organisation_id)
    if newest_commitments(enrolment.cohort.organisation_id) != commitments:
        raise NewerCommitments
    if party.side not in commitments.lists:
        raise NothingToAccept
    made, created = CommitmentAcceptance.objects.get_or_create(
        enrolment=enrolment, commitments=commitments, side=party.side, practice=party.practice,
        defaults={"accepted_by": actor, "accepted_at": now},
    )  # fmt: skip
    if created:
        audit(actor, "training.commitments.accepted", made, at=now, side=made.side)
    return made
