"""The questions of a module and the attempts at them."""

from dataclasses import dataclass
from typing import Any

from assessments.models import QuizAttempt
from assessments.models.quiz import QuizAttemptQuerySet
from assessments.rules.quiz import LONGEST, can_be_asked, is_right, kind_of, matches
from curricula.enums import QuestionKind
from curricula.models import Module, ModuleLesson, Question
from curricula.queries import doubtful_sources_of
from curricula.rules.questions import rests_on, written
from people.models import Membership
from training.models import Enrolment


def questions_asked(module: Module) -> list[dict[str, Any]]:
    """The questions of the live lessons of a module, in order, as they are kept with an attempt.

    A question without a right answer is not asked, unless it is open text; nor is one that rests
    on a fact which its lesson has come to doubt.
    """
    places = dict(ModuleLesson.objects.filter(module=module).values_list("lesson_id", "order"))
    questions = (
        Question.objects.filter(lesson_id__in=places, lesson__live=True)
        .select_related("lesson")
        .prefetch_related("choices")
    )
    in_order = sorted(questions, key=lambda q: (places[q.lesson_id], q.order, q.pk))
    lessons = {q.lesson_id: q.lesson for q in in_order}
    doubtful = {key: doubtful_sources_of(lesson) for key, lesson in lessons.items()}
    sure = [q for q in in_order if not rests_on(q.source, doubtful[q.lesson_id])]
    asked = [_as_asked(question) for question in sure]
    return [question for question in asked if can_be_asked(question)]


def _as_asked(question: Question) -> dict[str, Any]:
    choices = list(question.choices.all())
    asked = {
        "id": question.pk,
        "code": question.code,
        "lesson": question.lesson.title,
        "lesson_slug": question.lesson.slug,
        "text": question.text,
        "kind": question.kind,
        "source": question.source,
        "feedback": question.feedback,
        "choices": [
            {
                "id": choice.pk,
                "text": choice.text,
                "correct": choice.correct,
                "feedback": choice.feedback,
            }
            for choice in choices
        ],
    }
    if question.kind == QuestionKind.MATCHING:
        for kept, choice in zip(asked["choices"], choices, strict=True):
            kept["match"] = choice.match
        asked["options"] = sorted({choice.match for choice in choices}, key=str.casefold)
    if question.kind == QuestionKind.NUMERIC:
        asked |= {"tolerance": written(question.tolerance), "unit": question.unit}
    return asked


def attempts_at(actor: Membership, enrolment: Enrolment, module: Module) -> QuizAttemptQuerySet:
    """The attempts of a learner at the quiz of a module, newest first, without their questions."""
    found = QuizAttempt.objects.visible_to(actor).filter(
        enrolment=enrolment, module__code=module.code
    )
    return found.defer("asked", "answers")


@dataclass(frozen=True)
class ChoiceShown:
    """An answer offered or accepted; `ticked`: it is what was given."""

    text: str
    feedback: str
    correct: bool
    ticked: bool


@dataclass(frozen=True)
class PairShown:
    """An item with what was matched and what goes with it."""

    item: str
    given: str
    match: str

    @property
    def right(self) -> bool:
        return self.given == self.match


@dataclass(frozen=True)
class QuestionShown:
    """A question of an attempt as it was asked, with what was answered.

    `choices` are offered ones, or accepted ones where `typed`; `given` is what was typed.
    """

    text: str
    kind: str
    source: str
    lesson: str
    lesson_slug: str
    right: bool
    answered: bool
    feedback: str
    choices: list[ChoiceShown]
    pairs: list[PairShown]
    given: str = ""

    @property
    def typed(self) -> bool:
        return self.kind in LONGEST

    @property
    def counted(self) -> bool:
        return self.kind != QuestionKind.OPEN

    @property
    def verdict(self) -> str:
        if not self.answered:
            return "Sans réponse"
        if not self.counted:
            return "Réponse libre, non comptée"
        return "Juste" if self.right else "Pas juste"


def answered(attempt: QuizAttempt) -> list[QuestionShown]:
    """What is kept of an attempt, for the screen. No query."""
    return [
        _shown(question, attempt.answers.get(str(question["id"]), [])) for question in attempt.asked
    ]


def _shown(question: dict[str, Any], given: Any) -> QuestionShown:
    kind = kind_of(question)
    matching = kind == QuestionKind.MATCHING
    return QuestionShown(
        text=question["text"],
        kind=kind,
        source=question["source"],
        lesson=question["lesson"],
        lesson_slug=question["lesson_slug"],
        right=is_right(question, given),
        answered=bool(given),
        feedback=question.get("feedback", ""),
        choices=[] if matching else _choices(question, given),
        pairs=_pairs(question, given) if matching else [],
        given=given if isinstance(given, str) else "",
    )


def _choices(question: dict[str, Any], given: Any) -> list[ChoiceShown]:
    """Of what was typed, the accepted answer that it is counts as ticked."""
    return [
        ChoiceShown(
            _accepted(question, choice["text"]),
            choice["feedback"],
            choice["correct"],
            is_right({**question, "choices": [choice]}, given)
            if isinstance(given, str)
            else choice["id"] in given,
        )
        for choice in question["choices"]
    ]


def _accepted(question: dict[str, Any], text: str) -> str:
    """A number is shown with its unit and its tolerance, the French way."""
    if kind_of(question) != QuestionKind.NUMERIC:
        return str(text)
    tolerance = question["tolerance"].replace(".", ",")
    about = "" if tolerance == "0" else f", à {tolerance} près"
    return f"{text.replace('.', ',')} {question['unit']}".strip() + about


def _pairs(question: dict[str, Any], given: Any) -> list[PairShown]:
    said = matches(question, given or {})
    return [
        PairShown(item["text"], said.get(str(item["id"]), ""), item["match"])
        for item in question["choices"]
        if item["correct"]
    ]
