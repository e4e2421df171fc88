"""Visits, interviews and calls: the pages of a person, of a meeting, and its minutes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from portfolio.enums import PERSONAL_KINDS, MeetingKind, MeetingState
from portfolio.forms.meeting import AdvanceForm, MinutesForm
from portfolio.models import Meeting
from portfolio.permissions import SUPPORT_ROLES, can_hold_meeting
from portfolio.queries.meeting import (
    accompaniment,
    action_lines,
    actions_of,
    meeting_page,
    meetings_of,
    practices_of,
)
from portfolio.services.meeting import (
    MinutesFrozen,
    advance_meeting,
    correct_minutes,
    note_meeting,
    write_draft,
)
from portfolio.views.attempt import attempt, status_of
from training.forms.stored import stored_values
from training.models import Cohort, Enrolment

METHODS = ["GET", "HEAD", "POST"]
READERS = (Role.LEARNER, *SUPPORT_ROLES)


def enrolment_of(request: ActingRequest, enrolment_id: int) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.actor).for_screen()
    return get_object_or_404(visible, pk=enrolment_id)


def meeting_of(request: ActingRequest, meeting_id: int) -> Meeting:
    visible = Meeting.objects.visible_to(request.actor).for_screen()
    return get_object_or_404(visible, pk=meeting_id)


@require_safe
@acting_as(*SUPPORT_ROLES)
def overview(request: ActingRequest) -> HttpResponse:
    """What waits: minutes to finish, open actions, the groups."""
    page = accompaniment(request.actor, timezone.localdate())
    return render(request, "portfolio/meeting/overview.html", {"page": page})


@require_safe
@acting_as(*READERS)
def person(request: ActingRequest, enrolment_id: int) -> HttpResponse:
    """The meetings of a person, and what was agreed."""
    enrolment, actor = enrolment_of(request, enrolment_id), request.actor
    holds = can_hold_meeting(actor, enrolment.cohort, enrolment)
    context = {
        "enrolment": enrolment,
        "own": actor.role == Role.LEARNER,
        "kinds": [MeetingKind(kind) for kind in PERSONAL_KINDS] if holds else [],
        "meetings": meetings_of(actor, enrolment),
        "actions": action_lines(actor, actions_of(actor, enrolment), timezone.localdate()),
    }
    return render(request, "portfolio/meeting/person.html", context)


@require_safe
@acting_as(*READERS)
def meeting(request: ActingRequest, meeting_id: int) -> HttpResponse:
    """The minutes of a meeting, its states and its actions."""
    row = meeting_of(request, meeting_id)
    context = {
        "page": meeting_page(request.actor, row, timezone.localdate()),
        "meeting": row,
        "holds": can_hold_meeting(request.actor, row.of_cohort, row.enrolment),
    }
    return render(request, "portfolio/meeting/meeting.html", context)


@require_http_methods(METHODS)
@acting_as(*SUPPORT_ROLES)
def new(request: ActingRequest, enrolment_id: int, kind: str) -> HttpResponse:
    """Note a visit, an interview or a call of a person."""
    if kind not in PERSONAL_KINDS:
        raise Http404
    enrolment = enrolment_of(request, enrolment_id)
    return note(request, Meeting(kind=kind, enrolment=enrolment), enrolment)


def note(request: ActingRequest, blank: Meeting, about: Enrolment | Cohort) -> HttpResponse:
    """The page of a meeting that is not noted yet."""
    form = minutes_form(request, blank)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            note_meeting,
            form,
            about=about,
            kind=blank.kind,
            written=form.written(),
            form_key=str(form.cleaned_data["form_key"]),
            confirmed=form.cleaned_data["confirmed"],
        )
        if made:
            messages.success(request, "Brouillon enregistré.")
            return redirect("portfolio:meeting", made.pk)
    return show_form(request, form)


@require_http_methods(METHODS)
@acting_as(*SUPPORT_ROLES)
def write(request: ActingRequest, meeting_id: int) -> HttpResponse:
    """Change a draft, or correct what was validated by a further version."""
    row = meeting_of(request, meeting_id)
    form = minutes_form(request, row)
    correcting = "reason" in form.fields
    if correcting and request.method == "POST" and "reason" not in request.POST:
        form.refusal = MinutesFrozen()  # typed as a draft, validated in another tab
    elif request.method == "POST" and form.is_valid():
        more = {"reason": form.cleaned_data["reason"]} if correcting else {}
        made = attempt(
            request,
            correct_minutes if correcting else write_draft,
            form,
            meeting=row,
            written=form.written(),
            version=form.cleaned_data["version"],
            confirmed=form.cleaned_data["confirmed"],
            **more,
        )
        if made:
            messages.success(request, "Version ajoutée." if correcting else "Brouillon enregistré.")
            return redirect("portfolio:meeting", row.pk)
    return show_form(request, form)


def minutes_form(request: ActingRequest, row: Meeting) -> MinutesForm:
    """The form of minutes as they stand: new, draft, or validated."""
    frozen = row.pk is not None and row.state != MeetingState.DRAFT
    visit = row.kind == MeetingKind.VISIT and row.enrolment
    return MinutesForm(
        request.POST or None,
        meeting=row,
        practices=practices_of(row.enrolment) if visit and row.enrolment else (),
        correcting=row.frozen_minutes.latest("number") if frozen else None,
    )


def show_form(request: ActingRequest, form: MinutesForm) -> HttpResponse:
    """The writing page; what was typed in an overtaken one stays, beside what is stored now."""
    if form.stale:
        row = meeting_of(request, form.meeting.pk)
        again = minutes_form(request, row)
        again.renew(version=row.version)
        again.refusal = form.refusal
        again.is_valid()
        if form.refusal:
            again.add_error(None, form.refusal.message)
        vars(again).update(overtaken=True, stored=stored_values(again))
        form = again
    context = {"form": form, "meeting": form.meeting, "correcting": "reason" in form.fields}
    return render(request, "portfolio/meeting/write.html", context, status=status_of(form))


@require_POST
@acting_as(*SUPPORT_ROLES)
def advance(request: ActingRequest, meeting_id: int) -> HttpResponse:
    """Validate or diffuse minutes as they were read."""
    row, form = meeting_of(request, meeting_id), AdvanceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Relisez le compte rendu, puis recommencez.")
        return redirect("portfolio:meeting", row.pk)
    try:
        done = advance_meeting(
            actor=request.actor, meeting=row, now=timezone.now(), **form.cleaned_data
        )
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Compte rendu {done.get_state_display()}.")
    return redirect("portfolio:meeting", row.pk)
