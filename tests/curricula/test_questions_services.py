"""Questions taken into a lesson: all of them or none."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from curricula.models import Choice, Question
from curricula.queries import questions_of, row_of
from curricula.rules.questions import AnswerRow, QuestionRow
from curricula.services.questions import NoQuestionTaken, QuestionsRefused, import_questions
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed
from tests.factories import membership_factory
from tests.factories.curricula import lesson_factory, qualification_factory
from tests.factories.questions import SOURCE, rows_of


@pytest.fixture
def lesson(db):
    return lesson_factory(questions=1)


@pytest.fixture
def lead(db):
    return membership_factory(Role.LEAD)


def take(lesson, actor, now, rows=None, form_key="k1"):
    qualification_factory()
    rows = rows_of() if rows is None else rows
    return import_questions(actor=actor, lesson=lesson, rows=rows, form_key=form_key, now=now)


def stored() -> tuple[int, int, int]:
    return Question.objects.count(), Choice.objects.count(), AuditEvent.objects.count()


def test_every_kind_is_stored_and_read_back_as_equal(lesson, lead, now):
    assert take(lesson, lead, now) == 7
    found = questions_of(lesson)
    assert [row_of(question) for question in found[1:]] == rows_of()
    assert [question.order for question in found] == list(range(1, 9))
    trace = AuditEvent.objects.get(verb="curricula.questions.imported")
    assert (trace.actor, trace.detail["count"]) == (lead, 7)


def test_the_same_form_twice_counts_once(lesson, lead, now):
    take(lesson, lead, now)
    before = stored()
    assert take(lesson, lead, now) == 7
    assert stored() == before


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COMPANION, Role.LEARNER, Role.EMPLOYER])
def test_only_leads_and_administrators_take_questions(lesson, now, role):
    with pytest.raises(NotAllowed):
        take(lesson, membership_factory(role), now)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"source": ""}, "il manque la source."),
        ({"certainty": ""}, "une question notée repose sur un fait sûr (A ou B)."),
        ({"certainty": "C"}, "une question notée repose sur un fait sûr (A ou B)."),
        ({"source": "Loi  à VÉRIFIER"}, "la leçon dit ce fait « à vérifier » ou historique"),
        ({"source": "Règle d’autrefois"}, "la leçon dit ce fait « à vérifier » ou historique"),
        ({"code": "T-2"}, "le code T-2 est déjà celui d’une question."),
        ({"code": "../x"}, "le code a 1 à 20 lettres"),
        ({"code": ""}, "le code a 1 à 20 lettres"),
        ({"competency": "ZZ"}, "la compétence « ZZ » est inconnue."),
        ({"answers": ()}, "il faut au moins deux réponses."),
    ],
)
def test_one_question_refused_keeps_all_out(lead, now, change, reason):
    facts = [("Loi à vérifier", "to_check"), ("Règle d’autrefois", "history"), (SOURCE, "verified")]
    lesson = lesson_factory(questions=0)
    lesson.body = [
        ("fact", {"text": "F", "source": s, "date": date(2026, 1, 1), "status": status})
        for s, status in facts
    ]
    lesson.save()
    rows = rows_of()
    rows[2] = replace(rows[2], **change)
    qualification_factory()
    before = stored()
    with pytest.raises(QuestionsRefused) as refusal:
        take(lesson, lead, now, rows)
    assert list(refusal.value.problems) == [2]
    assert reason in " ".join(refusal.value.problems[2])
    assert stored() == before


def test_a_code_of_another_lesson_is_not_taken_again(lesson, lead, now):
    take(lesson, lead, now)
    with pytest.raises(QuestionsRefused):
        take(lesson_factory(), lead, now, form_key="k2")


def test_nothing_ticked_takes_nothing(lesson, lead, now):
    with pytest.raises(NoQuestionTaken):
        take(lesson, lead, now, [])


@pytest.mark.parametrize(
    "change", [{"kind": "drawing"}, {"difficulty": 4}, {"tolerance": -1}, {"certainty": "C"}]
)
def test_the_database_refuses_what_a_question_cannot_be(lesson, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(**change)


def test_a_content_file_may_hold_every_kind(tree, content, now):
    from curricula.services.content import load_content

    kinds = [
        {"code": "L01-N", "kind": "numeric", "tolerance": 0.5, "unit": "min",
         "choices": [{"text": 3, "correct": True}]},
        {"code": "L01-M", "kind": "matching", "competency": "C01", "choices": [
            {"text": "a", "correct": True, "match": "1"},
            {"text": "b", "correct": True, "match": "2"}]},
        {"code": "L01-O", "kind": "open", "feedback": "Modèle.", "difficulty": 2},
    ]  # fmt: skip
    common = {"text": "Quoi ?", "source": SOURCE, "certainty": "A"}
    content.lessons[0]["questions"] += [common | kind for kind in kinds]
    load_content(now=now, content=content)
    numeric, matching, free = (Question.objects.get(code=kind["code"]) for kind in kinds)
    assert row_of(numeric) == QuestionRow(
        "L01-N", "Quoi ?", "numeric", (AnswerRow("3", True),), numeric.tolerance, "min",
        source=SOURCE, certainty="A",
    )  # fmt: skip
    assert str(numeric.tolerance) == "0.500000"
    assert matching.competency.code == "C01"
    assert (free.feedback, free.difficulty) == ("Modèle.", 2)
    assert load_content(now=now, content=content).updated == []
