"""Group days: their rhythm, the days proposed, what to speak of."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.permissions import ActingRequest, acting_as
from portfolio.enums import MeetingKind
from portfolio.forms.meeting import RhythmForm
from portfolio.models import Meeting
from portfolio.permissions import SUPPORT_ROLES
from portfolio.queries.group_day import agenda, group_plan
from portfolio.queries.wall import wall_since
from portfolio.services.group_day import choose_rhythm
from portfolio.views.attempt import attempt, status_of
from portfolio.views.meeting import METHODS, note
from training.forms.stored import stored_values
from training.models import Cohort


def cohort_of(request: ActingRequest, cohort_id: int) -> Cohort:
    return get_object_or_404(Cohort.objects.visible_to(request.actor), pk=cohort_id)


@require_http_methods(METHODS)
@acting_as(*SUPPORT_ROLES)
def group(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """The days proposed, those held, the agenda; the rhythm is chosen here."""
    cohort, today = cohort_of(request, cohort_id), timezone.localdate()
    plan = group_plan(request.actor, cohort, today)
    form = RhythmForm(request.POST or None, rhythm=plan.rhythm, seen=plan.seen)
    if request.method == "POST" and form.is_valid():
        sent = {"rhythm": form.written(), "seen": form.cleaned_data["seen"]}
        if attempt(request, choose_rhythm, form, cohort=cohort, **sent):
            messages.success(request, "Rythme enregistré. Les dates sont proposées, sans plus.")
            return redirect("portfolio:group_days", cohort.pk)
        if form.stale:
            form.renew(seen=plan.seen)
            vars(form).update(overtaken=True, stored=stored_values(form))
    points = agenda(request.actor, cohort, plan, today)
    context = {"cohort": cohort, "plan": plan, "form": form, "agenda": points}
    context["shared"] = wall_since(request.actor, cohort, points.since)
    return render(request, "portfolio/meeting/group.html", context, status=status_of(form))


@require_http_methods(METHODS)
@acting_as(*SUPPORT_ROLES)
def new(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Note a group day that was held."""
    cohort = cohort_of(request, cohort_id)
    return note(request, Meeting(kind=MeetingKind.GROUP, cohort=cohort), cohort)
