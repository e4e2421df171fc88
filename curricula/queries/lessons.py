"""Lessons as screens show them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, Revision, WorkflowState

from curricula.enums import FactStatus, LessonState
from curricula.models import LessonPage
from curricula.rules.lesson_life import LessonFacts, Review, lesson_states

REVIEWS = {
    WorkflowState.STATUS_IN_PROGRESS: Review.RUNNING,
    WorkflowState.STATUS_NEEDS_CHANGES: Review.RETURNED,
}


@dataclass(frozen=True)
class LessonLine:
    """A lesson of the list; `scheduled_at`: when its newest text will be published."""

    lesson: LessonPage
    states: list[LessonState]
    scheduled_at: datetime | None
    question_count: int


def lesson_lines() -> list[LessonLine]:
    """Every lesson by its code, with its state and the number of its questions; one query."""
    found = LessonPage.objects.annotate(
        question_count=Count("questions"),
        review=Subquery(_of_page(WorkflowState.objects.filter(status__in=REVIEWS), "status")),
        scheduled_at=Subquery(
            _of_page(Revision.objects.exclude(approved_go_live_at=None), "approved_go_live_at")
        ),
    )
    return [_line(lesson) for lesson in found.defer("body").order_by("code")]


def _of_page(rows: QuerySet, column: str) -> QuerySet:
    """The newest row of a page, where Wagtail names its object by a text."""
    page = ContentType.objects.get_for_model(Page)
    own = rows.filter(base_content_type=page, object_id=Cast(OuterRef("pk"), CharField()))
    return own.order_by("-pk").values(column)[:1]


def _line(lesson: LessonPage) -> LessonLine:
    facts = LessonFacts(
        live=lesson.live,
        was_live=lesson.first_published_at is not None,
        changed=lesson.has_unpublished_changes,
        scheduled=lesson.scheduled_at is not None,
        review=REVIEWS.get(lesson.review, Review.NONE),
    )
    return LessonLine(lesson, lesson_states(facts), lesson.scheduled_at, lesson.question_count)


def newest_draft(lesson: LessonPage) -> LessonPage:
    """The lesson as it was last written, published or not; never seen by who learns."""
    draft: LessonPage = lesson.get_latest_revision_as_object()
    return draft


def fact_states(lesson: LessonPage) -> list[tuple[str, str, int]]:
    """How sure the facts of a lesson are: (state, its word, how many), none left out but zeros."""
    count = Counter(block.value["status"] for block in lesson.body if block.block_type == "fact")
    return [(state.value, state.label, count[state]) for state in FactStatus if count[state]]
