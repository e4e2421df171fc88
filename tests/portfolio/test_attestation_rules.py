from dataclasses import dataclass

import pytest

from portfolio.rules.attestation import (
    LessonFacts,
    ModuleFacts,
    Need,
    missing_for_module_attestation,
)

READ = (LessonFacts("dmp", "Le DMP", True),)
DONE = ModuleFacts(READ, 4, True, quiz_passed=True, quiz_tried=True, synthesis_passed=True)


@dataclass
class Case:
    facts: ModuleFacts
    need: Need
    sentence: str
    slug: str = ""


CASES = [
    Case(
        DONE._replace(lessons=(), questions=0, has_assignment=False),
        Need.CONTENT,
        "Contenus à rédiger : leçons, questions du quiz, écrit de synthèse.",
    ),
    Case(DONE._replace(lessons=()), Need.CONTENT, "Contenus à rédiger : leçons."),
    Case(DONE._replace(questions=0), Need.CONTENT, "Contenus à rédiger : questions du quiz."),
    Case(
        DONE._replace(has_assignment=False), Need.CONTENT, "Contenus à rédiger : écrit de synthèse."
    ),
    Case(
        DONE._replace(lessons=(*READ, LessonFacts("socle", "SOCLE", False))),
        Need.LESSON,
        "Leçon à lire : « SOCLE ».",
        "socle",
    ),
    Case(DONE._replace(quiz_passed=False, quiz_tried=False), Need.QUIZ, "Quiz à faire."),
    Case(DONE._replace(quiz_passed=False), Need.QUIZ, "Quiz essayé, mais pas réussi."),
    Case(DONE._replace(synthesis_passed=False), Need.SYNTHESIS, "Écrit de synthèse à remettre."),
    Case(
        DONE._replace(synthesis_passed=False, synthesis_waiting=True),
        Need.MARK,
        "Écrit de synthèse remis, à corriger.",
    ),
    Case(
        DONE._replace(synthesis_passed=False, synthesis_marked=True),
        Need.SYNTHESIS,
        "Écrit de synthèse corrigé, mais pas réussi : une nouvelle version est à remettre.",
    ),
    Case(
        DONE._replace(synthesis_passed=False, synthesis_marked=True, synthesis_waiting=True),
        Need.MARK,
        "Écrit de synthèse remis, à corriger.",
    ),
]


def test_nothing_is_missing_when_all_is_done():
    assert missing_for_module_attestation(DONE) == []


@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_each_gap_has_its_sentence(case):
    assert missing_for_module_attestation(case.facts) == [(case.need, case.sentence, case.slug)]


def test_every_gap_is_listed_in_the_order_of_the_acts():
    facts = ModuleFacts((LessonFacts("a", "A", False), LessonFacts("b", "B", False)), 4, True)
    needs = [gap.need for gap in missing_for_module_attestation(facts)]
    assert needs == [Need.LESSON, Need.LESSON, Need.QUIZ, Need.SYNTHESIS]
