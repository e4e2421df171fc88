"""Papers that learners handed in: examined, accepted or declined."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from people.permissions import ActingRequest, acting_as
from records.queries.kept_files import unread_reason
from training.enums import ExcuseOutcome
from training.forms.attendance import ExcuseAnswerForm
from training.permissions import SESSION_ROLES
from training.queries.attendance_export import excuses_table
from training.queries.cohort_export import Table
from training.queries.excuse import handed_excuses
from training.queries.paper_wanted import HEADS, wanted_list, wanted_rows
from training.services.excuse import answer_excuse
from training.views.attempt import attempt
from training.views.table_file import streamed

PAGE = 25


@require_safe
@acting_as(*SESSION_ROLES)
def waiting(request: ActingRequest) -> HttpResponse:
    """Papers of the training body: those without an answer first, oldest first."""
    found = handed_excuses(request.actor)
    page = Paginator(found.exclude(answer=None).order_by("-answer__answered_at", "-pk"), PAGE)
    context = {
        "waiting": found.filter(answer=None)[:PAGE],
        "count": found.filter(answer=None).count(),
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "training/excuse/list.html", context)


@require_safe
@acting_as(*SESSION_ROLES)
def export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """The same as a file."""
    found = excuses_table(request.actor)
    return streamed(found, kind, str(request.actor.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def answer(request: ActingRequest, handed_id: int) -> HttpResponse:
    """Read a paper, then accept or decline it, once."""
    handed = get_object_or_404(handed_excuses(request.actor), pk=handed_id)
    form = ExcuseAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request, answer_excuse, form, handed=handed, reason=form.cleaned_data["reason"],
            outcome=ExcuseOutcome(form.cleaned_data["outcome"]),
        )  # fmt: skip
        if made:
            said = made.get_outcome_display()
            messages.success(request, f"Justificatif {said} : {handed.enrolment.learner}.")
            return redirect("training:excuses")
    context = {
        "handed": handed, "answer": getattr(handed, "answer", None), "form": form,
        "unread": unread_reason(handed.paper),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "training/excuse/answer.html", context, status=status)


@require_safe
@acting_as(*SESSION_ROLES)
def wanted(request: ActingRequest) -> HttpResponse:
    """Absences excused without their document, the oldest first."""
    page = Paginator(wanted_list(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "leads": request.actor.leads}
    return render(request, "training/excuse/wanted.html", context)


@require_safe
@acting_as(*SESSION_ROLES)
def wanted_export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """The same as a file."""
    found = Table("Justificatifs à obtenir", HEADS, wanted_rows(request.actor))
    return streamed(found, kind, str(request.actor.organisation))
