"""The checklist of a practice, as the obstacles met there leave it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from portfolio.permissions import SUPPORT_ROLES
from portfolio.queries.readiness import checklist_of, practice_of


@require_safe
@acting_as(Role.LEARNER, *STAFF_ROLES, Role.EMPLOYER)
def checklist(request: ActingRequest, practice_id: int) -> HttpResponse:
    """Each point: what the last visit said, and what is to be looked at again."""
    practice = practice_of(request.actor, practice_id)
    if practice is None:
        raise Http404
    context = {
        "page": checklist_of(request.actor, practice, timezone.localdate()),
        "follows": request.actor.role in SUPPORT_ROLES,
    }
    return render(request, "portfolio/readiness/checklist.html", context)
