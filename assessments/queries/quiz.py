"""The questions of a module and the attempts at them."""

from dataclasses import dataclass
from typing import Any

from assessments.models import QuizAttempt
from assessments.models.quiz import QuizAttemptQuerySet
from assessments.rules.quiz import is_right
from curricula.models import Module, ModuleLesson, Question
from people.models import Membership
from training.models import Enrolment


def questions_asked(module: Module) -> list[dict[str, Any]]:
    """The questions of the live lessons of a module, in order, as they are kept with an attempt.

    A question without a right answer is not asked.
    """
    places = dict(ModuleLesson.objects.filter(module=module).values_list("lesson_id", "order"))
    questions = (
        Question.objects.filter(lesson_id__in=places, lesson__live=True)
        .select_related("lesson")
        .prefetch_related("choices")
    )
    in_order = sorted(questions, key=lambda q: (places[q.lesson_id], q.order, q.pk))
    asked = [_as_asked(question) for question in in_order]
    return [question for question in asked if any(c["correct"] for c in question["choices"])]


def _as_asked(question: Question) -> dict[str, Any]:
    return {
        "id": question.pk,
        "code": question.code,
        "lesson": question.lesson.title,
        "lesson_slug": question.lesson.slug,
        "text": question.text,
        "multiple": question.multiple,
        "source": question.source,
        "choices": [
            {
                "id": choice.pk,
                "text": choice.text,
                "correct": choice.correct,
                "feedback": choice.feedback,
            }
            for choice in question.choices.all()
        ],
    }


def attempts_at(actor: Membership, enrolment: Enrolment, module: Module) -> QuizAttemptQuerySet:
    """The attempts of a learner at the quiz of a module, newest first, without their questions."""
    found = QuizAttempt.objects.visible_to(actor).filter(enrolment=enrolment, module=module)
    return found.defer("asked", "answers")


@dataclass(frozen=True)
class ChoiceShown:
    text: str
    feedback: str
    correct: bool
    ticked: bool


@dataclass(frozen=True)
class QuestionShown:
    """A question of an attempt as it was asked, with what was answered."""

    text: str
    source: str
    lesson: str
    lesson_slug: str
    right: bool
    choices: list[ChoiceShown]

    @property
    def verdict(self) -> str:
        if not any(choice.ticked for choice in self.choices):
            return "Sans réponse"
        return "Juste" if self.right else "Pas juste"


def answered(attempt: QuizAttempt) -> list[QuestionShown]:
    """What is kept of an attempt, for the screen. No query."""
    shown = []
    for question in attempt.asked:
        given = attempt.answers.get(str(question["id"]), [])
        choices = [
            ChoiceShown(c["text"], c["feedback"], c["correct"], c["id"] in given)
            for c in question["choices"]
        ]
        shown.append(
            QuestionShown(
                text=question["text"],
                source=question["source"],
                lesson=question["lesson"],
                lesson_slug=question["lesson_slug"],
                right=is_right(question, given),
                choices=choices,
            )
        )
    return shown
