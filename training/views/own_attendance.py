from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import Role
from people.permissions import ActingRequest, acting_as
from training.forms.attendance import CodeForm, ContestForm, ExcuseForm
from training.models import Attendance
from training.queries.arrival import open_sessions
from training.queries.attendance_export import own_table
from training.queries.own_attendance import own_marks, past_contests, with_papers
from training.rules.contest import CONTEST_DAYS
from training.services import contest_mark, say_arrival, sign_presence
from training.services.excuse import hand_in_excuse
from training.views.attempt import attempt
from training.views.table_file import streamed
from training.views.unread import say_unread

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER)
def enter_code(request: ActingRequest) -> HttpResponse:
    """A learner types the code of the room."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        noted = attempt(request, say_arrival, form, code=form.cleaned_data["code"])
        if noted:
            word = "Arrivée notée" if noted[1] else "Déjà noté"
            messages.success(request, f"{word} : « {noted[0].session.title} ».")
            return redirect("training:own_attendance")
    sessions = [session for session, _ in open_sessions(request.actor, timezone.now())]
    context = {"form": form, "sessions": sessions}
    return render(request, "training/own_attendance/code.html", context)


@require_safe
@acting_as(Role.LEARNER)
def overview(request: ActingRequest) -> HttpResponse:
    """What was noted of the learner at each session; to sign, to contest, and the answers."""
    page = Paginator(own_marks(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "marks": with_papers(request.actor, list(page), timezone.now()),
        "past": past_contests(request.actor)[:PAGE],
        "contest_days": CONTEST_DAYS,
    }
    return render(request, "training/own_attendance/overview.html", context)


@require_safe
@acting_as(Role.LEARNER)
def export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """The same as a file."""
    found = own_table(request.actor, timezone.now())
    return streamed(found, kind, str(request.actor.user))


def _own(request: ActingRequest, attendance_id: int) -> Attendance:
    visible = Attendance.objects.visible_to(request.actor)
    found = visible.select_related("session__cohort", "enrolment__learner", "marked_by__user")
    return get_object_or_404(found, pk=attendance_id)


@require_POST
@acting_as(Role.LEARNER)
def sign(request: ActingRequest, attendance_id: int) -> HttpResponse:
    """A learner signs what is noted, by their own account."""
    attendance = _own(request, attendance_id)
    if attempt(request, sign_presence, attendance=attendance):
        messages.success(request, f"Signé : « {attendance.session.title} ».")
    return redirect("training:own_attendance")


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER)
def contest(request: ActingRequest, attendance_id: int) -> HttpResponse:
    """A learner says what is wrong in a mark."""
    attendance = _own(request, attendance_id)
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request, contest_mark, form, attendance=attendance, reason=form.cleaned_data["reason"]
        )
        if made:
            messages.success(request, "Contestation enregistrée : la réponse s’affichera ici.")
            return redirect("training:own_attendance")
    [mark] = with_papers(request.actor, [attendance], timezone.now())
    context = {"mark": mark, "form": form}
    status = 409 if "overtaken" in vars(form) else 422 if form.errors else 200
    return render(request, "training/own_attendance/contest.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(Role.LEARNER)
def hand_in(request: ActingRequest, attendance_id: int) -> HttpResponse:
    """A learner hands in the paper of their own absence."""
    attendance = _own(request, attendance_id)
    form = ExcuseForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request, hand_in_excuse, form, attendance=attendance,
            upload=form.cleaned_data["upload"], form_key=str(form.cleaned_data["form_key"]),
        )  # fmt: skip
        if made:
            say_unread(request, made.paper)
            messages.success(request, "Justificatif déposé : la réponse s’affichera ici.")
            return redirect("training:own_attendance")
    [mark] = with_papers(request.actor, [attendance], timezone.now())
    context = {"mark": mark, "form": form}
    status = 422 if form.errors else 200
    return render(request, "training/own_attendance/hand_in.html", context, status=status)
