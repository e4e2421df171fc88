"""The raw facts of a learner at a distance, to take away."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from assessments.queries.activity import raw_facts
from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from records.queries.sheets import TYPES, to_file
from training.models import Enrolment
from training.queries.activity import FACT_COLUMNS


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES)
def export(request: ActingRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """Every raw fact of a learner, quizzes passed and failed too, as a spreadsheet."""
    if kind not in TYPES:
        raise Http404
    seen = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(seen, pk=enrolment_id)
    rows = raw_facts(request.actor, enrolment)
    body = to_file(kind, "Activité", FACT_COLUMNS, rows)
    name = f"activite-{slugify(str(enrolment.learner))}-{timezone.localdate():%Y-%m-%d}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=TYPES[kind], headers=disposition)
