"""The commitments of each side, and who accepted which version."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from people.models import Membership, Organisation
from training.enums import AgreementSide
from training.models import CommitmentAcceptance, Commitments, Enrolment
from training.permissions import RIGHTS_ROLES, sides_of
from training.queries.file_part import FilePart
from training.rules.induction import missing_sides

TITLE = "Journée d’accueil et engagements"


@dataclass(frozen=True)
class Party:
    """Who accepts: a side, and which practice where it is that of a practice."""

    side: AgreementSide
    practice: Organisation | None = None

    @property
    def key(self) -> tuple[str, int | None]:
        return self.side.value, self.practice.pk if self.practice else None

    @property
    def label(self) -> str:
        """« le cabinet (Cabinet des Tilleuls) »."""
        return f"{self.side.label} ({self.practice.name})" if self.practice else self.side.label


def party_of(actor: Membership, enrolment: Enrolment) -> Party | None:
    """For whom the actor accepts; nobody accepts for another side, or for another practice."""
    sides = sides_of(actor, enrolment, actor.organisation_id)
    if not sides:
        return None
    of_practice = sides[0] == AgreementSide.PRACTICE
    return Party(sides[0], actor.organisation if of_practice else None)


@dataclass(frozen=True)
class Accepted:
    """The newest version, who accepted of all versions (the newest first), practices of today."""

    newest: Commitments | None
    acceptances: list[CommitmentAcceptance]
    practices: list[Organisation]

    @property
    def missing(self) -> list[Party]:
        """Those who have not accepted the newest version; each practice of the post for itself."""
        if self.newest is None:
            return []
        asked = {one.key: one for one in self._asked(self.newest)}
        given = {
            (one.side, one.practice_id)
            for one in self.acceptances
            if one.commitments_id == self.newest.pk
        }
        return [asked[key] for key in missing_sides(asked, given)]

    def _asked(self, newest: Commitments) -> list[Party]:
        found = []
        for side in newest.lists:
            ours = side == AgreementSide.PRACTICE
            found += [Party(side, one) for one in self.practices] if ours else [Party(side)]
        return found

    def waits_for(self, actor: Membership, enrolment: Enrolment) -> bool:
        """Whether the actor may accept, and has not."""
        mine = party_of(actor, enrolment)
        return mine is not None and mine.key in {one.key for one in self.missing}


def newest_commitments(organisation_id: int) -> Commitments | None:
    return Commitments.objects.filter(organisation=organisation_id).first()


def commitments_of(enrolment: Enrolment) -> Accepted:
    """Of an enrolment loaded with its cohort and its practice; three queries."""
    given = enrolment.commitment_acceptances.select_related(
        "commitments", "accepted_by__user", "practice"
    )
    newest = newest_commitments(enrolment.cohort.organisation_id)
    return Accepted(newest, list(given), enrolment.practices)


def commitments_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: who has not accepted the newest version."""
    if actor.role not in RIGHTS_ROLES:
        return None
    found = commitments_of(enrolment)
    url = reverse("training:commitments", args=[enrolment.pk])
    if found.newest is None:
        return FilePart(TITLE, "L’organisme n’a pas encore écrit d’engagements.", url)
    waiting = ", ".join(one.label for one in found.missing)
    state = f"À accepter par : {waiting}." if waiting else "Engagements acceptés de chaque côté."
    return FilePart(TITLE, state, url, missing=bool(waiting))
