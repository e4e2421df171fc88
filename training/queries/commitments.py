"""The commitments of each side, and who accepted which version."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from people.models import Membership
from training.enums import AgreementSide
from training.models import CommitmentAcceptance, Commitments, Enrolment
from training.permissions import RIGHTS_ROLES, sides_of
from training.queries.file_part import FilePart
from training.rules.induction import missing_sides

TITLE = "Journée d’accueil et engagements"


@dataclass(frozen=True)
class Accepted:
    """The newest version and who accepted of all versions, the newest first."""

    newest: Commitments | None
    acceptances: list[CommitmentAcceptance]

    @property
    def missing(self) -> list[AgreementSide]:
        """Sides that have not accepted the newest version."""
        if self.newest is None:
            return []
        given = {one.side for one in self.acceptances if one.commitments == self.newest}
        return [AgreementSide(side) for side in missing_sides(self.newest.lists, given)]

    def waits_for(self, actor: Membership, enrolment: Enrolment) -> bool:
        """Whether the actor may accept, and has not."""
        mine = sides_of(actor, enrolment, enrolment.practice_id)
        return any(side in self.missing for side in mine)


def newest_commitments(organisation_id: int) -> Commitments | None:
    return Commitments.objects.filter(organisation=organisation_id).first()


def commitments_of(enrolment: Enrolment) -> Accepted:
    """Of an enrolment loaded with its cohort; two queries."""
    given = enrolment.commitment_acceptances.select_related("commitments", "accepted_by__user")
    return Accepted(newest_commitments(enrolment.cohort.organisation_id), list(given))


def commitments_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: who has not accepted the newest version."""
    if actor.role not in RIGHTS_ROLES:
        return None
    found = commitments_of(enrolment)
    url = reverse("training:commitments", args=[enrolment.pk])
    if found.newest is None:
        return FilePart(TITLE, "L’organisme n’a pas encore écrit d’engagements.", url)
    waiting = ", ".join(side.label for side in found.missing)
    state = f"À accepter par : {waiting}." if waiting else "Engagements acceptés de chaque côté."
    return FilePart(TITLE, state, url, missing=bool(waiting))
