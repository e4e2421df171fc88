"""The attempts at a written synthesis, with the grades that count."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments.enums import SubmissionState
from assessments.models import GradeChange, Submission
from assessments.models.submission import SubmissionQuerySet
from assessments.rules.attempts import Attempt
from curricula.models import Assignment
from people.models import Membership
from training.models import Enrolment


def waiting_submissions(actor: Membership) -> SubmissionQuerySet:
    """What the actor may grade and is not graded yet, oldest first."""
    return Submission.objects.gradable_by(actor).waiting()


def as_attempt(state: str, number: int, grade: GradeChange | None) -> Attempt:
    """An attempt as the rules see it: a new version that is not graded yet has no `passed`."""
    return Attempt(number, state == SubmissionState.DRAFT, grade.passed if grade else None)


@dataclass(frozen=True)
class AttemptSheet:
    """One attempt with its grades, the newest of which counts."""

    submission: Submission
    grades: list[GradeChange] = field(default_factory=list)

    @property
    def grade(self) -> GradeChange | None:
        return self.grades[-1] if self.grades else None

    @property
    def attempt(self) -> Attempt:
        return as_attempt(self.submission.state, self.submission.attempt, self.grade)


def attempts_of(enrolment: Enrolment, assignment: Assignment) -> list[AttemptSheet]:
    """Every attempt of a learner at a synthesis, oldest first. Two queries."""
    return sheets(
        Submission.objects.filter(enrolment=enrolment, assignment=assignment).order_by("attempt")
    )


def sheets(submissions: Iterable[Submission]) -> list[AttemptSheet]:
    found = [AttemptSheet(submission) for submission in submissions]
    by_id = {sheet.submission.pk: sheet for sheet in found}
    grades = GradeChange.objects.filter(submission_id__in=by_id).order_by("pk")
    for grade in grades.select_related("graded_by__user"):
        by_id[grade.submission_id].grades.append(grade)
    return found
