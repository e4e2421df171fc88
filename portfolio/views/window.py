"""Weeks that were not handed in, and those that a lead reopens."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.forms.window import ReopenForm
from portfolio.queries.window import late_learners
from portfolio.rules.weeks import week_label
from portfolio.services import reopen_weeks
from records.rules.french import long_date
from training.enums import Situation
from training.models import Cohort, Enrolment

A_PAGE = 20
LONG_AGO = timedelta(weeks=26)
MOST = 2**62


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def late(request: ActingRequest) -> HttpResponse:
    """Past weeks not handed in, by person; the closed ones that are ticked are reopened."""
    today = timezone.localdate()
    cohorts = list(Cohort.objects.visible_to(request.actor))
    one, cohort = asked_enrolment(request), asked_cohort(request, cohorts)
    enrolments = [one] if one else followed(request, cohort, today)
    learners = [row for row in late_learners(enrolments, today) if one or row.closed or row.open]
    page = Paginator(learners, A_PAGE).get_page(request.GET.get("page"))
    closed = [week for learner in page for week in learner.closed]
    form = ReopenForm(request.POST or None, closed=closed)
    if request.method == "POST" and form.is_valid() and reopen(request, form):
        return redirect(request.get_full_path())
    context = {
        "page": page, "form": form, "ticked": request.POST.getlist("weeks"), "closed": closed,
        "cohorts": cohorts, "asked": cohort, "one": one,
        "query": f"promotion={cohort.pk}&" if cohort else "",
    }  # fmt: skip
    return render(request, "portfolio/window/late.html", context)


def asked_enrolment(request: ActingRequest) -> Enrolment | None:
    """The one of ?inscription=; somebody else's does not exist (404)."""
    asked = request.GET.get("inscription")
    if asked is None:
        return None
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    return get_object_or_404(visible, pk=min(int(asked), MOST) if asked.isdecimal() else 0)


def asked_cohort(request: ActingRequest, cohorts: list[Cohort]) -> Cohort | None:
    """The one of ?promotion=; none chosen, or somebody else's, is all of them."""
    return next((c for c in cohorts if str(c.pk) == request.GET.get("promotion")), None)


def followed(request: ActingRequest, cohort: Cohort | None, today: date) -> list[Enrolment]:
    """Those who follow the training in a cohort, or in all that did not end long ago."""
    found = Enrolment.objects.visible_to(request.actor).for_screen()
    found = found.filter(situation=Situation.ACTIVE)
    if cohort:
        found = found.filter(cohort=cohort)
    else:
        found = found.filter(cohort__ends_on__gte=today - LONG_AGO)
    return list(
        found.order_by("-cohort__starts_on", "learner__last_name", "learner__first_name", "pk")
    )


def reopen(request: ActingRequest, form: ReopenForm) -> bool:
    """Whether something was reopened; what was not is told."""
    try:
        done = reopen_weeks(
            actor=request.actor, weeks=form.ticked(), reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )  # fmt: skip
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        return False
    if done.opened:
        until, many = long_date(done.opened[0].until), "s" if len(done.opened) > 1 else ""
        words = f"{len(done.opened)} semaine{many} rouverte{many} jusqu’au {until}."
        messages.success(request, words)
    for one, reason in done.refused:
        messages.error(request, f"{one.enrolment.learner}, {week_label(one.week)} : {reason}")
    return True
