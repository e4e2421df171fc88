"""The hours of a cohort: five totals and weeks; files for a spreadsheet, of one person too."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.enums import STAFF_ROLES
from people.permissions import ActingRequest, acting_as
from training.models import Cohort, Enrolment
from training.permissions import HOURS_ROLES
from training.queries.cohort_export import table
from training.queries.hours_page import hours_page
from training.queries.learner_export import learner_table
from training.queries.totals import cohort_totals, learners_totals
from training.queries.weeks import (
    ALERTS_SHOWN,
    alerts,
    cohort_people,
    pages_of_weeks,
    standings,
    week_lines,
)
from training.rules.pace import THRESHOLDS
from training.rules.verified import VERIFYING_ACTS
from training.views.table_file import streamed

PAGE = 50


@require_safe
@acting_as(*STAFF_ROLES)
def totals(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """The five totals of a cohort, by module, by category and by learner."""
    cohort = _cohort(request, cohort_id)
    page = Paginator(cohort_people(request.actor, cohort), PAGE).get_page(request.GET.get("page"))
    found = learners_totals(page)
    context = {
        "cohort": cohort,
        "totals": cohort_totals(request.actor, cohort),
        "page": page,
        "lines": [(one, found[one.pk]) for one in page],
        "acts": VERIFYING_ACTS,
    }
    return render(request, "training/totals/cohort.html", context)


@require_safe
@acting_as(*STAFF_ROLES)
def weeks(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """The weeks of a cohort against its learners, and who is late."""
    cohort, today = _cohort(request, cohort_id), timezone.localdate()
    everybody = standings(cohort_people(request.actor, cohort), today)
    page = Paginator(everybody, PAGE).get_page(request.GET.get("page"))
    parts = Paginator(pages_of_weeks(cohort, today), 1).get_page(request.GET.get("semaines"))
    shown = parts.object_list[0]
    late = alerts(everybody)
    context = {
        "cohort": cohort,
        "page": page,
        "parts": parts,
        "weeks": shown,
        "lines": week_lines(page, shown),
        "alerts": late[:ALERTS_SHOWN],
        "alert_count": len(late),
        "thresholds": THRESHOLDS,
    }
    return render(request, "training/totals/weeks.html", context)


@require_safe
@acting_as(*STAFF_ROLES)
def export(request: ActingRequest, cohort_id: int, what: str, kind: str) -> HttpResponseBase:
    """Lines, totals or weeks of a cohort as a file, sent while it is read."""
    cohort = _cohort(request, cohort_id)
    found = table(request.actor, cohort, what, timezone.localdate())
    return streamed(found, kind, cohort.title)


@require_safe
@acting_as(*HOURS_ROLES)
def learner_export(
    request: ActingRequest, enrolment_id: int, what: str, kind: str
) -> HttpResponseBase:
    """The totals or the curve of one learner as a file."""
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    enrolment = get_object_or_404(visible, pk=enrolment_id)
    page = hours_page(enrolment, timezone.localdate())
    return streamed(learner_table(page, what), kind, str(enrolment.learner))


def _cohort(request: ActingRequest, cohort_id: int) -> Cohort:
    visible = Cohort.objects.visible_to(request.actor).select_related("track_version__track")
    return get_object_or_404(visible, pk=cohort_id)
