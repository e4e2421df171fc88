"""Actions agreed at a meeting."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.forms.meeting import ActionForm, NoteForm
from portfolio.models import FollowUp
from portfolio.permissions import SUPPORT_ROLES
from portfolio.queries.meeting import owners_of
from portfolio.services.follow_up import agree_action, note_action
from portfolio.views.attempt import attempt, status_of
from portfolio.views.meeting import METHODS, READERS, meeting_of


@require_http_methods(METHODS)
@acting_as(*SUPPORT_ROLES)
def new(request: ActingRequest, meeting_id: int) -> HttpResponse:
    """Add an action to a meeting."""
    meeting = meeting_of(request, meeting_id)
    form = ActionForm(request.POST or None, owners=owners_of(meeting))
    if request.method == "POST" and form.is_valid():
        key = str(form.cleaned_data["form_key"])
        sent: dict[str, Any] = {"meeting": meeting, "written": form.written(), "form_key": key}
        if attempt(request, agree_action, form, **sent):
            messages.success(request, "Action ajoutée.")
            return redirect("portfolio:meeting", meeting.pk)
    context = {"meeting": meeting, "form": form}
    return render(request, "portfolio/meeting/action_new.html", context, status=status_of(form))


@require_POST
@acting_as(*READERS)
def note(request: ActingRequest, action_id: int) -> HttpResponse:
    """Say that an action is done, or take it up again."""
    visible = FollowUp.objects.visible_to(request.actor).for_screen()
    action, form = get_object_or_404(visible, pk=action_id), NoteForm(request.POST)
    back = redirect("portfolio:meeting", action.meeting_id)
    if not form.is_valid():
        messages.error(request, "Relisez l’action, puis recommencez.")
        return back
    try:
        fact = note_action(
            actor=request.actor, follow_up=action, now=timezone.now(), **form.cleaned_data
        )
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Action faite." if fact.done else "Action à reprendre.")
    return back
