"""The agreements with the practices of a post: versions, steps, and what they say on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from curricula.models import Mission
from people.enums import Role
from people.models import Membership, Organisation
from training.enums import NOTED_STEPS, AgreementSide, AgreementStep, ShareState
from training.models import (
    AgreementFact,
    AgreementPaper,
    AgreementSignature,
    Enrolment,
    PracticeAgreement,
)
from training.permissions import RIGHTS_ROLES
from training.queries.agreed_week import PARTIES
from training.queries.file_part import FilePart
from training.queries.mission_limits import MissionLimit
from training.rules.agreed_week import Shares, begins_in_part, version_holds
from training.rules.contract import Share, share_state
from training.rules.timetable import weekly_minutes

# Of several shares of one practice, the state that says most of today.
STATES = (ShareState.HELD, ShareState.COMING, ShareState.OVER, ShareState.WITHDRAWN)


@dataclass(frozen=True)
class Place:
    """A practice of a post, with its shares and where they stand; the main one has neither."""

    practice: Organisation
    shares: Shares
    state: ShareState | None

    @property
    def main(self) -> bool:
        return self.shares is None

    @property
    def stands(self) -> bool:
        """Its part holds today, or is to come."""
        return self.state in (None, ShareState.HELD, ShareState.COMING)


def places_of(enrolment: Enrolment, today: date) -> list[Place]:
    """The main practice, then every other one with a share or an agreement; three queries."""
    agreed = enrolment.agreements.order_by().values("practice")
    with_agreement = list(Organisation.objects.filter(pk__in=agreed).order_by("pk"))
    found: dict[Organisation, list[Share]] = {}
    for post in enrolment.shared_posts.select_related("practice").prefetch_related("ends"):
        found.setdefault(post.practice, []).append(post.share)
    found |= {one: [] for one in with_agreement if one not in found}
    found.pop(enrolment.practice, None)
    places = [Place(enrolment.practice, None, None)]
    for practice, shares in found.items():
        states = {share_state(today, share) for share in shares}
        state = next((one for one in STATES if one in states), ShareState.OVER)
        if state != ShareState.WITHDRAWN or practice in with_agreement:
            places.append(Place(practice, tuple(shares), state))
    return places


def visible_places(actor: Membership, enrolment: Enrolment, today: date) -> list[Place]:
    """The practices whose agreement the actor reads: an employer, their own and the main one.

    The one to show first comes first: an employer's own, else the main one.
    """
    places = places_of(enrolment, today)
    if actor.role != Role.EMPLOYER:
        return places
    own = [one for one in places if one.practice.pk == actor.organisation_id]
    return own + [one for one in places if one.main and one not in own]


@dataclass(frozen=True)
class Step:
    """One of the seven steps, with the facts that make it done.

    `planned` is the first day to come for which a fact is noted: till then it makes nothing done.
    """

    step: AgreementStep
    done: bool
    facts: list[AgreementFact]
    noted: bool
    planned: date | None


@dataclass(frozen=True)
class Convention:
    """The newest version with its signatures, the one in force today, and the seven steps.

    `whole`: versions that all three signed, the newest first. `waits`: the newest version may be
    signed, or is signed and its day is to come. `earlier_papers`: scans of the versions before
    the newest.
    """

    place: Place
    newest: PracticeAgreement | None
    in_force: PracticeAgreement | None
    whole: list[PracticeAgreement]
    waits: bool
    steps: list[Step]
    signed: dict[str, AgreementSignature]
    earlier_papers: list[AgreementPaper]

    @property
    def minutes(self) -> int:
        return weekly_minutes(self.newest.timetable) if self.newest else 0

    @property
    def held_minutes(self) -> int:
        """Minutes of the week in force today."""
        return weekly_minutes(self.in_force.timetable) if self.in_force else 0

    @property
    def proposal(self) -> PracticeAgreement | None:
        """The newest version while it does not hold: it waits for signatures, or for its day."""
        return self.newest if self.waits else None

    @property
    def lapsed(self) -> bool:
        """The newest version holds no longer, or never will: the part in which it began is over."""
        return bool(self.newest) and not self.waits and self.newest != self.in_force

    @property
    def unsigned(self) -> list[AgreementSide]:
        """Parties that may still sign the newest version."""
        return [side for side in AgreementSide if self.waits and side not in self.signed]

    @property
    def left(self) -> int:
        """Steps that are not done."""
        return sum(not step.done for step in self.steps)


def conventions_of(enrolment: Enrolment, places: Sequence[Place], today: date) -> list[Convention]:
    """Everything on the pages of the agreements, on a day; a constant number of queries."""
    practices = [place.practice.pk for place in places]
    written = enrolment.agreements.filter(practice__in=practices)
    versions = list(
        written.select_related("written_by__user").prefetch_related(
            "signatures__signed_by__user",
            "papers__scan",
            "papers__filed_by__user",
            "signatures__paper__scan",
        )
    )
    noted = enrolment.agreement_facts.filter(practice__in=practices)
    facts = list(noted.select_related("noted_by__user"))
    return [
        _convention(
            place,
            [one for one in versions if one.practice_id == place.practice.pk],
            [one for one in facts if one.practice_id == place.practice.pk],
            today,
        )
        for place in places
    ]


def convention_of(
    enrolment: Enrolment, today: date, practice: Organisation | None = None
) -> Convention:
    """What is agreed with one practice, the main one unless said; of a practice of the post."""
    wanted = practice or enrolment.practice
    place = next(one for one in places_of(enrolment, today) if one.practice == wanted)
    return conventions_of(enrolment, [place], today)[0]


def _convention(
    place: Place, versions: list[PracticeAgreement], facts: list[AgreementFact], today: date
) -> Convention:
    newest = versions[0] if versions else None
    whole = [one for one in versions if len(one.signatures.all()) == PARTIES]
    in_force = next((one for one in whole if version_holds(one.since, place.shares, today)), None)
    waits = (
        newest is not None
        and begins_in_part(newest.since, place.shares, today)
        and (newest not in whole or newest.since > today)
    )
    done = {
        AgreementStep.PLANNING: newest is not None,
        AgreementStep.OBJECTIVE: newest is not None,
        AgreementStep.SIGNATURES: newest is not None and newest in whole,
    }
    steps = []
    for step in AgreementStep:
        mine = [fact for fact in facts if fact.step == step]
        past = any(fact.done_on <= today for fact in mine)
        planned = next((fact.done_on for fact in mine if fact.done_on > today), None)
        steps.append(Step(step, done.get(step, past), mine, step in NOTED_STEPS, planned))
    signed = {one.side: one for one in newest.signatures.all()} if newest else {}
    earlier = [paper for one in versions[1:] for paper in one.papers.all()]
    return Convention(place, newest, in_force, whole, waits, steps, signed, earlier)


@dataclass(frozen=True)
class MissionLine:
    """A mission: what is not delegated today is out of bounds, even if a proposal names it.

    `limit`: what a source asks for the mission and the person does not have. `elsewhere`: the other
    practices of the post that delegate it today.
    """

    mission: Mission
    delegated: bool
    proposed: bool
    elsewhere: list[Organisation]
    limit: MissionLimit | None = None

    @property
    def kept_as_signed(self) -> bool:
        """Delegated by a version from before, though a condition reserves it to others today."""
        return self.delegated and self.limit is not None and self.limit.reserved


def mission_lines(
    convention: Convention,
    others: Iterable[Convention] = (),
    limits: Mapping[int, MissionLimit] | None = None,
) -> list[MissionLine]:
    """Every mission: delegated by the version in force, named by the proposal; two queries.

    `limits`: those of `mission_limits`, for the person of the agreement.
    """
    held, asked = convention.in_force, convention.proposal
    there = {one.in_force.pk: one.place.practice for one in others if one.in_force}
    given = PracticeAgreement.delegated.through.objects.filter(
        practiceagreement__in=[*there, *(one.pk for one in (held, asked) if one)]
    )
    pairs = set(given.values_list("practiceagreement_id", "mission_id"))
    return [
        MissionLine(
            one,
            delegated=held is not None and (held.pk, one.pk) in pairs,
            proposed=asked is not None and (asked.pk, one.pk) in pairs,
            elsewhere=[place for pk, place in there.items() if (pk, one.pk) in pairs],
            limit=(limits or {}).get(one.pk),
        )
        for one in Mission.objects.all()
    ]


def delegated_on(
    enrolment: Enrolment, day: date, practice: Organisation | None = None
) -> set[int] | None:
    """Ids of the missions that a practice delegates on a day, by what was signed.

    Any practice of the post, unless one is named. None where no agreement holds; a constant number
    of queries.
    """
    places = [place for place in places_of(enrolment, day) if practice in (None, place.practice)]
    found = conventions_of(enrolment, places, day)
    held = [one.in_force.pk for one in found if one.in_force]
    if not held:
        return None
    given = PracticeAgreement.delegated.through.objects.filter(practiceagreement__in=held)
    return set(given.values_list("mission_id", flat=True))


@dataclass(frozen=True)
class PrintedAgreement:
    """A version as it is printed: a box for each party, with what it has signed already."""

    agreement: PracticeAgreement
    minutes: int
    boxes: list[tuple[AgreementSide, AgreementSignature | None]]
    is_newest: bool


def printed_agreement(
    enrolment: Enrolment, practice: Organisation, number: int
) -> PrintedAgreement | None:
    """A version of the agreement with a practice, or None; a constant number of queries."""
    versions = enrolment.agreements.filter(practice=practice)
    found = (
        versions.filter(number=number)
        .prefetch_related("signatures__signed_by__user", "signatures__paper", "delegated")
        .first()
    )
    if found is None:
        return None
    signed = {one.side: one for one in found.signatures.all()}
    return PrintedAgreement(
        agreement=found,
        minutes=weekly_minutes(found.timetable),
        boxes=[(side, signed.get(side)) for side in AgreementSide],
        is_newest=not versions.filter(number__gt=number).exists(),
    )


def coming_follow_ups(actor: Membership, today: date) -> list[AgreementFact]:
    """Follow-up meetings of the actor from today on, the first one first; one query."""
    acting = Membership.objects.filter(pk=actor.pk)
    found = AgreementFact.objects.visible_to(actor).follow_ups_of(acting)
    found = found.filter(done_on__gte=today).order_by("done_on", "pk")
    return list(found.select_related("enrolment__learner", "practice"))


def convention_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: how far the agreement with each practice is.

    A further practice may do without one; the main practice is missing without one.
    """
    if actor.role not in RIGHTS_ROLES:
        return None
    places = [one for one in visible_places(actor, enrolment, today) if one.main or one.stands]
    found = conventions_of(enrolment, places, today)
    if len(found) > 1:
        state = " ".join(f"{one.place.practice} : {_progress(one)}" for one in found)
    else:
        state = _progress(found[0])
    url = reverse("training:convention", args=[enrolment.pk])
    missing = any((one.place.main or one.newest) and not one.whole for one in found)
    return FilePart("Convention du cabinet", state, url, missing=missing)


def _progress(found: Convention) -> str:
    if not (found.newest or found.place.main):
        return "aucune convention."
    done = len(found.steps) - found.left
    state = f"{done} étape{'s' if done > 1 else ''} sur {len(found.steps)}."
    return f"{state} Il manque des signatures." if found.unsigned else state
