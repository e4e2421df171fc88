from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from curricula.forms.question import (
    FORMATS,
    ContentForm,
    QuestionFileForm,
    TakeForm,
    preview_of,
)
from curricula.models import LessonPage
from curricula.queries import (
    question_lines,
    questions_of,
    row_of,
    sure_sources_of,
)
from curricula.services.questions import QuestionsRefused, import_questions
from people.enums import LEADING_ROLES
from people.permissions import ActingRequest, acting_as
from people.services import NotAllowed, ServiceError

TYPES = {"gift": ("text/plain; charset=utf-8", "txt"), "xml": ("application/xml", "xml")}


@require_safe
@acting_as(*LEADING_ROLES)
def questions(request: ActingRequest, code: str) -> HttpResponse:
    """The questions of a lesson, with what each rests on."""
    lesson = get_object_or_404(LessonPage, code=code)
    context = {"lesson": lesson, "lines": question_lines(lesson)}
    return render(request, "curricula/question/list.html", context)


@require_safe
@acting_as(*LEADING_ROLES)
def export(request: ActingRequest, code: str, kind: str) -> HttpResponse:
    """The questions of a lesson as a file that Moodle reads."""
    if kind not in FORMATS:
        raise Http404
    lesson = get_object_or_404(LessonPage, code=code)
    body = FORMATS[kind].write(row_of(question) for question in questions_of(lesson))
    content_type, ending = TYPES[kind]
    name = f"questions-{lesson.slug}.{ending}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=disposition)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_as(*LEADING_ROLES)
def import_file(request: ActingRequest, code: str) -> HttpResponse:
    """A file is read and shown; nothing is stored until its questions are taken."""
    lesson = get_object_or_404(LessonPage, code=code)
    if "content" in request.POST:
        return _take(request, lesson)
    form = QuestionFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        hidden = preview_of(form.cleaned_data["kind"], form.content)
        return _preview(request, hidden, TakeForm(lesson=lesson, questions=form.questions), lesson)
    status = 422 if request.method == "POST" else 200
    context = {"lesson": lesson, "form": form}
    return render(request, "curricula/question/import.html", context, status=status)


def _preview(
    request: ActingRequest, hidden: ContentForm, form: TakeForm, lesson: LessonPage
) -> HttpResponse:
    context = {
        "lesson": lesson,
        "hidden": hidden,
        "form": form,
        "left": form.questions.left,
        "sources": sure_sources_of(lesson),
    }
    status = 422 if form.is_bound else 200
    return render(request, "curricula/question/preview.html", context, status=status)


def _take(request: ActingRequest, lesson: LessonPage) -> HttpResponse:
    hidden = ContentForm(request.POST)
    if not hidden.is_valid():
        context = {"lesson": lesson, "form": QuestionFileForm(), "lost": True}
        return render(request, "curricula/question/import.html", context, status=422)
    form = TakeForm(request.POST, lesson=lesson, questions=hidden.questions)
    if form.is_valid() and (count := _store(request, lesson, hidden, form)):
        messages.success(request, _stored(count, lesson))
        return redirect("curricula:questions", lesson.code)
    return _preview(request, hidden, form, lesson)


def _store(request: ActingRequest, lesson: LessonPage, hidden: ContentForm, form: TakeForm) -> int:
    """How many questions were taken; none when the form says why."""
    try:
        return import_questions(
            actor=request.actor,
            lesson=lesson,
            rows=form.question_rows(),
            form_key=str(hidden.cleaned_data["form_key"]),
            now=timezone.now(),
        )
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except QuestionsRefused as refusal:
        form.refuse(refusal.problems)
    except ServiceError as refusal:
        form.add_error(None, refusal.message)
    return 0


def _stored(count: int, lesson: LessonPage) -> str:
    if count == 1:
        return f"Une question prise dans la leçon « {lesson.title} »."
    return f"{count} questions prises dans la leçon « {lesson.title} »."
