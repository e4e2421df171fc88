from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from training.enums import DistanceRule
from training.queries.activity import (
    lesson_times,
    quizzes_passed,
    total_of,
)
from training.rules.activity import IDLE_SECONDS
from training.views.enrolment import enrolment_of


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Lesson by lesson what was measured, what counts and why; quizzes passed; the rule."""
    enrolment = enrolment_of(request, enrolment_id)
    lessons = lesson_times(enrolment)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "lessons": lessons,
        "total": total_of(lessons),
        "quizzes": quizzes_passed(enrolment),
        "measures": enrolment.cohort.distance_rule == DistanceRule.MEASURED,
        "idle_minutes": IDLE_SECONDS // 60,
    }
    return render(request, "training/hours/distance.html", context)
