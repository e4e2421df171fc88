"""The attempts at a written synthesis, with the grades that count."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import FilteredRelation, QuerySet

from assessments.enums import LEVEL_LABELS, SubmissionState
from assessments.models import GradeChange, Submission
from assessments.models.submission import SubmissionQuerySet
from assessments.rules.attempts import Attempt
from curricula.models import Assignment, RubricCriterion
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
    """Every attempt of a learner at a synthesis, oldest first. One query.

    It is the same synthesis in another version of the track when the module has the same code and
    the rubric is the same.
    """
    found = Submission.objects.filter(
        enrolment=enrolment,
        assignment__module__code=assignment.module.code,
        assignment__rubric=assignment.rubric_id,
    )
    return sheets(found)


def sheets(submissions: QuerySet[Submission, Any]) -> list[AttemptSheet]:
    """Attempts by their number, with their grades, the newest last. One query."""
    rows: Any = submissions.annotate(given=FilteredRelation("grades"))
    rows = rows.select_related("given__graded_by__user").order_by("attempt", "pk", "given__pk")
    found: dict[int, AttemptSheet] = {}
    for row in rows:  # an attempt stands in as many rows as it has grades, in one without any
        sheet = found.setdefault(row.pk, AttemptSheet(row))
        if hasattr(row, "given"):
            sheet.grades.append(row.given)
    return list(found.values())


@dataclass(frozen=True)
class LevelShown:
    """A criterion of a rubric with the level given, in words and as the rubric describes it."""

    title: str
    level: int
    word: str
    text: str


def levels_shown(
    criteria: Iterable[RubricCriterion], grade: GradeChange | None
) -> list[LevelShown]:
    """What a grade says, criterion by criterion. No query."""
    if grade is None:
        return []
    found = [(c, grade.scores[str(c.pk)]) for c in criteria if str(c.pk) in grade.scores]
    return [LevelShown(c.title, level, LEVEL_LABELS[level], c.levels[level]) for c, level in found]


@dataclass(frozen=True)
class SynthesisDesk:
    """What a learner finds when opening a synthesis: the attempts, and whether one may write."""

    attempts: list[AttemptSheet]

    @property
    def latest(self) -> AttemptSheet | None:
        return self.attempts[-1] if self.attempts else None

    @property
    def passed(self) -> AttemptSheet | None:
        return next((s for s in self.attempts if s.grade and s.grade.passed), None)

    @property
    def graded(self) -> AttemptSheet | None:
        """The attempt whose grade is shown: the passed one, else the newest graded."""
        graded = [sheet for sheet in self.attempts if sheet.grade]
        return self.passed or (graded[-1] if graded else None)

    @property
    def waiting(self) -> Submission | None:
        latest = self.latest.submission if self.latest else None
        return latest if latest and latest.state == SubmissionState.SUBMITTED else None

    @property
    def draft(self) -> Submission | None:
        latest = self.latest.submission if self.latest else None
        return latest if latest and latest.state == SubmissionState.DRAFT else None

    @property
    def writable(self) -> bool:
        return not self.passed and not self.waiting

    @property
    def text(self) -> str:
        """What stands in the field at first: the draft, or the version to take up again."""
        return self.latest.submission.text if self.latest else ""

    @property
    def version(self) -> int:
        return self.latest.submission.version if self.latest else 0

    @property
    def number(self) -> int:
        """The number of the attempt that is being written."""
        if not self.latest:
            return 1
        return self.latest.submission.attempt + (0 if self.draft else 1)


def synthesis_desk(enrolment: Enrolment, assignment: Assignment) -> SynthesisDesk:
    """One query."""
    return SynthesisDesk(attempts_of(enrolment, assignment))
