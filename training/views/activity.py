from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from records.queries.sheets import to_csv, to_xlsx
from training.enums import DistanceRule
from training.models import Enrolment
from training.queries.activity import FACT_COLUMNS, fact_rows, lesson_times, quizzes_passed
from training.rules.activity import IDLE_SECONDS
from training.views.hours import TYPES


def _enrolment(request: ActingRequest, enrolment_id: int) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    return get_object_or_404(visible, pk=enrolment_id)


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def overview(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """Lesson by lesson what was measured, what counts and why; quizzes passed; the rule."""
    enrolment = _enrolment(request, enrolment_id)
    context = {
        "enrolment": enrolment,
        "own": request.actor.role == Role.LEARNER,
        "lessons": lesson_times(enrolment),
        "quizzes": quizzes_passed(enrolment),
        "measures": enrolment.cohort.distance_rule == DistanceRule.MEASURED,
        "idle_minutes": IDLE_SECONDS // 60,
    }
    return render(request, "training/hours/distance.html", context)


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def export(request: ActingRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """Every raw fact of a learner, evaluations passed too, as a spreadsheet."""
    if kind not in TYPES:
        raise Http404
    enrolment = _enrolment(request, enrolment_id)
    rows = fact_rows(enrolment)
    body = to_csv(FACT_COLUMNS, rows) if kind == "csv" else to_xlsx("Activité", FACT_COLUMNS, rows)
    name = f"activite-{slugify(str(enrolment.learner))}-{timezone.localdate():%Y-%m-%d}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=TYPES[kind], headers=disposition)
