from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from records.queries.sheets import to_csv, to_xlsx
from training.models import Enrolment
from training.permissions import GATE_ROLES, HOURS_ROLES, SESSION_ROLES
from training.queries import hours_detail
from training.queries.debt import debt_lines
from training.queries.hours import EXPORT_COLUMNS, export_rows
from training.queries.hours_page import hours_page
from training.queries.totals import learners_totals
from training.rules.day import DAY_CAP

PAGE = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@acting_as(*HOURS_ROLES)
def overview(request: ActingRequest) -> HttpResponse:
    """The hours of everybody whom the person may see; a learner goes straight to their own."""
    found = Enrolment.objects.visible_to(request.actor).for_screen()
    if request.actor.role == Role.LEARNER and len(own := list(found[:2])) == 1:
        return redirect("training:hours", own[0].pk)
    ordered = found.order_by("learner__last_name", "learner__first_name", "pk")
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    sums = learners_totals(page)
    context = {"page": page, "lines": [(one, sums[one.pk]) for one in page]}
    return render(request, "training/hours/overview.html", context)


@require_safe
@acting_as(*HOURS_ROLES)
def detail(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The totals of one learner, each with the lines that make it up."""
    enrolment = _enrolment(request, enrolment_id)
    context = {
        "enrolment": enrolment,
        "hours": hours_page(enrolment, timezone.localdate()),
        "goal": enrolment.track_version.minutes,
        "day_cap": DAY_CAP,
        "delays": enrolment.delays,
        "own": enrolment.learner_id == request.actor.user_id,
        "opens_modules": request.actor.role in GATE_ROLES,
        "debts": debt_lines(enrolment),
        "names_make_ups": request.actor.role in SESSION_ROLES,
        "sees_sessions": request.actor.is_staff or request.actor.role == Role.LEARNER,
    }
    return render(request, "training/hours/detail.html", context)


@require_safe
@acting_as(*HOURS_ROLES)
def export(request: ActingRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """The lines of one learner as a spreadsheet."""
    if kind not in TYPES:
        raise Http404
    enrolment = _enrolment(request, enrolment_id)
    rows = export_rows(hours_detail(enrolment))
    body = (
        to_csv(EXPORT_COLUMNS, rows) if kind == "csv" else to_xlsx("Heures", EXPORT_COLUMNS, rows)
    )
    name = f"heures-{slugify(str(enrolment.learner))}-{timezone.localdate():%Y-%m-%d}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=TYPES[kind], headers=disposition)


def _enrolment(request: ActingRequest, enrolment_id: int) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    return get_object_or_404(visible, pk=enrolment_id)
