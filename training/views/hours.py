from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from training.permissions import GATE_ROLES, HOURS_ROLES, SESSION_ROLES
from training.queries import hours_detail
from training.queries.debt import debt_lines
from training.queries.hours import EXPORT_COLUMNS, export_rows
from training.queries.hours_page import hours_page
from training.queries.overview_export import hours_seen, hours_table
from training.queries.totals import learners_totals
from training.rules.day import DAY_CAP
from training.rules.debt import beside_forecast, owed_minutes
from training.rules.verified import VERIFYING_ACTS
from training.views.enrolment import enrolment_of
from training.views.table_file import learner_table, streamed

PAGE = 50


@require_safe
@acting_as(*HOURS_ROLES)
def overview(request: ActingRequest) -> HttpResponse:
    """The hours of everybody whom the person may see; a learner goes straight to their own."""
    found = hours_seen(request.actor)
    if request.actor.role == Role.LEARNER and len(own := list(found[:2])) == 1:
        return redirect("training:hours", own[0].pk)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    sums = learners_totals(page)
    context = {
        "page": page,
        "lines": [(one, sums[one.pk]) for one in page],
        "acts": VERIFYING_ACTS,
    }
    return render(request, "training/hours/overview.html", context)


@require_safe
@acting_as(*HOURS_ROLES)
def overview_export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """The same people with the five totals and the forecast, as a file."""
    found = hours_table(request.actor, timezone.localdate())
    return streamed(found, kind, str(request.actor.organisation))


@require_safe
@acting_as(*HOURS_ROLES)
def detail(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The totals of one learner, each with the lines that make it up."""
    enrolment = enrolment_of(request, enrolment_id)
    hours, debts = hours_page(enrolment, timezone.localdate()), debt_lines(enrolment)
    context = {
        "enrolment": enrolment,
        "hours": hours,
        "goal": enrolment.track_version.minutes,
        "day_cap": DAY_CAP,
        "acts": VERIFYING_ACTS,
        "delays": enrolment.delays,
        "own": enrolment.learner_id == request.actor.user_id,
        "opens_modules": request.actor.role in GATE_ROLES,
        "debts": debts,
        "beside": beside_forecast(owed_minutes(x.debt for x in debts), hours.outlook.missing),
        "names_make_ups": request.actor.role in SESSION_ROLES,
        "sees_sessions": request.actor.is_staff or request.actor.role == Role.LEARNER,
    }
    return render(request, "training/hours/detail.html", context)


@require_safe
@acting_as(*HOURS_ROLES)
def export(request: ActingRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """The lines of one learner as a spreadsheet."""
    enrolment = enrolment_of(request, enrolment_id)
    rows = export_rows(hours_detail(enrolment))
    return learner_table(str(enrolment.learner), "Heures", EXPORT_COLUMNS, rows, kind)
