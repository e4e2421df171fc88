"""The contract of an enrolment, the practices that share its post, the referents of each side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from people.enums import STAFF_ROLES, OrganisationKind
from people.models import Membership, Organisation
from training.enums import ShareState
from training.models import EmploymentContract, Enrolment, NamedReferent, SharedPost
from training.permissions import RIGHTS_ROLES
from training.queries.file_part import FilePart
from training.rules.contract import outside_training, shared_week


@dataclass(frozen=True)
class PostLine:
    """A further practice with where it stands today."""

    post: SharedPost
    state: ShareState

    @property
    def stands(self) -> bool:
        return self.state in (ShareState.HELD, ShareState.COMING)


@dataclass(frozen=True)
class Side:
    """The training body or a practice, with everybody named there, the newest first."""

    organisation: Organisation
    named: list[NamedReferent]
    today: date

    @property
    def referent(self) -> NamedReferent | None:
        return self.named[0] if self.named else None

    @property
    def left(self) -> bool:
        """The one who stands is no longer a member."""
        return self.referent is not None and not self.referent.stands_on(self.today)

    @property
    def missing(self) -> bool:
        return self.referent is None or self.left


@dataclass(frozen=True)
class ContractFile:
    """Everything on the page: versions of the contract, further practices, sides."""

    versions: list[EmploymentContract]
    posts: list[PostLine]
    sides: list[Side]
    outside: list[str]

    @property
    def newest(self) -> EmploymentContract | None:
        return self.versions[0] if self.versions else None

    @property
    def missing(self) -> list[str]:
        """What nobody noted yet, in French."""
        dates = [] if self.versions else ["dates du contrat"]
        return dates + [f"référent ({one.organisation})" for one in self.sides if one.missing]

    @property
    def last_number(self) -> int:
        """The number of the newest share."""
        return max((line.post.number for line in self.posts), default=0)


def contract_of(enrolment: Enrolment, today: date) -> ContractFile:
    """Of an enrolment loaded with its cohort and practice; five queries."""
    versions = list(enrolment.contracts.select_related("written_by__user"))
    posts = enrolment.shared_posts.select_related("practice").prefetch_related("ends")
    lines = [PostLine(post, post.state_on(today)) for post in posts]
    newest, cohort = versions[0] if versions else None, enrolment.cohort
    outside = (
        outside_training(newest.starts_on, newest.ends_on, cohort.starts_on, cohort.ends_on)
        if newest
        else []
    )
    return ContractFile(versions, lines, _sides(enrolment, lines, today), outside)


def _sides(enrolment: Enrolment, lines: Iterable[PostLine], today: date) -> list[Side]:
    """The training body, the main practice, then each further practice that stands, once."""
    further = [line.post.practice for line in lines if line.stands]
    places = [enrolment.cohort.organisation, enrolment.practice, *further]
    named = list(enrolment.referents.select_related("member__user", "named_by__user"))
    return [
        Side(place, [one for one in named if one.organisation_id == place.pk], today)
        for place in dict.fromkeys(places)
    ]


def shared_minutes(enrolment: Enrolment, monday: date, agreed: Mapping[int, int]) -> int:
    """Minutes that the shares of a post add to an ISO week; at most two queries.

    `agreed`: by practice, the minutes of that week that its own agreement says.
    """
    posts = enrolment.shared_posts.prefetch_related("ends")
    return shared_week(monday, [(post.share, post.weekly_minutes) for post in posts], agreed)


def practices_to_share(actor: Membership, enrolment: Enrolment) -> QuerySet[Organisation]:
    """The practices that the actor may choose, without the main one."""
    visible = Organisation.objects.visible_to(actor).practices()
    return visible.exclude(pk=enrolment.practice_id)


def possible_referents(
    enrolment: Enrolment, organisation: Organisation, today: date
) -> QuerySet[Membership]:
    """Members of today of one side, staff only in the training body; never the learner."""
    members = Membership.objects.active(today).filter(organisation=organisation)
    if organisation.kind == OrganisationKind.TRAINING_BODY:
        members = members.filter(role__in=STAFF_ROLES)
    found = members.exclude(user=enrolment.learner_id).select_related("user")
    return found.order_by("user__last_name", "user__first_name", "pk")


def contract_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: what is missing, or until when the contract goes."""
    if actor.role not in RIGHTS_ROLES:
        return None
    found = contract_of(enrolment, today)
    shared = sum(line.state == ShareState.HELD for line in found.posts)
    state = f"{shared + 1} cabinets se partagent le poste." if shared else "Un cabinet."
    if found.missing:
        state += f" Il manque : {', '.join(found.missing)}."
    url = reverse("training:contract", args=[enrolment.pk])
    return FilePart("Contrat et cabinets", state, url, missing=bool(found.missing))
