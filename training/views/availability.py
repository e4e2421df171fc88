"""The half-days that trainers give and their absences: read by the staff, said by each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import STAFF_ROLES
from people.permissions import ActingRequest, acting_as
from training.forms.availability import WeekForm
from training.forms.calendar import AbsenceForm
from training.permissions import SESSION_ROLES
from training.queries.availability import (
    TrainerLine,
    absences_to_come,
    trainer_lines,
    unkept_sessions,
)
from training.queries.overview_export import availability_table
from training.queries.planning import trainers_of
from training.services import add_away, remove_setting
from training.services.availability import say_week
from training.views.attempt import attempt
from training.views.table_file import streamed


@require_safe
@acting_as(*STAFF_ROLES)
def overview(request: ActingRequest) -> HttpResponse:
    """Every trainer of the training body: the week that holds, what follows, absences to come."""
    today = timezone.localdate()
    lines = trainer_lines(request.actor, list(trainers_of(request.actor, today)), today)
    return render(request, "training/availability/overview.html", {"lines": lines})


@require_safe
@acting_as(*STAFF_ROLES)
def export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """The same as a file: a line a period, a line an absence."""
    found = availability_table(request.actor, timezone.localdate())
    return streamed(found, kind, str(request.actor.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def trainer(request: ActingRequest, trainer_id: int) -> HttpResponse:
    """What one trainer gives, period after period; a further week is said."""
    line = _line(request, trainer_id)
    form = WeekForm(request.POST or None, initial=_as_said(line))
    if request.method == "POST" and form.is_valid():
        said = attempt(request, say_week, form, trainer=line.trainer, **form.cleaned_data)
        if said:
            messages.success(request, "Semaine type enregistrée. Aucune séance n’est déplacée.")
            return redirect("training:trainer_week", trainer_id)
    return _page(request, line, form, AbsenceForm())


def _line(request: ActingRequest, trainer_id: int) -> TrainerLine:
    """A trainer of the body whose availability the actor may say."""
    today = timezone.localdate()
    found = get_object_or_404(trainers_of(request.actor, today), pk=trainer_id)
    [line] = trainer_lines(request.actor, [found], today)
    if not line.may_say:
        raise PermissionDenied
    return line


def _as_said(line: TrainerLine) -> dict[str, object]:
    """The boxes of the newest week, so that a change takes few clicks; none at first."""
    newest = line.said[0] if line.said else None
    return {
        "seen": line.number,
        "mornings": list(newest.mornings) if newest else [],
        "afternoons": list(newest.afternoons) if newest else [],
    }


def _page(request: ActingRequest, line: TrainerLine, form: WeekForm, away: Form) -> HttpResponse:
    context = {
        "line": line,
        "own": line.trainer.user_id == request.user.pk,
        "form": form,
        "away": away,
        "unkept": unkept_sessions(request.actor, line.trainer, timezone.now()),
    }
    status = 422 if form.errors or away.errors else 200
    return render(request, "training/availability/trainer.html", context, status=status)


@require_POST
@acting_as(*SESSION_ROLES)
def add_absence(request: ActingRequest, trainer_id: int) -> HttpResponse:
    """Note an absence; refused, the page says why."""
    line = _line(request, trainer_id)
    form = AbsenceForm(request.POST)
    if form.is_valid() and attempt(
        request, add_away, form, trainer=line.trainer, **form.cleaned_data
    ):
        messages.success(request, "Absence notée. Aucune séance n’est déplacée.")
        return redirect("training:trainer_week", trainer_id)
    return _page(request, line, WeekForm(initial=_as_said(line)), form)


@require_POST
@acting_as(*SESSION_ROLES)
def remove_absence(request: ActingRequest, trainer_id: int, row_id: int) -> HttpResponse:
    """Take an absence out; one that is gone already leads to the same page."""
    line = _line(request, trainer_id)
    mine = absences_to_come(request.actor, timezone.localdate())
    row = mine.filter(trainer__user=line.trainer.user_id, pk=row_id).first()
    if row:
        remove_setting(actor=request.actor, row=row, now=timezone.now())
    messages.success(request, "Absence retirée.")
    return redirect("training:trainer_week", trainer_id)
