"""The positioning quiz of each module of a track: asked, answered, or too late."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from assessments.models import PositioningAttempt, QuizAttempt
from assessments.queries.quiz import questions_asked
from assessments.rules.positioning import picked
from curricula.enums import QuestionKind
from curricula.models import Module, ModuleLesson, Question
from training.models import Enrolment
from training.queries.hours import standing


@dataclass(frozen=True)
class PositioningLine:
    """One module before a learner: answered once, begun, without questions, or open."""

    module: Module
    attempt: PositioningAttempt | None
    begun: bool
    asks: bool

    @property
    def open(self) -> bool:
        return self.asks and not self.begun and self.attempt is None


def positioning_questions(module: Module) -> list[dict[str, Any]]:
    """The few questions that the positioning quiz of a module asks, as kept with an attempt.

    They are among those of its quiz: none rests on a fact which its lesson has come to doubt.
    """
    return [dict(question) for question in picked(questions_asked(module))]


def positioning_attempts(enrolment: Enrolment) -> dict[str, PositioningAttempt]:
    """By the code of the module, whatever version it was answered in; one query."""
    rows = PositioningAttempt.objects.filter(enrolment=enrolment).select_related("module")
    return {row.module.code: row for row in rows.defer("asked", "answers")}


def begun_codes(enrolment: Enrolment) -> set[str]:
    """Modules with hours in the ledger, a lesson opened or an attempt at their quiz; three queries.

    Beginning a module closes its positioning quiz: it would say no more where the person stood.
    """
    entries = standing(enrolment.hours_entries.filter(module__isnull=False, minutes__gt=0))
    tried = QuizAttempt.objects.filter(enrolment=enrolment)
    opened = enrolment.activity.order_by().values_list("module__code", flat=True)
    return {
        *opened.distinct(),
        *entries.values_list("module__code", flat=True),
        *tried.order_by().values_list("module__code", flat=True),
    }


def _asking(track_version_id: int) -> set[int]:
    """The modules of a version with a question that counts; one query."""
    questions = Question.objects.exclude(kind=QuestionKind.OPEN)
    places = ModuleLesson.objects.filter(module__track_version=track_version_id, lesson__live=True)
    asking = places.filter(Exists(questions.filter(lesson=OuterRef("lesson"))))
    return set(asking.values_list("module", flat=True))


def positioning_lines(enrolment: Enrolment) -> list[PositioningLine]:
    """Every module of the learner's track, in its order; six queries."""
    attempts, begun = positioning_attempts(enrolment), begun_codes(enrolment)
    asking = _asking(enrolment.track_version_id)
    modules = Module.objects.filter(track_version=enrolment.track_version_id)
    return [
        PositioningLine(m, attempts.get(m.code), m.code in begun, m.pk in asking) for m in modules
    ]
