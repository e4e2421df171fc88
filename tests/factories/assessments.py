"""A learner and a trainer around one module; writing handed in through the services."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from assessments.models import GradeChange, Submission
from assessments.services import hand_in, record_grade
from curricula.models import Assignment, Module
from people.enums import Role
from people.models import Membership, Organisation
from tests.factories.assistance import contact_factory
from tests.factories.curricula import module_factory
from tests.factories.people import membership_factory
from tests.factories.training import cohort_factory, enrolment_factory
from training.models import Cohort, Enrolment

numbers = count(1)
AT = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
TEXT = "Le matin, j’accueille les personnes et je me présente par ma fonction."


@dataclass
class Desk:
    """Who learns, who marks, and what."""

    module: Module
    cohort: Cohort
    enrolment: Enrolment
    learner: Membership
    trainer: Membership

    @property
    def assignment(self) -> Assignment:
        return self.module.assignment

    @property
    def body(self) -> Organisation:
        return self.cohort.organisation


def desk_factory(**module_fields) -> Desk:
    module = module_factory(**module_fields)
    cohort = cohort_factory(track_version=module.track_version)
    enrolment = enrolment_factory(cohort)
    trainer = membership_factory(Role.TRAINER, cohort.organisation)
    contact_factory(cohort, trainer)
    return Desk(
        module=module,
        cohort=cohort,
        enrolment=enrolment,
        learner=learner_of(enrolment),
        trainer=trainer,
    )


def learner_of(enrolment: Enrolment) -> Membership:
    return Membership.objects.get(user=enrolment.learner, role=Role.LEARNER)


def handed_in_factory(
    desk: Desk, enrolment: Enrolment | None = None, text: str = TEXT, at: datetime = AT
) -> Submission:
    enrolment = enrolment or desk.enrolment
    latest = Submission.objects.filter(enrolment=enrolment, assignment=desk.assignment).last()
    return hand_in(
        actor=learner_of(enrolment),
        enrolment=enrolment,
        assignment=desk.assignment,
        text=text,
        version=latest.version if latest else 0,
        now=at,
    )


def scores_for(submission: Submission, *levels: int) -> dict[int, int]:
    """A level for each criterion in order; a single level is for all of them."""
    criteria = list(submission.assignment.rubric.criteria.all())
    levels = levels * len(criteria) if len(levels) == 1 else levels
    return {criterion.pk: level for criterion, level in zip(criteria, levels, strict=False)}


def grade_factory(desk: Desk, submission: Submission, *levels: int, **fields) -> GradeChange:
    return record_grade(
        actor=fields.pop("actor", desk.trainer),
        submission=submission,
        scores=fields.pop("scores", None) or scores_for(submission, *(levels or (2,))),
        comment=fields.pop("comment", "Bien dit."),
        form_key=fields.pop("form_key", f"note-{next(numbers)}"),
        now=fields.pop("now", AT),
        **fields,
    )
