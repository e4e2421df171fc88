"""Cohorts: the list, one cohort with its people, and its hours for a spreadsheet."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify

from lms.queries.cohort import (
    COHORTS_A_PAGE,
    HOURS_COLUMNS,
    PAGE,
    cohort_enrolments,
    cohort_line,
    cohort_lines,
    cohorts_of_a_page,
    cohorts_sentence,
    hours_rows,
    learner_lines,
    visible_cohorts,
)
from people.enums import STAFF_ROLES
from people.permissions import ActingRequest, acting_as
from records.queries.sheets import TYPES, to_file
from training.models import Cohort
from training.permissions import can_enrol, can_record_session, can_write_to_cohort
from training.queries import roster
from training.queries.hours import cohort_learners_hours


@acting_as(*STAFF_ROLES)
def cohorts(request: ActingRequest) -> HttpResponse:
    paginator = Paginator(visible_cohorts(request.actor), COHORTS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": cohort_lines(page, timezone.localdate()),
        "heading": cohorts_sentence(page.paginator.count),
    }
    return render(request, "lms/cohort/list.html", context)


@acting_as(*STAFF_ROLES)
def cohort(request: ActingRequest, cohort_id: int) -> HttpResponse:
    found = get_object_or_404(cohorts_of_a_page(request.actor), pk=cohort_id)
    hours = cohort_learners_hours(found)
    summary = cohort_line(found, hours, timezone.localdate())
    paginator = Paginator(cohort_enrolments(request.actor, found), PAGE)
    paginator.count = summary.learners  # counted with the cohort
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "summary": summary,
        "cohort": found,
        "page": page,
        "lines": learner_lines(page, hours),
        "can_enrol": can_enrol(request.actor, found),
        "can_record": can_record_session(request.actor, found),
        "may_write": can_write_to_cohort(request.actor, found),
    }
    return render(request, "lms/cohort/detail.html", context)


@acting_as(*STAFF_ROLES)
def hours(request: ActingRequest, cohort_id: int, kind: str) -> HttpResponse:
    """Hours of every learner of a cohort, as a file for a spreadsheet."""
    found = get_object_or_404(Cohort.objects.visible_to(request.actor), pk=cohort_id)
    rows = hours_rows(roster(list(cohort_enrolments(request.actor, found))))
    content = to_file(kind, "Heures", HOURS_COLUMNS, rows)
    name = f"heures-{slugify(found.title)}-{timezone.localdate():%Y-%m-%d}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=disposition)
