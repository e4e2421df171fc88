"""« Mon année »: the weeks of the contract as one path."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from portfolio.queries import logbook_path
from portfolio.queries.year import year_of
from portfolio.views.learner import chosen, learner_context, own_enrolments
from portfolio.views.week_page import no_enrolment


@require_safe
@acting_as(Role.LEARNER)
def year(request: ActingRequest) -> HttpResponse:
    """Every week with its state, hours, situations and marks, drawn and as a table."""
    enrolments = own_enrolments(request)
    enrolment = chosen(request, enrolments)
    if enrolment is None:
        return no_enrolment(request)
    today = timezone.localdate()
    path = logbook_path(enrolment, today)
    context = learner_context(request, enrolment, enrolments, path)
    context["year"] = year_of(request.actor, enrolment, path, today)
    return render(request, "portfolio/year/year.html", context)
