from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from people.permissions import ActingRequest, acting_as
from training.enums import ContestOutcome
from training.forms.attendance import AnswerForm
from training.models import HandedExcuse
from training.permissions import SESSION_ROLES
from training.queries.attendance_export import contests_table
from training.queries.excuse import said_of
from training.queries.own_attendance import contests
from training.services import answer_contest
from training.views.attempt import attempt
from training.views.table_file import streamed

PAGE = 25


@require_safe
@acting_as(*SESSION_ROLES)
def waiting(request: ActingRequest) -> HttpResponse:
    """Contests of the training body: those without an answer first, oldest first."""
    found = contests(request.actor)
    page = Paginator(found.exclude(answer=None).order_by("-answer__answered_at", "-pk"), PAGE)
    context = {
        "waiting": found.filter(answer=None)[:PAGE],
        "page": page.get_page(request.GET.get("page")),
        "excuses": HandedExcuse.objects.visible_to(request.actor).waiting().count(),
    }
    return render(request, "training/contest/list.html", context)


@require_safe
@acting_as(*SESSION_ROLES)
def export(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """The same as a file."""
    found = contests_table(request.actor)
    return streamed(found, kind, str(request.actor.organisation))


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*SESSION_ROLES)
def answer(request: ActingRequest, contest_id: int) -> HttpResponse:
    """Read a contest and answer it, once."""
    contest = get_object_or_404(contests(request.actor), pk=contest_id)
    attendance = contest.attendance
    form = AnswerForm(request.POST or None, attendance=attendance)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request, answer_contest, form, contest=contest, mark=form.mark,
            outcome=ContestOutcome(form.cleaned_data["outcome"]), words=form.cleaned_data["words"],
        )  # fmt: skip
        if made:
            messages.success(request, f"Réponse enregistrée : {attendance.enrolment.learner}.")
            return redirect("training:contests")
    context = {
        "contest": contest,
        "attendance": attendance,
        "noted": said_of(attendance),
        "answer": getattr(contest, "answer", None),
        "form": form,
    }
    status = 409 if "overtaken" in vars(form) else 422 if form.errors else 200
    return render(request, "training/contest/answer.html", context, status=status)
