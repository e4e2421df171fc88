"""A question is written, changed, put in order and removed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from curricula.forms.question_writing import AnswerLines, QuestionForm, forms_of, row_typed
from curricula.forms.reference import RevisionForm
from curricula.forms.track import MoveForm
from curricula.models import LessonPage, Question
from curricula.queries import sure_sources_of
from curricula.services.questions import (
    QuestionRefused,
    change_question,
    move_question,
    remove_question,
    write_question,
)
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError, StaleForm

UNREADABLE = "Rien n’a changé : rouvrez la page, puis recommencez."
CHANGED = (
    "Cette question a changé depuis que vous avez ouvert la page. Rien n’est fait : relisez-la."
)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def write(request: ActingRequest, code: str, question_id: int | None = None) -> HttpResponse:
    """Write a question, or say it otherwise."""
    lesson = get_object_or_404(LessonPage, code=code)
    question = get_object_or_404(lesson.questions, pk=question_id) if question_id else None
    form, lines = forms_of(request.POST or None, lesson, question)
    posted = request.method == "POST"
    if (
        posted
        and form.is_valid() & lines.is_valid()
        and _stored(request, lesson, question, form, lines)
    ):
        messages.success(request, f"Question enregistrée : « {lesson.title} ».")
        return redirect("curricula:questions", code)
    context = {
        "lesson": lesson, "question": question, "form": form, "lines": lines,
        "sources": sure_sources_of(lesson),
    }  # fmt: skip
    return render(request, "curricula/question/write.html", context, status=422 if posted else 200)


def _stored(
    request: ActingRequest,
    lesson: LessonPage,
    question: Question | None,
    form: QuestionForm,
    lines: AnswerLines,
) -> bool:
    """Was it kept? If not, the form says why."""
    row = row_typed(form, lines, lesson, question)
    said: dict[str, Any] = {"actor": request.actor, "row": row, "now": timezone.now()}
    try:
        if question is None:
            key = str(form.cleaned_data["form_key"])
            write_question(lesson=lesson, form_key=key, **said)
        else:
            change_question(question=question, version=form.cleaned_data["version"], **said)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except QuestionRefused as refusal:
        form.add_error(None, refusal.problems)
    except StaleForm as refusal:
        form.seen_now(question.version if question else 0, refusal.message)
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
    return form.is_valid()


@require_POST
@acting_as(*LEADING_ROLES)
def move(request: ActingRequest, code: str, question_id: int) -> HttpResponse:
    """One place earlier or later."""
    form = MoveForm(request.POST)
    up = form.is_valid() and form.cleaned_data["by"] < 0
    return _act(request, code, question_id, form, move_question, "Ordre enregistré.", up=up)


@require_POST
@acting_as(*LEADING_ROLES)
def remove(request: ActingRequest, code: str, question_id: int) -> HttpResponse:
    """Ask it no more."""
    form = RevisionForm(request.POST)
    return _act(request, code, question_id, form, remove_question, "Question retirée.")


def _act(
    request: ActingRequest,
    code: str,
    question_id: int,
    form: RevisionForm,
    service: Any,
    words: str,
    **more: Any,
) -> HttpResponse:
    question = get_object_or_404(Question, lesson__code=code, pk=question_id)
    if not form.is_valid():
        messages.error(request, UNREADABLE)
        return redirect("curricula:questions", code)
    version, now = form.cleaned_data["revision"], timezone.now()
    try:
        service(actor=request.actor, question=question, version=version, now=now, **more)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except StaleForm:
        messages.error(request, CHANGED)
    else:
        messages.success(request, words)
    return redirect("curricula:questions", code)
