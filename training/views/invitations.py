"""Invitations of a cohort that nobody answered: the list, and sending links again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from records.services import invite_again
from training.forms.invitations import EXPIRED, AgainForm
from training.models import Cohort
from training.queries.cohort_arrival import INVITATIONS, invitation_rows
from training.queries.cohort_export import Table
from training.queries.invitations import unanswered_of
from training.views.attempt import attempt
from training.views.table_file import streamed

PAGE = 50


def _cohort(request: ActingRequest, cohort_id: int) -> Cohort:
    return get_object_or_404(Cohort.objects.visible_to(request.actor), pk=cohort_id)


@require_safe
@acting_as(*LEADING_ROLES)
@never_cache
def unanswered(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Who has not answered yet, the oldest links first."""
    cohort, now = _cohort(request, cohort_id), timezone.now()
    found = unanswered_of(request.actor, cohort)
    context = {
        "cohort": cohort,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "expired": found.filter(expires_at__lte=now).count(),
        "now": now,
        "seen": now.isoformat(),
    }
    return render(request, "training/invitations/unanswered.html", context)


@require_safe
@acting_as(*LEADING_ROLES)
@never_cache
def export(request: ActingRequest, cohort_id: int, kind: str) -> StreamingHttpResponse:
    """The same people as a file; never their links."""
    cohort = _cohort(request, cohort_id)
    rows = invitation_rows(request.actor, cohort, timezone.now())
    found = Table("Invitations sans réponse", INVITATIONS, rows)
    return streamed(found, kind, cohort.title)


@require_POST
@acting_as(*LEADING_ROLES)
def again(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Send a new link to those whose link has expired, or to all; a second click sends none."""
    cohort, form = _cohort(request, cohort_id), AgainForm(request.POST)
    if form.is_valid():
        found = unanswered_of(request.actor, cohort)
        if form.cleaned_data["which"] == EXPIRED:
            found = found.filter(expires_at__lte=timezone.now())
        seen = form.cleaned_data["seen"]
        sent = attempt(request, invite_again, invitations=found, seen=seen) or []
        many = "s" if len(sent) > 1 else ""
        told = f"{len(sent)} lien{many} envoyé{many}." if sent else "Rien à renvoyer : c’est fait."
        messages.success(request, told)
    return redirect("training:unanswered", cohort.pk)
