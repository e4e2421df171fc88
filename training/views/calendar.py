"""The calendar of a cohort; its sessions announced, changed, cancelled."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import LEADING_ROLES, STAFF_ROLES
from people.permissions import ActingRequest, acting_as
from training.enums import SessionState
from training.forms.calendar import AnnounceForm, CancelForm, SessionEditForm
from training.models import Cohort, Room, TrainingSession
from training.models.session import TrainingSessionQuerySet
from training.permissions import can_plan, can_record_session
from training.queries.calendar import calendar_page, calendar_sessions, planned_mark
from training.queries.planning import trainers_of
from training.services import announce, cancel_session, change_session
from training.views.attempt import attempt

PAGE = 30
CONFLICTS_SHOWN = 20


def visible_cohort(request: ActingRequest, cohort_id: int) -> Cohort:
    visible = Cohort.objects.visible_to(request.actor).select_related("track_version__track")
    return get_object_or_404(visible, pk=cohort_id)


@require_safe
@acting_as(*STAFF_ROLES)
def calendar(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Coming sessions by date, what stands in their way, and what waits to be announced."""
    return _calendar(request, visible_cohort(request, cohort_id))


def _calendar(
    request: ActingRequest, cohort: Cohort, refused: AnnounceForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    page = calendar_page(request.actor, cohort, now)
    every = request.GET.get("toutes") == "1"
    sessions = calendar_sessions(request.actor, cohort)
    shown = sessions if every else sessions.filter(ends_at__gt=now)
    form = refused or AnnounceForm(initial={"seen": page.mark})
    context = {
        "cohort": cohort,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "calendar": page,
        "conflicts": page.conflicts[:CONFLICTS_SHOWN],
        "more": len(page.conflicts) - CONFLICTS_SHOWN,
        "form": form,
        "every": every,
        "can_plan": can_plan(request.actor, cohort),
        "can_record": can_record_session(request.actor, cohort),
    }
    return render(request, "training/calendar/calendar.html", context, status=status)


@require_POST
@acting_as(*LEADING_ROLES)
def tell(request: ActingRequest, cohort_id: int) -> HttpResponse:
    """Announce the planned sessions; refused, the calendar says why."""
    cohort = visible_cohort(request, cohort_id)
    form = AnnounceForm(request.POST)
    if form.is_valid() and (
        count := attempt(request, announce, form, cohort=cohort, **form.cleaned_data)
    ):
        many = "s" if count > 1 else ""
        messages.success(request, f"{count} séance{many} annoncée{many} : le groupe est prévenu.")
        return redirect("training:calendar", cohort.pk)
    form.renew(seen=planned_mark(cohort, timezone.now()).mark)
    return _calendar(request, cohort, form, status=422)


def _sessions(request: ActingRequest) -> TrainingSessionQuerySet:
    return TrainingSession.objects.visible_to(request.actor).select_related("cohort", "module")


def _session(request: ActingRequest, session_id: int) -> TrainingSession:
    return get_object_or_404(_sessions(request), pk=session_id)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def change(request: ActingRequest, session_id: int) -> HttpResponse:
    """Change one session to come."""
    session = _session(request, session_id)
    if session.state == SessionState.HELD:
        return redirect("training:session", session.pk)
    form = _edit_form(request, session, request.POST or None)
    if request.method == "POST" and form.is_valid():
        for name in ("day", "start", "end"):
            del form.cleaned_data[name]
        if attempt(request, change_session, form, session=session, **form.cleaned_data):
            messages.success(request, "Séance changée.")
            return redirect("training:calendar", session.cohort_id)
    cancelling = CancelForm(
        initial={"version": session.version}, told=session.state == SessionState.ANNOUNCED
    )
    return _edit_page(request, session, form, cancelling, 422 if form.errors else 200)


def _edit_form(
    request: ActingRequest, session: TrainingSession, data: QueryDict | None = None
) -> SessionEditForm:
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return SessionEditForm(
        data,
        trainers=trainers_of(request.actor, timezone.localdate()),
        rooms=Room.objects.visible_to(request.actor),
        told=session.state == SessionState.ANNOUNCED,
        initial={
            "title": session.title, "day": start.date(), "start": start.time(),
            "end": end.time(), "trainer": session.trainer_id, "room": session.room_id,
            "version": session.version, "make_up_only": session.make_up_only,
        },
    )  # fmt: skip


def _edit_page(
    request: ActingRequest,
    session: TrainingSession,
    form: SessionEditForm,
    cancelling: CancelForm,
    status: int,
) -> HttpResponse:
    for one in (form, cancelling):
        if one.stale:
            one.renew(version=session.version)
    context = {
        "session": session,
        "form": form,
        "cancelling": cancelling,
        "told": session.state == SessionState.ANNOUNCED,
        "to_come": session.state != SessionState.CANCELLED,
        "changes": session.changes.select_related("changed_by__user"),
    }
    return render(request, "training/calendar/session.html", context, status=status)


@require_POST
@acting_as(*LEADING_ROLES)
def cancel(request: ActingRequest, session_id: int) -> HttpResponse:
    """Cancel an announced session, or take a planned one out; one that is gone stays so."""
    session = _sessions(request).filter(pk=session_id).first()
    if session is None:
        return _gone(request)
    cancelling = CancelForm(request.POST, told=session.state == SessionState.ANNOUNCED)
    if cancelling.is_valid():
        data = cancelling.cleaned_data
        done = attempt(request, _cancelled, cancelling, session=session, **data)
        if done:
            messages.success(request, done)
            return redirect("training:calendar", session.cohort_id)
    return _edit_page(request, session, _edit_form(request, session), cancelling, 422)


def _gone(request: ActingRequest) -> HttpResponse:
    """A second click: the session is out of the project already."""
    named = request.POST.get("cohort", "")
    cohort = visible_cohort(request, int(named) if named.isdecimal() else 0)
    messages.info(request, "Cette séance n’est plus au projet : rien n’a changé.")
    return redirect("training:calendar", cohort.pk)


def _cancelled(*, session: TrainingSession, **arguments: Any) -> str:
    cancel_session(session=session, **arguments)
    told = session.state != SessionState.PLANNED
    return "Séance annulée : le groupe est prévenu." if told else "Séance retirée du projet."
