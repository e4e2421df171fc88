from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.grade import GradeForm
from assessments.models import GradeChange, Submission
from assessments.queries.marking import lately_graded, marking_queue, spine, waiting_list
from assessments.queries.submission import (
    AttemptSheet,
    attempts_of,
    levels_shown,
    waiting_submissions,
)
from assessments.services import record_grade
from curricula.models import RubricCriterion
from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import ServiceError, StaleForm


@require_safe
@acting_as(Role.TRAINER, Role.LEAD)
def open_first(request: ActingRequest) -> HttpResponse:
    """Straight to the oldest copy; the list when nothing waits."""
    first = waiting_submissions(request.actor).values_list("pk", flat=True).first()
    if first is None:
        return redirect("assessments:marking_list")
    return redirect("assessments:mark", first)


@require_safe
@acting_as(Role.TRAINER, Role.LEAD)
def queue(request: ActingRequest) -> HttpResponse:
    """All that waits, oldest first, and the newest grades."""
    now = timezone.now()
    context = {
        "waiting": waiting_list(request.actor, now),
        "total": waiting_submissions(request.actor).count(),
        "graded": lately_graded(request.actor),
    }
    return render(request, "assessments/grade/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.TRAINER, Role.LEAD)
def mark(request: ActingRequest, submission_id: int) -> HttpResponse:
    """One copy with its rubric; a grade recorded opens the next copy."""
    submission = _copy(request, submission_id)
    criteria = list(submission.assignment.rubric.criteria.all())
    line = marking_queue(request.actor, timezone.now(), submission.pk)
    form = _form(request, submission, criteria)
    status = 200
    if request.method == "POST":
        status = _record(request, form, submission)
        if status == 200:
            if line.next_id:
                return redirect("assessments:mark", line.next_id)
            return redirect("assessments:marking_list")
        submission = _copy(request, submission_id)
        key = form.cleaned_data.get("form_key") or form.initial["form_key"]
        form.renew(version=submission.version, form_key=key)
    context = {
        "submission": submission,
        "criteria": criteria,
        "queue": line,
        "spine": spine(line),
        "form": form,
        **_attempts(submission, criteria),
    }
    return render(request, "assessments/grade/mark.html", context, status=status)


def _copy(request: ActingRequest, submission_id: int) -> Submission:
    gradable = Submission.objects.gradable_by(request.actor).select_related(
        "enrolment__learner", "enrolment__cohort", "assignment__module", "assignment__rubric"
    )
    return get_object_or_404(gradable, pk=submission_id)


def _attempts(submission: Submission, criteria: list[RubricCriterion]) -> dict[str, object]:
    sheets = attempts_of(submission.enrolment, submission.assignment)
    own = next(sheet for sheet in sheets if sheet.submission == submission)
    earlier: list[AttemptSheet] = [
        sheet for sheet in sheets if sheet.submission.attempt < submission.attempt
    ]
    return {"sheet": own, "earlier": earlier, "levels": levels_shown(criteria, own.grade)}


def _form(
    request: ActingRequest, submission: Submission, criteria: list[RubricCriterion]
) -> GradeForm:
    initial = {"form_key": uuid4().hex, "version": submission.version}
    grade = submission.grades.order_by("pk").last()
    if grade:
        initial |= {f"c{key}": level for key, level in grade.scores.items()}
        initial["comment"] = grade.comment
    return GradeForm(criteria, request.POST if request.method == "POST" else None, initial=initial)


def _record(request: ActingRequest, form: GradeForm, submission: Submission) -> int:
    """Record the grade; the answer is the status: 200 stored, 409 graded meanwhile, 422 refused."""
    if not form.is_valid():
        return 422
    try:
        grade = record_grade(
            actor=request.actor,
            submission=submission,
            scores=form.scores(),
            comment=form.cleaned_data["comment"],
            reason=form.cleaned_data["reason"],
            form_key=form.cleaned_data["form_key"],
            version=form.cleaned_data["version"],
            now=timezone.now(),
        )
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return 409 if isinstance(refusal, StaleForm) else 422
    messages.success(request, _stored(grade, submission))
    return 200


def _stored(grade: GradeChange, submission: Submission) -> str:
    result = "réussi" if grade.passed else "à reprendre"
    return (
        f"Enregistré : {submission.enrolment.learner}, {grade.points} sur {grade.out_of}, {result}."
    )
