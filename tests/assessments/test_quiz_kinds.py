"""Questions of every kind, answered in the browser's way."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.models import QuizAttempt
from assessments.queries import questions_asked
from assessments.services import AnswersDoNotFit, submit_quiz
from curricula.models import Choice, Question
from portfolio.queries.attestation import attestation_readiness
from records.services import PatientData
from tests.factories.assessments import desk_factory
from tests.factories.questions import SOURCE, kinds_in, right_answer


@pytest.fixture
def desk(db, now):
    desk = desk_factory()
    Question.objects.all().delete()
    kinds_in(desk.module.lessons.first(), now)
    return desk


@pytest.fixture
def asked(desk):
    return {question["kind"]: question for question in questions_asked(desk.module)}


@pytest.fixture
def url(desk):
    return reverse("assessments:quiz", args=[desk.module.pk])


@pytest.fixture
def learner(client, desk):
    client.force_login(desk.learner.user)
    return client


def send(desk, now, given, form_key="k1"):
    return submit_quiz(
        actor=desk.learner, enrolment=desk.enrolment, module=desk.module, answers=given,
        form_key=form_key, now=now,
    )  # fmt: skip


def all_right(asked) -> dict:
    return {question["id"]: right_answer(question) for question in asked.values()}


def fields(client, url, asked, **others) -> dict:
    """What a browser would send with every answer right."""
    form = client.get(url).context["form"]
    data = {"form_key": form.initial["form_key"], "seen": form.initial["seen"]}
    for question in asked.values():
        answer, name = right_answer(question), f"q{question['id']}"
        if isinstance(answer, dict):
            data |= {f"{name}_{item}": str(rank) for item, rank in answer.items()}
        else:
            data[name] = answer
    return {**data, **others}


def test_all_kinds_right_pass_and_open_text_is_not_counted(desk, asked, now):
    assert len(asked) == 7
    attempt = send(desk, now, all_right(asked))
    assert (attempt.points, attempt.out_of, attempt.passed) == (6, 6, True)
    assert attempt.answers[str(asked["open"]["id"])] == "Je me présente."


def test_an_attempt_keeps_its_own_copy_of_every_kind(desk, asked, now):
    attempt = send(desk, now, all_right(asked))
    before, answers = attempt.asked, attempt.answers
    Choice.objects.update(text="Réécrit", match="Réécrit", correct=False, feedback="Réécrit")
    Question.objects.update(text="Réécrite ?", tolerance=9, feedback="Réécrit", kind="open")
    attempt.refresh_from_db()
    assert (attempt.asked, attempt.answers, attempt.points) == (before, answers, 6)
    Question.objects.all().delete()
    attempt.refresh_from_db()
    assert attempt.asked == before


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("single", "texte"),
        ("multiple", {"1": 1}),
        ("matching", [1]),
        ("matching", {10**6: 0}),
        ("short", [1]),
        ("numeric", "trois"),
        ("numeric", "9" * 1_000_000),
        ("open", "x" * 1_000_000),
    ],
)
def test_forged_answers_of_every_kind_are_refused(desk, asked, now, kind, given):
    with pytest.raises(AnswersDoNotFit):
        send(desk, now, {**all_right(asked), asked[kind]["id"]: given})
    assert QuizAttempt.objects.count() == 0


def test_a_patient_is_not_named_in_open_text(desk, asked, now):
    given = {**all_right(asked), asked["open"]["id"]: "Elle vit au 06 12 34 56 78."}
    with pytest.raises(PatientData):
        send(desk, now, given)
    assert QuizAttempt.objects.count() == 0


def test_the_page_offers_each_kind_without_its_answers(learner, url, asked):
    html = learner.get(url).content.decode()
    assert "6 questions, un point par question." in html
    assert "Les réponses libres s’y ajoutent et ne sont pas comptées." in html
    assert html.count("<select") == 2
    assert 'inputmode="decimal"' in html
    assert html.count("Votre réponse</label>") == 3
    assert "réponse libre, non comptée dans les points" in html
    assert "jamais" in html
    for hidden in ("carte Vitale", "Trois et demi", "puis j’écoute", "Relisez."):
        assert hidden not in html


def test_sending_every_kind_shows_what_was_given_and_what_it_teaches(learner, url, asked):
    pairs = right_answer(asked["matching"])
    one = next(iter(pairs))
    data = fields(learner, url, asked)
    data[f"q{asked['matching']['id']}_{one}"] = str((pairs[one] + 1) % 3)
    data[f"q{asked['numeric']['id']}"] = "3,9 min"
    html = learner.post(url, data, follow=True).content.decode()
    assert "Quiz réussi : 5 sur 6." in html
    assert "Réponse libre, non comptée" in html
    assert "Réponse modèle" in html
    assert "puis j’écoute" in html
    assert "3,9 min" in html
    assert "Réponse acceptée" in html
    assert "3,5 min, à 0,5 près" in html
    assert "Réponse juste : avant." in html


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("numeric", "trois", "Écrivez un nombre, par exemple 3 ou 3,5"),
        ("numeric", "9" * 1_000_000, "Réponse trop longue : 40 signes au plus."),
        ("short", "x" * 1_000_000, "Réponse trop longue : 200 signes au plus."),
        ("open", "x" * 1_000_000, "Réponse trop longue : 4000 signes au plus."),
        ("open", "jean@exemple.fr", "adresse"),
        ("true_false", "abc", "Cette réponse ne fait pas partie de la question."),
        ("multiple", "999999999", "Cette réponse ne fait pas partie de la question."),
    ],
)
def test_a_wrong_answer_of_a_kind_is_refused_with_its_reason(
    learner, url, asked, kind, value, message
):
    data = fields(learner, url, asked, **{f"q{asked[kind]['id']}": value})
    answer = learner.post(url, data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert QuizAttempt.objects.count() == 0


@pytest.mark.parametrize("value", ["99", "-1", "abc", "1 OR 1=1"])
def test_a_forged_match_is_refused(learner, url, asked, value):
    data = fields(learner, url, asked)
    name = next(name for name in data if "_" in name and name.startswith("q"))
    answer = learner.post(url, {**data, name: value})
    assert answer.status_code == 422
    assert "Cette réponse ne fait pas partie de la question." in answer.content.decode()


def test_what_was_given_comes_back_with_a_refusal(learner, url, asked):
    number = f"q{asked['numeric']['id']}"
    answer = learner.post(url, fields(learner, url, asked, **{number: "trois"}))
    html = answer.content.decode()
    assert 'value="trois"' in html
    assert "Je me présente." in html
    assert html.count("selected") == 2
    again = answer.context["form"].data.copy()
    again[number] = "3,5"
    assert learner.post(url, again).status_code == 302


def test_a_quiz_of_open_text_only_is_never_passed(desk, now):
    Question.objects.exclude(kind="open").delete()
    [question] = questions_asked(desk.module)
    attempt = send(desk, now, {question["id"]: "Un texte."})
    assert (attempt.points, attempt.out_of, attempt.passed) == (0, 0, False)


def test_a_question_on_a_doubted_fact_is_not_asked_nor_due(desk):
    lesson = desk.module.lessons.first()
    fact = {"text": "F", "source": SOURCE, "date": date(2026, 1, 1)}
    for status, questions, due in (("verified", 7, 6), ("to_check", 0, 0), ("history", 0, 0)):
        lesson.body = [("fact", {**fact, "status": status})]
        lesson.save()
        assert len(questions_asked(desk.module)) == questions
        assert attestation_readiness(desk.enrolment, desk.module).facts.questions == due


def test_attempts_from_before_the_kinds_are_shown(learner, desk, now, url, asked):
    attempt = send(desk, now, {asked["single"]["id"]: right_answer(asked["single"])})
    old = {k: v for k, v in asked["single"].items() if k not in {"kind", "feedback"}}
    QuizAttempt.objects.filter(pk=attempt.pk).update(asked=[{**old, "multiple": False}])
    html = learner.get(f"{url}{attempt.pk}/").content.decode()
    assert "Réponse juste" in html
    assert "Votre réponse" in html


def test_hostile_text_of_every_kind_is_shown_escaped(learner, url, desk):
    hostile = '<script>alert("x")</script>'
    Question.objects.update(text=hostile, feedback=hostile, source=hostile)
    Choice.objects.exclude(question__kind="numeric").update(feedback=hostile, match=hostile)
    kinds = {question["kind"]: question for question in questions_asked(desk.module)}
    data = fields(learner, url, kinds)
    data[f"q{kinds['open']['id']}"] = hostile
    assert hostile not in learner.get(url).content.decode()
    answer = learner.post(url, data, follow=True)
    assert hostile not in answer.content.decode()
    assert answer.redirect_chain
