"""The induction day of a cohort: set, then noted person by person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import LEADING_ROLES, STAFF_ROLES
from people.permissions import ActingRequest, acting_as
from training.forms.induction import InductionDayForm, InductionNotesForm
from training.permissions import can_hold_induction
from training.queries.induction import induction_of, newest_day
from training.services.induction import note_induction, write_day
from training.views.attempt import attempt
from training.views.calendar import visible_cohort

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@acting_as(*STAFF_ROLES)
def overview(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """The day, its programme, and what was noted of each person."""
    cohort = visible_cohort(request, cohort_id)
    context = {
        "cohort": cohort,
        "induction": induction_of(cohort, timezone.localdate()),
        "holds": can_hold_induction(request.actor, cohort),
    }
    return render(request, "training/induction/overview.html", context)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def write(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Set the day; once it is over, tick what took place."""
    cohort = visible_cohort(request, cohort_id)
    newest = newest_day(cohort)
    shown: dict[str, object] = {"seen": 0, "day": cohort.starts_on}
    if newest:
        shown = {
            "seen": newest.number, "day": newest.day, "place": newest.place, "done": newest.done,
        }  # fmt: skip
    form = InductionDayForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        made = attempt(request, write_day, form, cohort=cohort, **form.cleaned_data)
        if made:
            messages.success(request, "Journée d’accueil enregistrée.")
            return redirect("training:induction", cohort.pk)
    status = 422 if form.errors else 200
    context = {"cohort": cohort, "form": form}
    return render(request, "training/induction/write.html", context, status=status)


@require_http_methods(METHODS)
@acting_as(*LEADING_ROLES)
def note(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Note who was there, who received the livret, and what each said of the day."""
    cohort = visible_cohort(request, cohort_id)
    found = induction_of(cohort, timezone.localdate())
    form = InductionNotesForm(request.POST or None, lines=found.lines)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        sent = {"cohort": cohort, "notes": form.notes(), "reason": reason}
        if attempt(request, note_induction, form, **sent) is not None:
            messages.success(request, "Journée d’accueil notée.")
            return redirect("training:induction", cohort.pk)
    if form.stale:
        form.renew_notes()
    status = 422 if form.errors else 200
    context = {"cohort": cohort, "form": form, "induction": found}
    return render(request, "training/induction/note.html", context, status=status)
