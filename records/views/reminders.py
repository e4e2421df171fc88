"""What one was reminded of, and how one wants to be."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.permissions import SignedInRequest, signed_in
from records.forms.reminders import ChoicesForm
from records.models import Reminder
from records.rules.reminders import kinds_of
from records.services.reminders import choices_of, choose_reminder, mark_read

PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reminders(request: SignedInRequest) -> HttpResponse:
    """One's own reminders, the newest first; a POST says that they are read."""
    if request.method == "POST":
        mark_read(user=request.user, now=timezone.now())
        return redirect("records:reminders")
    page = Paginator(Reminder.objects.shown_to(request.user), PAGE)
    context = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "records/reminder/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choices(request: SignedInRequest) -> HttpResponse:
    """By which channel and in which rhythm one is told, kind by kind."""
    kinds = kinds_of({membership.role for membership in request.memberships})
    mine = choices_of([request.user])
    chosen = {str(kind): mine[request.user.pk, kind] for kind in kinds}
    form = ChoicesForm(request.POST or None, kinds=kinds, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        for kind, channel, rhythm in form.choices():
            choose_reminder(user=request.user, kind=kind, channel=channel, rhythm=rhythm)
        messages.success(request, "Choix enregistrés : ils valent pour les rappels à venir.")
        return redirect("records:reminder_choices")
    return render(request, "records/reminder/choices.html", {"form": form})
