from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from people.enums import STAFF_ROLES, Role
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError
from training.forms.session import SessionForm
from training.models import AttendanceContest, Cohort, HandedExcuse
from training.permissions import SESSION_ROLES
from training.queries.roll_call import sessions_to_call
from training.queries.sessions import (
    absent_from,
    attendances_of,
    cohorts_to_choose,
    session_gaps,
    session_list,
    session_seen,
)
from training.rules.session import session_minutes
from training.services import SessionToConfirm, record_session

PAGE = 25
OF_THE_PLAN = ("category", "tutor", "reflection", "close_anyway", "only_present")


@require_safe
@acting_as(*STAFF_ROLES)
def sessions(request: ActingRequest) -> HttpResponse:
    """The sessions of the training body, newest first."""
    page = Paginator(session_list(request.actor), PAGE).get_page(request.GET.get("page"))
    may_record = request.actor.role in SESSION_ROLES
    context = {"page": page, "may_record": may_record}
    if may_record:
        context["to_call"] = sessions_to_call(request.actor, timezone.now())
        context["contests"] = AttendanceContest.objects.visible_to(request.actor).waiting().count()
        context["excuses"] = HandedExcuse.objects.visible_to(request.actor).waiting().count()
    return render(request, "training/session/list.html", context)


@require_safe
@acting_as(*STAFF_ROLES, Role.LEARNER)
def session(request: ActingRequest, session_id: int) -> HttpResponse:
    """One session and those present."""
    found = get_object_or_404(session_seen(request.actor), pk=session_id)
    context = {
        "session": found,
        "minutes": session_minutes(found.starts_at, found.ends_at),
        "attendances": attendances_of(request.actor, found),
        "gaps": session_gaps(found),
        "absent": absent_from(request.actor, found),
        "may_call": request.actor.role in SESSION_ROLES,
    }
    return render(request, "training/session/session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def new(request: ActingRequest) -> HttpResponse:
    """Choose the cohort, then write the session and untick the absent."""
    cohorts = cohorts_to_choose(request.actor)
    chosen = request.GET.get("promotion", "")
    if not chosen and len(cohorts) == 1:
        return redirect(f"{request.path}?promotion={cohorts[0].pk}")
    if not chosen:
        return render(request, "training/session/choose.html", {"cohorts": cohorts})
    cohort = get_object_or_404(cohorts, pk=int(chosen) if chosen.isdecimal() else 0)
    form = SessionForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid() and (made := _record(request, cohort, form)):
        return made
    context = {"form": form, "cohort": cohort}
    return render(request, "training/session/new.html", context)


def _record(request: ActingRequest, cohort: Cohort, form: SessionForm) -> HttpResponse | None:
    data = form.cleaned_data
    names = ("module", "title", "starts_at", "ends_at", *OF_THE_PLAN)
    try:
        made = record_session(
            actor=request.actor, cohort=cohort, present=list(data["present"]),
            form_key=str(data["form_key"]), now=timezone.now(),
            **{name: data[name] for name in names},
        )  # fmt: skip
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
        form.to_confirm = isinstance(refusal, SessionToConfirm)
        return None
    count = made.attendances.count()
    people = f"{count} personne{'s' if count > 1 else ''} présente{'s' if count > 1 else ''}"
    messages.success(request, f"Séance enregistrée : « {made.title} », {people}.")
    return redirect("training:session", made.pk)
