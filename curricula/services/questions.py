"""Questions taken into a lesson, written in it, changed, put in order and removed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from curricula.models import Choice, Competency, LessonPage, Question, RemovedQuestion
from curricula.permissions import can_manage_questions
from curricula.queries.questions import (
    codes_taken,
    competencies_to_name,
    doubtful_sources_of,
    row_of,
)
from curricula.rules.questions import (
    CODE,
    QuestionRow,
    normal,
    question_problems,
    source_problems,
)
from people.models import AuditEvent, Membership
from people.services import NotAllowed, ServiceError, StaleForm, audit

IMPORTED = "curricula.questions.imported"
WRITTEN = "curricula.question.written"


class NoQuestionTaken(ServiceError):
    message = "Aucune question n’est cochée : rien n’est pris."


class CodeTaken(ServiceError):
    message = "Un code vient d’être pris par une autre question : rien n’est pris."


class QuestionsRefused(ServiceError):
    """Nothing is taken; `problems` says why for each row refused, by its rank."""

    def __init__(self, problems: Mapping[int, list[str]]) -> None:
        self.problems = problems
        super().__init__("Rien n’est pris : des questions cochées ne peuvent pas l’être.")


class QuestionRefused(ServiceError):
    """The question cannot be asked as it stands; `problems` says why."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = [problem[:1].upper() + problem[1:] for problem in problems]
        super().__init__("La question ne peut pas être posée ainsi.")


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


@transaction.atomic
def write_question(
    *, actor: Membership, lesson: LessonPage, row: QuestionRow, form_key: str, now: datetime
) -> None:
    """Add a question at the end of a lesson; the same form sent twice counts once."""
    if not can_manage_questions(actor):
        raise NotAllowed
    if AuditEvent.objects.filter(verb=WRITTEN, actor=actor, detail__form_key=form_key).exists():
        return
    row, competencies = normal(row), competencies_to_name()
    if problems := _problems(lesson, [row], competencies):
        raise QuestionRefused(problems[0])
    last = lesson.questions.aggregate(last=Max("order"))["last"] or 0
    try:
        question = _create(lesson, last + 1, row, competencies)
    except IntegrityError as error:
        raise CodeTaken from error
    audit(actor, WRITTEN, question, at=now, code=row.code, form_key=form_key)


@transaction.atomic
def change_question(
    *, actor: Membership, question: Question, row: QuestionRow, version: int, now: datetime
) -> None:
    """Say a question otherwise; attempts already made keep their own copy of what was asked.

    `version` is the one that the form saw. The same words twice are kept once.
    """
    if not can_manage_questions(actor):
        raise NotAllowed
    row, competencies = normal(replace(row, code=question.code)), competencies_to_name()
    if row == row_of(question):
        return
    problems = _problems(question.lesson, [row], competencies, known={question.code})
    if problems:
        raise QuestionRefused(problems[0])
    values = question_values(row, competencies)
    _touch(question, version, **values)
    question.choices.all().delete()
    _add_answers(question, row)
    audit(actor, "curricula.question.changed", question, at=now, code=question.code)


@transaction.atomic
def move_question(
    *, actor: Membership, question: Question, version: int, up: bool, now: datetime
) -> None:
    """Ask a question one place earlier or later; the first and the last stay where they are."""
    if not can_manage_questions(actor):
        raise NotAllowed
    _touch(question, version)
    others = list(question.lesson.questions.order_by("order", "pk"))
    place = others.index(question)
    new_place = place - 1 if up else place + 1
    if 0 <= new_place < len(others):
        others.insert(new_place, others.pop(place))
    for order, other in enumerate(others, start=1):
        if other.order != order:
            Question.objects.filter(pk=other.pk).update(order=order, changed_on_site=True)
    audit(actor, "curricula.question.moved", question, at=now, code=question.code, up=up)


@transaction.atomic
def remove_question(*, actor: Membership, question: Question, version: int, now: datetime) -> None:
    """Ask a question no more; its code is kept, so that no content file brings it back."""
    if not can_manage_questions(actor):
        raise NotAllowed
    _touch(question, version)
    audit(actor, "curricula.question.removed", question, at=now, code=question.code)
    RemovedQuestion.objects.create(code=question.code, removed_at=now)
    question.delete()


def _touch(question: Question, version: int, **values: Any) -> None:
    """Compare-and-set on the version that the form saw."""
    seen = Question.objects.filter(pk=question.pk, version=version)
    if not seen.update(**values, changed_on_site=True, version=version + 1):
        raise StaleForm


def _problems(
    lesson: LessonPage,
    rows: Sequence[QuestionRow],
    competencies: Mapping[str, Competency],
    known: Collection[str] = (),
) -> dict[int, list[str]]:
    """What is wrong with each row, by its rank from 0; `known`: the codes that are its own."""
    doubtful = doubtful_sources_of(lesson)
    seen = codes_taken(row.code for row in rows) - set(known)
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
) -> Question:
    values = question_values(row, competencies)
    question = Question.objects.create(
        lesson=lesson, code=row.code, order=order, changed_on_site=True, **values
    )
    _add_answers(question, row)
    return question


def _add_answers(question: Question, row: QuestionRow) -> None:
    Choice.objects.bulk_create(
        Choice(question=question, order=rank, **asdict(answer))
        for rank, answer in enumerate(row.answers, start=1)
    )
