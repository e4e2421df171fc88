import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Submission
from people.enums import Role
from tests.factories import enrolment_factory, membership_factory, module_factory
from tests.factories.assessments import (
    TEXT,
    desk_factory,
    grade_factory,
    handed_in_factory,
    learner_of,
)

HOSTILE = '<script>alert("x")</script> et encore quatre mots ici'


@pytest.fixture
def desk(db):
    return desk_factory()


@pytest.fixture
def url(desk):
    return reverse("assessments:synthesis", args=[desk.module.pk])


@pytest.fixture
def learner(client, desk):
    client.force_login(desk.learner.user)
    return client


def send(client, url, text=TEXT, version=0, act="brouillon", **extra):
    return client.post(url, {"text": text, "version": version, "act": act}, **extra)


def test_prompt_and_rubric_stand_before_any_writing(learner, url, desk):
    html = learner.get(url).content.decode()
    assert "Racontez une situation." in html
    for criterion in desk.assignment.rubric.criteria.all():
        assert criterion.title in html
        assert criterion.levels[3] in html
    assert f'data-draft="synthese-{desk.enrolment.pk}-{desk.assignment.pk}-1"' in html


def test_save_says_what_is_stored_and_when(learner, url):
    answer = send(learner, url, follow=True)
    html = answer.content.decode()
    saved = Submission.objects.get()
    assert saved.text == TEXT
    assert "Brouillon enregistré à" in html
    assert ": 12 mots." in html
    assert 'name="version" value="1"' in html
    assert "Enregistré le" in html


def test_hand_in_shows_the_text_and_no_form(learner, url):
    answer = send(learner, url, act="remettre", follow=True)
    html = answer.content.decode()
    assert "Écrit remis à" in html
    assert "Il attend sa correction" in html
    assert "<textarea" not in html
    assert Submission.objects.get().state == "submitted"


def test_word_limits_keep_the_text_on_the_page(learner, url):
    answer = send(learner, url, "Trop court", act="remettre")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Il en faut au moins 5 : 3 mots manquent." in html
    assert "Trop court</textarea>" in html
    assert Submission.objects.count() == 0


def test_an_identifier_is_refused_and_the_text_stays(learner, url):
    answer = send(learner, url, f"{TEXT} Appel au 06 12 34 56 78.")
    assert answer.status_code == 422
    assert "numéro de téléphone" in answer.content.decode()
    assert "06 12 34 56 78.</textarea>" in answer.content.decode()
    assert Submission.objects.count() == 0


def test_stale_form_shows_both_texts_and_loses_none(learner, url):
    send(learner, url, "Le texte de la première fenêtre")
    answer = send(learner, url, "Le texte de la seconde fenêtre", version=0)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Cet écrit a été modifié ailleurs" in html
    assert "Le texte de la seconde fenêtre</textarea>" in html
    assert "<p>Le texte de la première fenêtre</p>" in html
    assert 'name="version" value="1"' in html
    assert send(learner, url, "Le texte de la seconde fenêtre", version=1).status_code == 302
    assert Submission.objects.get().text == "Le texte de la seconde fenêtre"


def test_a_second_window_after_hand_in_keeps_its_text_to_copy(learner, url):
    send(learner, url, act="remettre")
    answer = send(learner, url, "Un texte tapé dans l’autre fenêtre", version=0)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Un texte tapé dans l’autre fenêtre</textarea>" in html
    assert "déjà remis" in html
    assert Submission.objects.get().text == TEXT


def test_double_click_hands_in_once(learner, url):
    assert send(learner, url, act="remettre").status_code == 302
    assert send(learner, url, act="remettre").status_code == 302
    assert Submission.objects.count() == 1


def test_hostile_text_is_shown_escaped(learner, url):
    for act in ("brouillon", "remettre"):
        html = send(learner, url, HOSTILE, Submission.objects.count(), act, follow=True)
        assert "<script>alert" not in html.content.decode()
        assert "&lt;script&gt;" in html.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"text": "mot " * 262_144, "version": 0},
        {"text": TEXT, "version": "abc"},
        {"text": TEXT, "version": -1},
        {"text": TEXT, "version": 10**30},
        {"text": TEXT},
        {"text": "a\x00b", "version": 0},
        {"version": 0},
        {},
    ],
)
@pytest.mark.parametrize("act", ["brouillon", "remettre", "autre"])
def test_bad_input_is_refused_with_a_message(learner, url, data, act):
    answer = learner.post(url, {**data, "act": act})
    assert answer.status_code in {409, 422}
    assert 'role="alert"' in answer.content.decode()
    assert Submission.objects.count() == 0


def test_an_expired_session_leads_to_login_and_back(client, url):
    answer = send(client, url)
    assert answer.status_code == 302
    assert answer["Location"] == f"/connexion/?next={url}"
    assert Submission.objects.count() == 0


def test_not_passed_shows_the_grade_and_opens_a_new_version(learner, url, desk):
    first = handed_in_factory(desk)
    grade_factory(desk, first, 2, 1, 1, 1, 1, comment="Donnez un exemple daté.")
    html = learner.get(url).content.decode()
    assert "À reprendre" in html
    assert "<b>6</b> sur 15, à reprendre" in html
    assert "Donnez un exemple daté." in html
    assert "Votre nouvelle version" in html
    assert f"{TEXT}</textarea>" in html
    first.refresh_from_db()
    send(learner, url, "Une version reprise, avec un exemple daté.", first.version, "remettre")
    assert list(Submission.objects.values_list("attempt", "state")) == [
        (1, "graded"),
        (2, "submitted"),
    ]
    html = learner.get(url).content.decode()
    assert "1er dépôt" in html
    assert "2e dépôt" in html


def test_passed_shows_levels_and_no_form(learner, url, desk):
    grade_factory(desk, handed_in_factory(desk), 3)
    html = learner.get(url).content.decode()
    assert "<b>15</b> sur 15, réussi" in html
    assert html.count("exemplaire") == 5
    assert "<textarea" not in html


def test_a_module_without_synthesis_says_so(learner, desk):
    module = module_factory(desk.module.track_version, assignment=False)
    answer = learner.get(reverse("assessments:synthesis", args=[module.pk]))
    assert "Ce module se termine sans écrit" in answer.content.decode()


def test_who_may_open_the_page(client, desk, url):
    handed_in_factory(desk)
    for actor, status in [
        (desk.trainer, 403),
        (membership_factory(Role.COMPANION, desk.body), 403),
        (membership_factory(Role.EMPLOYER, desk.enrolment.practice), 404),
        (membership_factory(Role.FUNDER), 404),
        (learner_of(enrolment_factory()), 404),
    ]:
        client.force_login(actor.user)
        assert client.get(url).status_code == status, actor
        assert send(client, url).status_code == status, actor
    colleague = learner_of(enrolment_factory(desk.cohort))
    client.force_login(colleague.user)
    assert TEXT not in client.get(url).content.decode()


def test_query_count_does_not_grow_with_attempts(learner, url, desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            learner.get(url)
        return len(captured)

    grade_factory(desk, handed_in_factory(desk), 1)
    before = queries()
    for number in range(3):
        text = f"Une version reprise, la numéro {number}."
        grade_factory(desk, handed_in_factory(desk, text=text), 1)
    assert queries() == before
    assert before <= 12
