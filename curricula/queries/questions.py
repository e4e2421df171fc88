"""Questions of lessons, for their screens and for files."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from curricula.enums import FactStatus, VersionState
from curricula.models import Competency, LessonPage, Question, RemovedQuestion
from curricula.rules.questions import AnswerRow, QuestionRow, doubtful_sources, rests_on


def questions_of(lesson: LessonPage) -> list[Question]:
    """The questions of a lesson in order, with their answers; two queries."""
    questions = lesson.questions.select_related("competency").order_by("order", "pk")
    return list(questions.prefetch_related("choices"))


@dataclass(frozen=True)
class QuestionLine:
    """A question of the list; `doubtful`: the lesson has come to doubt what it rests on."""

    question: Question
    doubtful: bool


def question_lines(lesson: LessonPage) -> list[QuestionLine]:
    """The questions of a lesson for its list; two queries."""
    doubtful = doubtful_sources_of(lesson)
    return [
        QuestionLine(question, rests_on(question.source, doubtful))
        for question in questions_of(lesson)
    ]


def row_of(question: Question) -> QuestionRow:
    """A question as plain values."""
    return QuestionRow(
        code=question.code,
        text=question.text,
        kind=question.kind,
        answers=tuple(
            AnswerRow(choice.text, choice.correct, choice.feedback, choice.match)
            for choice in question.choices.all()
        ),
        tolerance=question.tolerance,
        unit=question.unit,
        feedback=question.feedback,
        source=question.source,
        certainty=question.certainty,
        difficulty=question.difficulty,
        competency=question.competency.code if question.competency else "",
    )


def competencies_to_name() -> dict[str, Competency]:
    """Competencies of published references by their code; where two share one, that of a track."""
    found = (
        Competency.objects.filter(block__qualification__state=VersionState.PUBLISHED)
        .annotate(tracks=Count("block__qualification__track_versions"))
        .order_by("tracks", "block__qualification_id", "block__order", "order")
    )
    return {competency.code: competency for competency in found}


def doubtful_sources_of(lesson: LessonPage) -> set[str]:
    """The sources of which the lesson knows only facts to check or historical."""
    facts = [(f["source"], f["status"]) for f in _facts(lesson)]
    return doubtful_sources(facts, FactStatus.VERIFIED)


def sure_sources_of(lesson: LessonPage) -> list[str]:
    """The sources of the verified facts of a lesson, each once, in order."""
    sure = (f["source"] for f in _facts(lesson) if f["status"] == FactStatus.VERIFIED)
    return list(dict.fromkeys(sure))


def codes_taken(codes: Iterable[str]) -> set[str]:
    """Those of the codes that a question of any lesson has, or had before it was removed."""
    wanted = set(codes)
    asked = Question.objects.filter(code__in=wanted).values_list("code", flat=True)
    removed = RemovedQuestion.objects.filter(code__in=wanted).values_list("code", flat=True)
    return {*asked, *removed}


def _facts(lesson: LessonPage) -> list[dict[str, str]]:
    """As they are stored: a quiz and a table of people ask for them often."""
    return [block["value"] for block in lesson.body.raw_data if block["type"] == "fact"]
