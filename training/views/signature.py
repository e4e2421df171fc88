from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.enums import STAFF_ROLES
from people.permissions import ActingRequest, acting_as
from training.enums import SessionState
from training.forms.attendance import ExcuseForm, ScanForm
from training.models import Attendance, Enrolment
from training.permissions import SESSION_ROLES
from training.queries.roll_call import roll_of
from training.queries.sheet import sheet_of
from training.services import excuse_absence, sign_from_paper, sign_presence, sign_sheet
from training.views.attempt import attempt
from training.views.roll_call import session_of
from training.views.unread import say_unread


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def signatures(request: ActingRequest, session_id: int) -> HttpResponse:
    """Who signed and who has to; the trainer signs the whole sheet here."""
    session = session_of(request, session_id)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        seen_rows = int(seen) if seen.isdecimal() else 0
        if attempt(request, sign_sheet, session=session, seen=seen_rows):
            messages.success(request, "Feuille signée.")
        return redirect("training:signatures", session.pk)
    context = {
        "session": session,
        "roll": roll_of(session),
        "held": session.state == SessionState.HELD,
    }
    return render(request, "training/roll_call/signatures.html", context)


@require_POST
@acting_as(*SESSION_ROLES)
def sign_here(request: ActingRequest, session_id: int) -> HttpResponse:
    """A learner signs on the device of the trainer, who sees it."""
    session = session_of(request, session_id)
    chosen = request.POST.get("attendance", "")
    marks = Attendance.objects.visible_to(request.actor).filter(session=session)
    attendance = get_object_or_404(
        marks.select_related("enrolment__learner", "session__cohort"),
        pk=int(chosen) if chosen.isdecimal() else 0,
    )
    if attempt(request, sign_presence, attendance=attendance):
        messages.success(request, f"Signé : {attendance.enrolment.learner}.")
    return redirect(reverse("training:signatures", args=[session.pk]) + "#ici")


@require_safe
@acting_as(*STAFF_ROLES)
def sheet(request: ActingRequest, session_id: int) -> HttpResponse:
    """The sheet of a half-day, to be read or printed."""
    session = session_of(request, session_id)
    context = {
        "session": session,
        "sheet": sheet_of(request.actor, session),
        "may_scan": request.actor.role in SESSION_ROLES,
    }
    return render(request, "training/roll_call/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def scan(request: ActingRequest, session_id: int) -> HttpResponse:
    """Hand in the scan of a signed sheet, and say who signed on it."""
    session = session_of(request, session_id)
    sheet = sheet_of(request.actor, session)
    names = {one.pk: str(one.learner) for one, _ in sheet.rows}
    form = ScanForm(
        request.POST or None, request.FILES or None, unsigned=sheet.unsigned, names=names
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request, sign_from_paper, form,
            attendances=form.attendances(), upload=form.cleaned_data["upload"],
        )  # fmt: skip
        if made:
            say_unread(request, made[0].scan)
            messages.success(request, "Feuille gardée, signatures notées.")
            return redirect("training:sheet", session.pk)
    context = {"session": session, "sheet": sheet, "form": form}
    return render(request, "training/roll_call/scan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def excuse(request: ActingRequest, session_id: int, enrolment_id: int) -> HttpResponse:
    """Hand in the document of an absence."""
    session = session_of(request, session_id)
    people = Enrolment.objects.visible_to(request.actor).filter(cohort=session.cohort_id)
    enrolment = get_object_or_404(people.select_related("learner"), pk=enrolment_id)
    form = ExcuseForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request, excuse_absence, form, session=session, enrolment=enrolment,
            upload=form.cleaned_data["upload"], form_key=str(form.cleaned_data["form_key"]),
        )  # fmt: skip
        if made:
            say_unread(request, made.paper)
            messages.success(request, f"Justificatif gardé : {enrolment.learner}.")
            return redirect("training:signatures", session.pk)
    papers = session.excuses.filter(enrolment=enrolment).select_related("paper")
    handed = session.handed_excuses.waiting().filter(enrolment=enrolment)
    context = {
        "session": session, "enrolment": enrolment, "form": form, "papers": papers,
        "handed": handed,
    }  # fmt: skip
    return render(request, "training/roll_call/excuse.html", context)
