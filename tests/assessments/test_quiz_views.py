import pytest
from django.urls import reverse

from assessments.models import QuizAttempt
from assessments.queries import questions_asked
from curricula.models import Choice, Question
from people.enums import Role
from tests.factories import enrolment_factory, membership_factory, module_factory
from tests.factories.assessments import desk_factory, learner_of

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture
def desk(db):
    return desk_factory(title="Accueil et secret")


@pytest.fixture
def url(desk):
    return reverse("assessments:quiz", args=[desk.module.pk])


@pytest.fixture
def learner(client, desk):
    client.force_login(desk.learner.user)
    return client


def fields(client, url, right: int = 4, **others) -> dict:
    """What a browser would send for the form on the page."""
    form = client.get(url).context["form"]
    data = {"form_key": form.initial["form_key"], "seen": form.initial["seen"]}
    for place, question in enumerate(form.asked):
        wanted = [c["id"] for c in question["choices"] if c["correct"] == (place < right)]
        data[f"q{question['id']}"] = [str(choice) for choice in wanted]
    return {**data, **others}


def test_questions_are_asked_without_their_answers(learner, url, desk):
    answer = learner.get(url)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "4 questions, un point par question. Il faut 3 points pour réussir" in html
    assert "Oui." not in html
    assert "Code du travail" not in html
    assert html.count('type="radio"') == 8


def test_sending_leads_to_the_result_with_feedback_and_source(learner, url, desk):
    answer = learner.post(url, fields(learner, url, right=3), follow=True)
    attempt = QuizAttempt.objects.get()
    assert answer.redirect_chain == [
        (reverse("assessments:quiz_attempt", args=[desk.module.pk, attempt.pk]), 302)
    ]
    html = answer.content.decode()
    assert "Essai enregistré : 3 sur 4." in html
    assert "Quiz réussi : 3 sur 4." in html
    assert "Recommencer" in html
    assert html.count("Source : Code du travail, L6313-1.") == 4
    assert html.count("Votre réponse") == 4
    assert html.count(">Non.<") == 1


def test_a_failed_attempt_says_what_is_due_and_stays_listed(learner, url):
    answer = learner.post(url, fields(learner, url, right=1), follow=True)
    assert "1 sur 4 : il faut 3 points." in answer.content.decode()
    assert "1 sur 4" in learner.get(url).content.decode()


def test_a_double_click_keeps_one_attempt(learner, url):
    data = fields(learner, url)
    first, second = learner.post(url, data), learner.post(url, data)
    assert first["Location"] == second["Location"]
    assert QuizAttempt.objects.count() == 1


def test_a_module_without_questions_says_so(learner, url):
    Question.objects.all().delete()
    answer = learner.get(url)
    assert "Pas encore de question" in answer.content.decode()
    assert learner.post(url, {"form_key": "k", "seen": "s"}).status_code == 422
    assert QuizAttempt.objects.count() == 0


@pytest.mark.parametrize("value", ["abc", "999999999", "-1", "1 OR 1=1", "\x00", "9" * 1_000_000])
def test_a_forged_choice_is_refused_with_a_message(learner, url, value):
    data = fields(learner, url)
    first = next(key for key in data if key.startswith("q"))
    answer = learner.post(url, {**data, first: [value]})
    assert answer.status_code == 422
    assert "Cette réponse ne fait pas partie de la question." in answer.content.decode()
    assert QuizAttempt.objects.count() == 0


def test_wrong_form_key_is_refused(learner, url):
    for key in ("", "k" * 41):
        assert learner.post(url, fields(learner, url, form_key=key)).status_code == 422
    assert QuizAttempt.objects.count() == 0


def test_questions_changed_meanwhile_keep_the_answers(learner, url, desk):
    data = fields(learner, url)
    question = Question.objects.filter(lesson__modules=desk.module).last()
    question.text = "Réécrite ?"
    question.save()
    answer = learner.post(url, data)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Les questions ont changé" in html
    assert html.count("checked") == 4
    again = answer.context["form"].data
    assert learner.post(url, again).status_code == 302


def test_hostile_text_of_an_editor_is_shown_escaped(learner, url):
    Question.objects.update(text=HOSTILE, source=HOSTILE)
    Choice.objects.update(text=HOSTILE, feedback=HOSTILE)
    assert HOSTILE not in learner.get(url).content.decode()
    answer = learner.post(url, fields(learner, url), follow=True)
    assert HOSTILE not in answer.content.decode()
    assert "&lt;script&gt;" in answer.content.decode()


def test_who_may_open_the_quiz(client, desk, url):
    colleagues = [
        (membership_factory(Role.TRAINER, desk.body), 403),
        (membership_factory(Role.LEAD, desk.body), 403),
        (membership_factory(Role.EMPLOYER, desk.enrolment.practice), 404),
        (learner_of(enrolment_factory()), 404),
        (learner_of(enrolment_factory(desk.cohort)), 200),
    ]
    for actor, status in colleagues:
        client.force_login(actor.user)
        assert client.get(url).status_code == status, actor
        if status != 200:
            assert client.post(url, {}).status_code == status, actor
    client.logout()
    assert client.get(url)["Location"].startswith("/connexion/")


def test_who_may_open_a_result(client, desk, url):
    client.force_login(desk.learner.user)
    client.post(url, fields(client, url))
    attempt = QuizAttempt.objects.get()
    result = reverse("assessments:quiz_attempt", args=[desk.module.pk, attempt.pk])
    for actor, status in [
        (desk.learner, 200),
        (desk.trainer, 200),
        (membership_factory(Role.COMPANION, desk.body), 200),
        (membership_factory(Role.TRAINER), 404),
        (learner_of(enrolment_factory(desk.cohort)), 404),
        (membership_factory(Role.EMPLOYER, desk.enrolment.practice), 404),
    ]:
        client.force_login(actor.user)
        assert client.get(result).status_code == status, actor
    client.force_login(desk.learner.user)
    elsewhere = reverse("assessments:quiz_attempt", args=[module_factory().pk, attempt.pk])
    assert client.get(elsewhere).status_code == 404


def test_query_count_does_not_grow(learner, url, desk, django_assert_max_num_queries):
    big = module_factory(desk.module.track_version, lessons=6)
    for module in (desk.module, big):
        with django_assert_max_num_queries(10):
            learner.get(reverse("assessments:quiz", args=[module.pk]))
    assert len(questions_asked(big)) == 12
