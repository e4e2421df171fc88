"""Lessons for those who write them or teach with them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from curricula.models import LessonIndexPage, LessonPage
from curricula.permissions import PREVIEW_ROLES, can_edit_lessons
from curricula.queries import fact_states, lesson_lines, newest_draft
from people.permissions import ActingRequest, acting_as


@require_safe
@acting_as(*PREVIEW_ROLES)
def lessons(request: ActingRequest) -> HttpResponse:
    """Every lesson with its state: what is published, what waits."""
    context = {
        "lines": lesson_lines(),
        "edits": can_edit_lessons(request.actor),
        "shelf": LessonIndexPage.objects.first(),
    }
    return render(request, "curricula/lesson/list.html", context)


@require_safe
@acting_as(*PREVIEW_ROLES)
def preview(request: ActingRequest, code: str) -> HttpResponse:
    """The newest draft of a lesson, as a learner would read it."""
    page = get_object_or_404(LessonPage, code=code)
    draft = newest_draft(page)
    context = {
        "page": page,
        "lesson": draft,
        "facts": fact_states(draft),
        "edits": can_edit_lessons(request.actor),
    }
    return render(request, "curricula/lesson/as_learner.html", context)
