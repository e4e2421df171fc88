"""The agreement with a practice: its versions, its steps, and what it says on a day."""

from collections.abc import Iterable
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
from training.rules.timetable import Slot, weekly_minutes

PARTIES = len(AgreementSide)


@dataclass(frozen=True)
class Step:
    """One of the seven steps, with the facts that make it done."""

    step: AgreementStep
    done: bool
    facts: list[AgreementFact]
    noted: bool


@dataclass(frozen=True)
class Convention:
    """The newest version with its signatures, the one in force, and the seven steps.

    `earlier_papers`: scans of the versions before the newest.
    """

    newest: PracticeAgreement | None
    in_force: PracticeAgreement | None
    steps: list[Step]
    signed: dict[str, AgreementSignature]
    earlier_papers: list[AgreementPaper]

    @property
    def minutes(self) -> int:
        return weekly_minutes(self.newest.timetable) if self.newest else 0

    @property
    def unsigned(self) -> list[AgreementSide]:
        """Parties that have not signed the newest version."""
        return [side for side in AgreementSide if self.newest and side not in self.signed]

    @property
    def left(self) -> int:
        """Steps that are not done."""
        return sum(not step.done for step in self.steps)


def convention_of(enrolment: Enrolment) -> Convention:
    """Everything on the page of the agreement; a constant number of queries."""
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
        steps.append(Step(step, done.get(step, bool(mine)), mine, step in NOTED_STEPS))
    earlier = [paper for one in versions[1:] for paper in one.papers.all()]
    return Convention(newest, whole[0] if whole else None, steps, signed, earlier)


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
    mission: Mission
    delegated: bool


def mission_lines(convention: Convention) -> list[MissionLine]:
    """Every mission: delegated by the newest version, or out of bounds here; two queries."""
    newest = convention.newest
    given = set(newest.delegated.values_list("pk", flat=True)) if newest else set()
    return [MissionLine(one, one.pk in given) for one in Mission.objects.all()]


def convention_part(actor: Membership, enrolment: Enrolment, today: date) -> FilePart | None:
    """The part of the file: how far the agreement is."""
    if actor.role not in RIGHTS_ROLES:
        return None
    found = convention_of(enrolment)
    done = len(found.steps) - found.left
    state = f"{done} étape{'s' if done > 1 else ''} sur {len(found.steps)}."
    if found.newest and found.newest != found.in_force:
        state += " Il manque des signatures."
    url = reverse("training:convention", args=[enrolment.pk])
    return FilePart("Convention du cabinet", state, url, missing=found.in_force is None)
