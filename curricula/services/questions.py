"""Questions taken into a lesson."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from curricula.models import Choice, Competency, LessonPage, Question
from curricula.permissions import can_manage_questions
from curricula.queries.questions import codes_taken, competencies_to_name, doubtful_sources_of
from curricula.rules.questions import (
    CODE,
    QuestionRow,
    normal,
    question_problems,
    source_problems,
)
from people.models import AuditEvent, Membership
from people.services import NotAllowed, ServiceError, audit

IMPORTED = "curricula.questions.imported"


class NoQuestionTaken(ServiceError):
    message = "Aucune question n’est cochée : rien n’est pris."


class CodeTaken(ServiceError):
    message = "Un code vient d’être pris par une autre question : rien n’est pris."


class QuestionsRefused(ServiceError):
    """Nothing is taken; `problems` says why for each row refused, by its rank."""

    def __init__(self, problems: Mapping[int, list[str]]) -> None:
        self.problems = problems
        super().__init__("Rien n’est pris : des questions cochées ne peuvent pas l’être.")


@transaction.atomic
def import_questions(
    *,
    actor: Membership,
    lesson: LessonPage,
    rows: Sequence[QuestionRow],
    form_key: str,
    now: datetime,
) -> int:
    """Add all the questions to a lesson, or none; the same form sent twice counts once."""
    if not can_manage_questions(actor):
        raise NotAllowed
    done = AuditEvent.objects.filter(
        verb=IMPORTED, actor=actor, object_id=str(lesson.pk), detail__form_key=form_key
    ).first()
    if done:
        return int(done.detail["count"])
    if not rows:
        raise NoQuestionTaken
    rows = [normal(row) for row in rows]
    competencies = competencies_to_name()
    if problems := _problems(lesson, rows, competencies):
        raise QuestionsRefused(problems)
    last = lesson.questions.aggregate(last=Max("order"))["last"] or 0
    try:
        for order, row in enumerate(rows, start=last + 1):
            _create(lesson, order, row, competencies)
    except IntegrityError as error:
        raise CodeTaken from error
    audit(actor, IMPORTED, lesson, at=now, count=len(rows), form_key=form_key)
    return len(rows)


def _problems(
    lesson: LessonPage, rows: Sequence[QuestionRow], competencies: Mapping[str, Competency]
) -> dict[int, list[str]]:
    """What is wrong with each row, by its rank from 0."""
    doubtful, seen = doubtful_sources_of(lesson), codes_taken(row.code for row in rows)
    found: dict[int, list[str]] = {}
    for rank, row in enumerate(rows):
        problems = [*question_problems(row), *source_problems(row, doubtful)]
        if not CODE.fullmatch(row.code):
            problems.append("le code a 1 à 20 lettres, chiffres, points ou tirets.")
        elif row.code in seen:
            problems.append(f"le code {row.code} est déjà celui d’une question.")
        if row.competency and row.competency not in competencies:
            problems.append(f"la compétence « {row.competency[:20]} » est inconnue.")
        seen.add(row.code)
        if problems:
            found[rank] = problems
    return found


def question_values(row: QuestionRow, competencies: Mapping[str, Competency]) -> dict[str, Any]:
    """What is stored of a question beside its lesson, code and order."""
    names = ("text", "kind", "tolerance", "unit", "feedback", "source", "certainty", "difficulty")
    competency = competencies.get(row.competency)
    return {
        **{name: getattr(row, name) for name in names},
        "competency_id": competency.pk if competency else None,
    }


def _create(
    lesson: LessonPage, order: int, row: QuestionRow, competencies: Mapping[str, Competency]
) -> None:
    values = question_values(row, competencies)
    question = Question.objects.create(lesson=lesson, code=row.code, order=order, **values)
    Choice.objects.bulk_create(
        Choice(
            question=question, order=rank, text=answer.text, correct=answer.correct,
            feedback=answer.feedback, match=answer.match,
        )
        for rank, answer in enumerate(row.answers, start=1)
    )  # fmt: skip
