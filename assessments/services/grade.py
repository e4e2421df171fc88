"""Grades of syntheses."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.enums import SubmissionState
from assessments.models import GradeChange, Submission
from assessments.permissions import can_grade
from assessments.rules import rubric as rules
from assessments.services.errors import FormKeyUsed, check_free_text
from curricula.models import RubricCriterion
from people.models import Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit
from records.rules.french import clock
from training.enums import EvaluationKind
from training.services import record_evaluation

MAX_COMMENT = 4000
MAX_REASON = 300


class GradeIncomplete(ServiceError):
    message = "Il manque un niveau : une note demande un niveau pour chaque critère."

    def __init__(self, missing: list[RubricCriterion]) -> None:
        self.missing = missing
        titles = ", ".join(f"« {criterion.title} »" for criterion in missing)
        super().__init__(f"Il manque un niveau pour {titles}." if missing else "")


class ScoresDoNotFit(ServiceError):
    message = "Un niveau ne fait pas partie de la grille : les niveaux vont de 0 à 3."


class AlreadyGraded(StaleForm):
    """Somebody gave a grade in between, or the reason for changing one is missing."""

    def __init__(self, grade: GradeChange) -> None:
        self.grade = grade
        at = timezone.localtime(grade.graded_at)
        super().__init__(
            f"Cette copie est déjà corrigée par {grade.graded_by.user} à {clock(at)}, "
            f"le {at:%d/%m/%Y}. Votre correction n’est pas enregistrée ; elle est gardée "
            "ci-dessous. Pour changer la note, dites pourquoi."
        )


@transaction.atomic
def record_grade(
    *,
    actor: Membership,
    submission: Submission,
    scores: Mapping[int, int],
    comment: str,
    form_key: str,
    now: datetime,
    reason: str = "",
    version: int | None = None,
) -> GradeChange:
    """Add a grade to a submission. Earlier grades stay; the newest counts.

    `scores` gives a level to the key of each criterion. Changing a grade needs a reason. `version`
    is that of the submission as shown; left out it is not compared.
    """
    if not can_grade(actor, submission.enrolment, submission.state):
        raise NotAllowed
    if sent := GradeChange.objects.filter(form_key=form_key).first():
        return _same(sent, submission)
    criteria = list(submission.assignment.rubric.criteria.all())
    scores = {int(criterion): level for criterion, level in scores.items()}
    _check_scores(criteria, scores)
    check_free_text(comment, MAX_COMMENT)
    check_free_text(reason, MAX_REASON)
    _turn_to_graded(submission, reason.strip(), version)
    points, out_of = rules.points(scores), rules.maximum(len(criteria))
    grade = GradeChange.objects.create(
        submission=submission,
        scores={str(criterion): level for criterion, level in scores.items()},
        points=points,
        out_of=out_of,
        passed=rules.passed(points, out_of),
        comment=comment.strip(),
        reason=reason.strip(),
        graded_by=actor,
        graded_at=now,
        form_key=form_key,
    )
    audit(actor, "assessments.grade.recorded", grade, at=now, points=points, out_of=out_of)
    if grade.passed:
        _say_passed(actor, submission, now)
    return grade


def _say_passed(actor: Membership, submission: Submission, now: datetime) -> None:
    enrolment, module = submission.enrolment, submission.assignment.module
    record_evaluation(
        actor=actor,
        enrolment=enrolment,
        module=module,
        kind=EvaluationKind.SYNTHESIS,
        source_key=f"assessments.synthesis:{enrolment.pk}:{module.pk}",
        now=now,
    )


def _check_scores(criteria: list[RubricCriterion], scores: Mapping[int, int]) -> None:
    keys = [criterion.pk for criterion in criteria]
    if rules.scores_that_do_not_fit(keys, scores):
        raise ScoresDoNotFit
    if missing := rules.criteria_without_score(keys, scores):
        raise GradeIncomplete([criterion for criterion in criteria if criterion.pk in missing])


def _turn_to_graded(submission: Submission, reason: str, version: int | None) -> None:
    """Compare and set; a graded copy takes another grade from a form that saw it, with a reason."""
    rows = Submission.objects.filter(pk=submission.pk)
    found = rows.select_for_update().get()
    seen = found.version if version is None else version
    graded = found.state == SubmissionState.GRADED
    rows = rows.filter(version=seen).exclude(state=SubmissionState.DRAFT)
    if (graded and not reason) or not rows.update(
        state=SubmissionState.GRADED, version=found.version + 1
    ):
        grades = GradeChange.objects.filter(submission=submission).select_related("graded_by__user")
        if (last := grades.order_by("pk").last()) is None:
            raise StaleForm
        raise AlreadyGraded(last)
    submission.refresh_from_db(fields=["state", "version"])


def _same(grade: GradeChange, submission: Submission) -> GradeChange:
    """The grade already kept for this form, if it is of this submission."""
    if grade.submission_id != submission.pk:
        raise FormKeyUsed
    return grade
