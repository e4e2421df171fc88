"""What a module attestation needs."""

from enum import StrEnum
from typing import NamedTuple


class Need(StrEnum):
    """What is asked, and so where the act is that fills it."""

    CONTENT = "content"
    LESSON = "lesson"
    QUIZ = "quiz"
    SYNTHESIS = "synthesis"
    MARK = "mark"


class LessonFacts(NamedTuple):
    slug: str
    title: str
    read: bool


class ModuleFacts(NamedTuple):
    """What a learner has done in a module, and what the module asks."""

    lessons: tuple[LessonFacts, ...]
    questions: int
    has_assignment: bool
    quiz_passed: bool = False
    quiz_tried: bool = False
    synthesis_waiting: bool = False
    synthesis_marked: bool = False
    synthesis_passed: bool = False


class Missing(NamedTuple):
    need: Need
    sentence: str
    slug: str = ""


def missing_for_module_attestation(facts: ModuleFacts) -> list[Missing]:
    """An attestation asks: every lesson read, quiz passed, synthesis marked and passed.

    A module without lessons, questions or synthesis can never be attested, and says so.
    """
    if unwritten := _unwritten(facts):
        return [Missing(Need.CONTENT, f"Contenus à rédiger : {', '.join(unwritten)}.")]
    missing = [
        Missing(Need.LESSON, f"Leçon à lire : « {lesson.title} ».", lesson.slug)
        for lesson in facts.lessons
        if not lesson.read
    ]
    if not facts.quiz_passed:
        words = "Quiz essayé, mais pas réussi." if facts.quiz_tried else "Quiz à faire."
        missing.append(Missing(Need.QUIZ, words))
    return missing + _missing_synthesis(facts)


def _unwritten(facts: ModuleFacts) -> list[str]:
    asked = (
        (facts.lessons, "leçons"),
        (facts.questions, "questions du quiz"),
        (facts.has_assignment, "écrit de synthèse"),
    )
    return [words for there, words in asked if not there]


def _missing_synthesis(facts: ModuleFacts) -> list[Missing]:
    if facts.synthesis_passed:
        return []
    if facts.synthesis_waiting:
        return [Missing(Need.MARK, "Écrit de synthèse remis, à corriger.")]
    if facts.synthesis_marked:
        words = "Écrit de synthèse corrigé, mais pas réussi : une nouvelle version est à remettre."
        return [Missing(Need.SYNTHESIS, words)]
    return [Missing(Need.SYNTHESIS, "Écrit de synthèse à remettre.")]
