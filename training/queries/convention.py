"""The agreement with a practice: its versions, its steps, and what it says on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.urls import reverse

from curricula.models import Mission
from people.models import Membership
from training.enums import NOTED_STEPS, AgreementSide, AgreementStep, Situation
from training.models import (
    AgreementFact,
    AgreementPaper,
    AgreementSignature,
    Cohort,
    Enrolment,
    PracticeAgreement,
)
from training.permissions import RIGHTS_ROLES
from training.queries.file_part import FilePart
from training.queries.mission_limits import MissionLimit
from training.rules.timetable import Slot, weekly_minutes

PARTIES = len(AgreementSide)


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

    `whole`: versions that all three signed, the newest first. `earlier_papers`: scans of the
    versions before the newest.
    """

    newest: PracticeAgreement | None
    in_force: PracticeAgreement | None
    whole: list[PracticeAgreement]
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
        return self.newest if self.newest != self.in_force else None

    @property
    def unsigned(self) -> list[AgreementSide]:
        """Parties that have not signed the newest version."""
        return [side for side in AgreementSide if self.newest and side not in self.signed]

    @property
    def left(self) -> int:
        """Steps that are not done."""
        return sum(not step.done for step in self.steps)


def convention_of(enrolment: Enrolment, today: date) -> Convention:
    """Everything on the page of the agreement, on a day; a constant number of queries."""
    versions = list(
        enrolment.agreements.select_related("written_by__user").prefetch_related(
            "signatures__signed_by__user",
            "papers__scan",
            "papers__filed_by__user",
            "signatures__paper__scan",
        )
    )
    newest = versions[0] if versions else None
    signed = {one.side: one for one in newest.signatures.all()} if newest else {}
    whole = [one for one in versions if len(one.signatures.all()) == PARTIES]
    facts = list(enrolment.agreement_facts.select_related("noted_by__user"))
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
    earlier = [paper for one in versions[1:] for paper in one.papers.all()]
    in_force = next((one for one in whole if one.since <= today), None)
    return Convention(newest, in_force, whole, steps, signed, earlier)


def _signed_versions(enrolments: Iterable[int]) -> QuerySet[PracticeAgreement]:
    """Versions that all three parties signed, the newest first."""
    found = PracticeAgreement.objects.filter(enrolment__in=list(enrolments))
    return found.annotate(parties=Count("signatures")).filter(parties=PARTIES).order_by("-number")


def timetables_on(enrolments: Iterable[int], day: date) -> dict[int, list[Slot]]:
    """The week agreed with the practice of each, in force on a day; one query."""
    found: dict[int, list[Slot]] = {}
    for one in _signed_versions(enrolments).filter(since__lte=day):
        found.setdefault(one.enrolment_id, one.timetable)
    return found


def practice_weeks(cohort: Cohort) -> dict[int, list[tuple[date, list[Slot]]]]:
    """What is agreed for each learner of a cohort in training, the newest first; two queries."""
    following = cohort.enrolments.filter(situation=Situation.ACTIVE)
    learners = dict(following.values_list("pk", "learner_id"))
    found: dict[int, list[tuple[date, list[Slot]]]] = {}
    for one in _signed_versions(learners):
        found.setdefault(learners[one.enrolment_id], []).append((one.since, one.timetable))
    return found


def agreed_minutes(enrolment: Enrolment, day: date) -> int | None:
    """Minutes of a week at the practice in force on a day; None without a signed agreement."""
    slots = timetables_on([enrolment.pk], day).get(enrolment.pk)
    return None if slots is None else weekly_minutes(slots)


@dataclass(frozen=True)
class MissionLine:
    """A mission: what is not delegated today is out of bounds, even if a proposal names it.

    `limit`: what a source asks for the mission and the person does not have.
    """

    mission: Mission
    delegated: bool
    proposed: bool
    limit: MissionLimit | None = None

    @property
    def kept_as_signed(self) -> bool:
        """Delegated by a version from before, though a condition reserves it to others today."""
        return self.delegated and self.limit is not None and self.limit.reserved


def mission_lines(
    convention: Convention, limits: Mapping[int, MissionLimit] | None = None
) -> list[MissionLine]:
    """Every mission: delegated by the version in force, named by the proposal; two queries.

    `limits`: those of `mission_limits`, for the person of the agreement.
    """
    held, asked = convention.in_force, convention.proposal
    given = PracticeAgreement.delegated.through.objects.filter(
        practiceagreement__in=[one.pk for one in (held, asked) if one]
    )
    pairs = set(given.values_list("practiceagreement_id", "mission_id"))
    return [
        MissionLine(
            one,
            delegated=held is not None and (held.pk, one.pk) in pairs,
            proposed=asked is not None and (asked.pk, one.pk) in pairs,
            limit=(limits or {}).get(one.pk),
        )
        for one in Mission.objects.all()
    ]


def delegated_on(enrolment: Enrolment, day: date) -> set[int] | None:
    """Ids of the missions delegated on a day; None without a signed agreement; two queries."""
    held = _signed_versions([enrolment.pk]).filter(since__lte=day).first()
    return None if held is None else set(held.delegated.values_list("pk", flat=True))


@dataclass(frozen=True)
class PrintedAgreement:
    """A version as it is printed: a box for each party, with what it has signed already."""

    agreement: PracticeAgreement
    minutes: int
    boxes: list[tuple[AgreementSide, AgreementSignature | None]]
    is_newest: bool


def printed_agreement(enrolment: Enrolment, number: int) -> PrintedAgreement | None:
    """A version of an enrolment, or None; a constant number of queries."""
    versions = enrolment.agreements.prefetch_related(
        "signatures__signed_by__user", "signatures__paper", "delegated"
    )
    found = versions.filter(number=number).first()
    if found is None:
        return None
    signed = {one.side: one for one in found.signatures.all()}
    return PrintedAgreement(
        agreement=found,
        minutes=weekly_minutes(found.timetable),
        boxes=[(side, signed.get(side)) for side in AgreementSide],
        is_newest=not enrolment.agreements.filter(number__gt=number).exists(),
    )


def coming_follow_ups(actor: Membership, today: date) -> list[AgreementFact]:
    """Follow-up meetings of the actor from today on, the first one first; one query."""
    acting = Membership.objects.filter(pk=actor.pk)
    seen = Enrolment.objects.visible_to(actor)
    found = AgreementFact.objects.follow_ups_of(acting).filter(enrolment__in=seen)
    found = found.filter(done_on__gte=today).order_by("done_on", "pk")
    return list(found.select_related("enrolment__learner", "enrolment__practice"))


def convention_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: how far the agreement is."""
    if actor.role not in RIGHTS_ROLES:
        return None
    found = convention_of(enrolment, today)
    done = len(found.steps) - found.left
    state = f"{done} étape{'s' if done > 1 else ''} sur {len(found.steps)}."
    if found.unsigned:
        state += " Il manque des signatures."
    url = reverse("training:convention", args=[enrolment.pk])
    return FilePart("Convention du cabinet", state, url, missing=not found.whole)
