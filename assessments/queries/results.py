"""What quizzes and syntheses say about learners, for the rooms above."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet

from assessments.enums import SubmissionState
from assessments.models import QuizAttempt, Submission
from assessments.queries.submission import AttemptSheet, sheets
from assessments.rules.attempts import counting
from curricula.models import RubricCriterion
from training.models import Enrolment
from training.queries import place_of


@dataclass(frozen=True)
class ModuleResult:
    """Where a learner stands in a module. The best attempt at the quiz is shown."""

    quiz_passed: bool = False
    quiz_points: int | None = None
    quiz_out_of: int | None = None
    quiz_attempt_id: int | None = None
    quiz_at: datetime | None = None
    submission_state: str = ""
    submission_id: int | None = None
    attempt: int = 0
    synthesis_graded: bool = False
    synthesis_passed: bool = False
    synthesis_points: int | None = None
    synthesis_out_of: int | None = None
    synthesis_at: datetime | None = None


Results = dict[tuple[int, int], ModuleResult]


def module_results(enrolment_ids: Iterable[int]) -> Results:
    """By enrolment and module followed, for those where something was done. Three queries."""
    ids = list(enrolment_ids)
    results: Results = defaultdict(ModuleResult)
    _add_quizzes(results, ids)
    by_module: dict[tuple[int, int], list[AttemptSheet]] = defaultdict(list)
    submissions = Submission.objects.filter(enrolment_id__in=ids).defer("text")
    for sheet in sheets(placed(submissions)):
        by_module[sheet.submission.enrolment_id, place(sheet)].append(sheet)
    for key, attempts in by_module.items():
        results[key] = with_synthesis(results[key], attempts)
    return dict(results)


def placed(submissions: QuerySet[Submission]) -> QuerySet[Submission, Any]:
    """With `place`, the module where each counts: the same code and the same rubric."""
    same = place_of("assignment__module", assignment__rubric=OuterRef("assignment__rubric"))
    return submissions.select_related("assignment").annotate(place=same)


def place(sheet: AttemptSheet) -> int:
    """Of an attempt that comes from `placed`."""
    submission: Any = sheet.submission
    return int(submission.place)


def _add_quizzes(results: Results, ids: list[int]) -> None:
    attempts = (
        QuizAttempt.objects.filter(enrolment_id__in=ids)
        .annotate(place=place_of("module"))
        .order_by("passed", "points", "-pk")
        .defer("asked", "answers")
    )
    for attempt in attempts:  # the best comes last and stays
        results[attempt.enrolment_id, attempt.place] = ModuleResult(
            quiz_passed=attempt.passed,
            quiz_points=attempt.points,
            quiz_out_of=attempt.out_of,
            quiz_attempt_id=attempt.pk,
            quiz_at=attempt.submitted_at,
        )


def with_synthesis(result: ModuleResult, attempts: list[AttemptSheet]) -> ModuleResult:
    """The state is the newest attempt's; points and passing are those of the one that counts."""
    newest = attempts[-1].submission
    result = replace(
        result,
        submission_state=newest.state,
        submission_id=newest.pk,
        attempt=newest.attempt,
    )
    counts = counting(sheet.attempt for sheet in attempts)
    grade = next((s.grade for s in attempts if counts and s.attempt == counts), None)
    if grade is None:
        return result
    return replace(
        result,
        submission_id=grade.submission_id,
        synthesis_graded=True,
        synthesis_passed=grade.passed,
        synthesis_points=grade.points,
        synthesis_out_of=grade.out_of,
        synthesis_at=grade.graded_at,
    )


@dataclass(frozen=True)
class CriterionFact:
    """What a criterion of a synthesis says about a competency; `level` is None while it waits."""

    competency_id: int
    level: int | None
    criterion: str
    submission_id: int
    module_id: int
    title: str
    at: datetime | None
    graded_by: str


def criterion_facts(enrolment: Enrolment) -> list[CriterionFact]:
    """Facts of the attempt that counts and of the one that waits for its grade. Four queries."""
    handed_in = Submission.objects.filter(enrolment=enrolment).exclude(state=SubmissionState.DRAFT)
    by_module: dict[tuple[int, int], list[AttemptSheet]] = defaultdict(list)
    for sheet in sheets(placed(handed_in.defer("text")).order_by("assignment_id", "attempt")):
        by_module[place(sheet), sheet.submission.assignment.rubric_id].append(sheet)
    rubrics = {rubric_id for _, rubric_id in by_module}
    criteria: dict[int, list[RubricCriterion]] = defaultdict(list)
    for criterion in RubricCriterion.objects.filter(rubric_id__in=rubrics).prefetch_related(
        "competencies"
    ):
        criteria[criterion.rubric_id].append(criterion)
    return [
        fact
        for (module_id, rubric_id), attempts in by_module.items()
        for sheet in telling(attempts)
        for fact in _facts(sheet, criteria[rubric_id], module_id)
    ]


def telling(attempts: list[AttemptSheet]) -> list[AttemptSheet]:
    """The attempt that counts, and the newest as long as it waits for its grade."""
    counts = counting(sheet.attempt for sheet in attempts)
    return [s for s in attempts if s.attempt == counts or (s.grade is None and s is attempts[-1])]


def _facts(
    sheet: AttemptSheet, criteria: list[RubricCriterion], module_id: int
) -> list[CriterionFact]:
    submission, grade = sheet.submission, sheet.grade
    return [
        CriterionFact(
            competency_id=competency.pk,
            level=grade.scores.get(str(criterion.pk)) if grade else None,
            criterion=criterion.title,
            submission_id=submission.pk,
            module_id=module_id,
            title=submission.assignment.title,
            at=grade.graded_at if grade else submission.submitted_at,
            graded_by=str(grade.graded_by.user) if grade else "",
        )
        for criterion in criteria
        for competency in criterion.competencies.all()
    ]
