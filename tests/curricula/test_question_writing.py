"""A question of each kind is written, changed, put in order and removed on the site."""

from dataclasses import replace

import pytest
from django.urls import reverse

from curricula.models import Choice, Question, RemovedQuestion
from curricula.queries import questions_of, row_of
from curricula.rules.questions import QuestionRow, written
from curricula.services.content import load_content
from curricula.services.questions import (
    QuestionRefused,
    change_question,
    move_question,
    remove_question,
    write_question,
)
from people.enums import Role
from people.models import AuditEvent
from people.services import NotAllowed, StaleForm
from tests.factories import membership_factory
from tests.factories.curricula import lesson_factory, qualification_factory
from tests.factories.questions import rows_of

ROWS = rows_of()
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def lesson(db):
    qualification_factory()
    return lesson_factory(questions=3)


@pytest.fixture
def actor(db):
    return membership_factory(Role.LEAD)


@pytest.fixture
def lead(client, actor):
    client.force_login(actor.user)
    return client


def typed(row: QuestionRow, version: int = 0, key: int = 1, spare: int = 2) -> dict:
    """What a browser sends for this question, with some empty lines."""
    names = ("kind", "text", "feedback", "unit", "source", "certainty", "competency")
    data = {name: getattr(row, name) for name in names}
    data |= {
        "tolerance": written(row.tolerance).replace(".", ","),
        "difficulty": row.difficulty or "",
        "version": version,
        "form_key": f"00000000-0000-4000-8000-{key:012d}",
        "r-TOTAL_FORMS": len(row.answers) + spare,
        "r-INITIAL_FORMS": 0,
    }
    for rank, answer in enumerate(row.answers):
        data |= {f"r-{rank}-text": answer.text, f"r-{rank}-match": answer.match}
        data |= {f"r-{rank}-feedback": answer.feedback}
        data |= {f"r-{rank}-correct": "on"} if answer.correct else {}
    return data


def url(name, lesson, *more):
    return reverse(f"curricula:{name}", args=[lesson.code, *more])


def codes(lesson) -> list[str]:
    return [question.code for question in questions_of(lesson)]


@pytest.mark.parametrize("row", ROWS, ids=[row.kind for row in ROWS])
def test_a_question_of_each_kind_is_written_and_kept_as_typed(lead, lesson, row):
    answer = lead.post(url("question_new", lesson), typed(row))
    assert answer.status_code == 302
    question = questions_of(lesson)[-1]
    kept = row_of(question)
    assert (kept.answers, kept.text, kept.kind) == (row.answers, row.text, row.kind)
    assert (kept.tolerance, kept.unit, kept.feedback) == (row.tolerance, row.unit, row.feedback)
    assert (kept.difficulty, kept.competency) == (row.difficulty, row.competency)
    assert question.changed_on_site


def test_a_double_click_writes_once(lead, lesson):
    for _ in range(2):
        assert lead.post(url("question_new", lesson), typed(ROWS[0])).status_code == 302
    assert lesson.questions.count() == 4


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"certainty": ""}, "Certitude : "),
        ({"certainty": "C"}, "C n’en fait pas partie"),
        ({"source": ""}, "Source : "),
        ({"kind": "multiple"}, "Plusieurs réponses sont annoncées, 1 est juste."),
        ({"kind": "true_false"}, "Les réponses sont « Vrai », puis « Faux »."),
        ({"kind": "open"}, "Il manque la réponse modèle."),
        ({"r-0-correct": ""}, "Il faut une seule réponse juste, il y en a 0."),
        ({"tolerance": "abc"}, "La tolérance est un nombre"),
        ({"tolerance": "0,5"}, "Une tolérance ou une unité ne va qu’avec un nombre."),
    ],
)
def test_what_cannot_be_asked_is_refused_and_what_was_typed_stays(lead, lesson, change, reason):
    answer = lead.post(url("question_new", lesson), typed(ROWS[0]) | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reason in page.replace("&#x27;", "’")
    assert "Que dit {la loi}" in page
    assert lesson.questions.count() == 3


def test_html_typed_in_a_question_is_shown_as_text(lead, lesson):
    row = QuestionRow("x", HOSTILE, "open", feedback=HOSTILE, source="Loi", certainty="A")
    lead.post(url("question_new", lesson), typed(row))
    question = questions_of(lesson)[-1]
    assert question.text == HOSTILE
    for page in (url("questions", lesson), url("question_edit", lesson, question.pk)):
        text = lead.get(page).content.decode()
        assert HOSTILE not in text
        assert "&lt;script&gt;" in text


def test_a_question_is_said_otherwise_with_its_code_and_place(lead, lesson):
    question = questions_of(lesson)[1]
    answer = lead.post(url("question_edit", lesson, question.pk), typed(ROWS[5], version=1))
    assert answer.status_code == 302
    changed = questions_of(lesson)[1]
    assert (changed.pk, changed.code, changed.version) == (question.pk, question.code, 2)
    assert row_of(changed).answers == ROWS[5].answers


def test_a_stale_form_changes_nothing_and_keeps_what_was_typed(lead, lesson):
    question = questions_of(lesson)[0]
    address = url("question_edit", lesson, question.pk)
    lead.post(address, typed(ROWS[5], version=1))
    answer = lead.post(address, typed(ROWS[2], version=1))
    assert answer.status_code == 422
    assert "Cette page a changé depuis que vous l’avez ouverte" in answer.content.decode()
    assert questions_of(lesson)[0].kind == "numeric"
    assert lead.post(address, typed(ROWS[2], version=2)).status_code == 302
    assert questions_of(lesson)[0].kind == "true_false"


def test_the_same_words_twice_are_kept_once(lesson, actor, now):
    question = questions_of(lesson)[0]
    for _ in range(2):
        said = {"actor": actor, "row": ROWS[5], "version": 1, "now": now}
        change_question(question=Question.objects.get(pk=question.pk), **said)
    assert AuditEvent.objects.filter(verb="curricula.question.changed").count() == 1


def test_questions_move_one_place_and_stop_at_the_ends(lead, lesson):
    first, second, third = codes(lesson)
    pk = questions_of(lesson)[2].pk
    address = url("question_move", lesson, pk)
    for version, expected in enumerate(
        [[first, third, second], [third, first, second], [third, first, second]], start=1
    ):
        assert lead.post(address, {"revision": version, "by": "-1"}).status_code == 302
        assert codes(lesson) == expected
    lead.post(address, {"revision": 1, "by": "1"})
    assert codes(lesson) == [third, first, second]


def test_a_removed_question_is_asked_no_more_and_its_code_is_never_used_again(lead, lesson, now):
    question = questions_of(lesson)[0]
    address = url("question_remove", lesson, question.pk)
    lead.post(address, {"revision": 9})
    assert lesson.questions.count() == 3
    lead.post(address, {"revision": 1})
    assert lesson.questions.count() == 2
    assert RemovedQuestion.objects.get().code == question.code
    assert not Choice.objects.filter(question_id=question.pk).exists()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COMPANION, Role.LEARNER, Role.EMPLOYER])
def test_nobody_else_touches_a_question(lesson, now, role):
    question, other = questions_of(lesson)[0], membership_factory(role)
    seen = {"actor": other, "question": question, "version": 1, "now": now}
    with pytest.raises(NotAllowed):
        write_question(actor=other, lesson=lesson, row=ROWS[0], form_key="k", now=now)
    with pytest.raises(NotAllowed):
        change_question(row=ROWS[0], **seen)
    with pytest.raises(NotAllowed):
        move_question(up=True, **seen)
    with pytest.raises(NotAllowed):
        remove_question(**seen)
    assert not AuditEvent.objects.filter(verb__startswith="curricula.question").exists()


def test_a_refused_or_stale_change_leaves_the_question_as_it_was(lesson, actor, now):
    question = questions_of(lesson)[0]
    before = row_of(question)
    row = QuestionRow("x", "Quoi ?", "open", source="Loi", certainty="A")
    with pytest.raises(QuestionRefused):
        change_question(actor=actor, question=question, row=row, version=1, now=now)
    with pytest.raises(StaleForm):
        change_question(actor=actor, question=question, row=ROWS[5], version=7, now=now)
    assert row_of(questions_of(lesson)[0]) == before


def test_content_files_neither_overwrite_nor_bring_back_what_a_person_did(
    tree, content, actor, now
):
    load_content(now=now, content=content)
    first, second, third = (Question.objects.get(code=code) for code in _file_codes(content)[:3])
    change_question(
        actor=actor, question=first, row=replace(ROWS[1], competency=""), version=1, now=now
    )
    remove_question(actor=actor, question=second, version=1, now=now)
    for record in content.lessons[0]["questions"]:
        record["text"] = "Le fichier a changé."
    report = load_content(now=now, content=content)
    assert Question.objects.get(pk=first.pk).text == ROWS[1].text
    assert not Question.objects.filter(code=second.code).exists()
    assert Question.objects.get(pk=third.pk).text == "Le fichier a changé."
    kept = [line for line in report.kept if line.startswith("question ")]
    assert [line.split()[1] for line in kept] == [first.code, second.code]


def _file_codes(content) -> list[str]:
    return [record["code"] for record in content.lessons[0]["questions"]]
