from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import GradeChange
from people.enums import Role
from tests.factories import enrolment_factory, membership_factory
from tests.factories.assessments import (
    AT,
    desk_factory,
    grade_factory,
    handed_in_factory,
    learner_of,
    scores_for,
)

HOSTILE = '<script>alert("x")</script> et encore quatre mots ici'


@pytest.fixture
def desk(db):
    return desk_factory()


@pytest.fixture
def copies(desk):
    """Three copies, oldest first."""
    others = [enrolment_factory(desk.cohort) for _ in range(2)]
    return [
        handed_in_factory(desk),
        handed_in_factory(desk, others[0], at=AT + timedelta(hours=1)),
        handed_in_factory(desk, others[1], at=AT + timedelta(days=1)),
    ]


@pytest.fixture
def trainer(client, desk):
    client.force_login(desk.trainer.user)
    return client


def address(submission) -> str:
    return reverse("assessments:mark", args=[submission.pk])


def fields(client, submission, *levels, **others) -> dict:
    """What a browser would send for the form on the page."""
    form = client.get(address(submission)).context["form"]
    scores = scores_for(submission, *(levels or (2,)))
    return {
        "form_key": form.initial["form_key"],
        "version": form.initial["version"],
        "comment": "Clair et juste.",
        **{f"c{criterion}": level for criterion, level in scores.items()},
        **others,
    }


def test_to_mark_opens_the_oldest_copy(trainer, copies):
    answer = trainer.get(reverse("assessments:marking"))
    assert answer["Location"] == address(copies[0])


def test_nothing_to_mark_says_so(trainer):
    answer = trainer.get(reverse("assessments:marking"), follow=True)
    assert "Aucune copie à corriger." in answer.content.decode()
    assert "Tout est corrigé" in answer.content.decode()


def test_the_page_shows_queue_copy_and_rubric(trainer, copies, desk):
    html = trainer.get(address(copies[1])).content.decode()
    assert copies[1].text in html
    assert html.count('type="radio"') == 20
    for letter in "abcde":
        assert f'data-critere="{letter}"' in html
    assert html.count('<span class="dit">deux</span>') == 5
    assert f'href="{address(copies[0])}">Précédente' in html
    assert f'href="{address(copies[2])}">Suivante' in html
    assert "copie 2 sur 3" in html.replace("<b>", " ").replace("</b>", " ").replace("  ", " ")


def test_a_grade_says_what_was_stored_and_opens_the_next(trainer, copies, desk):
    answer = trainer.post(address(copies[0]), fields(trainer, copies[0], 3, 2, 2, 2, 1))
    assert answer["Location"] == address(copies[1])
    html = trainer.get(answer["Location"]).content.decode()
    assert f"Enregistré : {desk.enrolment.learner}, 10 sur 15, réussi." in html
    grade = GradeChange.objects.get()
    assert (grade.points, grade.comment, grade.graded_by) == (10, "Clair et juste.", desk.trainer)


def test_after_the_last_comes_the_first_then_the_list(trainer, copies):
    assert trainer.post(address(copies[2]), fields(trainer, copies[2]))["Location"] == address(
        copies[0]
    )
    trainer.post(address(copies[0]), fields(trainer, copies[0]))
    answer = trainer.post(address(copies[1]), fields(trainer, copies[1]))
    assert answer["Location"] == reverse("assessments:marking_list")


def test_a_missing_level_keeps_the_rest_on_the_page(trainer, copies):
    data = fields(trainer, copies[0])
    missing = [key for key in data if key.startswith("c") and key != "comment"][-1]
    data.pop(missing)
    answer = trainer.post(address(copies[0]), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Critère 5 : Choisissez un niveau." in html
    assert html.count("checked") == 4
    assert "Clair et juste.</textarea>" in html
    assert GradeChange.objects.count() == 0


@pytest.mark.parametrize("value", ["4", "-1", "abc", "", "1.5", "\x00", "9" * 1_000_000])
def test_a_wrong_level_is_refused(trainer, copies, value):
    data = fields(trainer, copies[0])
    first = next(key for key in data if key.startswith("c") and key != "comment")
    assert trainer.post(address(copies[0]), {**data, first: value}).status_code == 422
    assert GradeChange.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"comment": "mot " * 262_144},
        {"comment": "Écrivez à a.b@exemple.fr"},
        {"comment": "a\x00b"},
        {"version": "abc"},
        {"version": ""},
        {"form_key": ""},
        {"form_key": "k" * 41},
        {"reason": "r" * 301},
    ],
)
def test_bad_input_is_refused_with_a_message(trainer, copies, wrong):
    answer = trainer.post(address(copies[0]), {**fields(trainer, copies[0]), **wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert GradeChange.objects.count() == 0


def test_a_double_click_records_one_grade(trainer, copies):
    data = fields(trainer, copies[0])
    for _ in range(2):
        assert trainer.post(address(copies[0]), data).status_code == 302
    assert GradeChange.objects.count() == 1


def test_two_trainers_at_once_the_second_loses_nothing(client, desk, copies):
    second = membership_factory(Role.TRAINER, desk.body)
    client.force_login(second.user)
    data = fields(client, copies[0], 0, 1, 1, 1, 1, comment="Mon avis à moi.")
    grade_factory(desk, copies[0], 3, now=AT)
    answer = client.post(address(copies[0]), data)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert f"déjà corrigée par {desk.trainer.user} à 9 h, " in html
    assert "Mon avis à moi.</textarea>" in html
    assert html.count("checked") == 5
    assert "Changer la note" in html
    assert GradeChange.objects.count() == 1
    shown = answer.context["form"].data
    again = client.post(address(copies[0]), {**shown.dict(), "reason": "Deux lectures"})
    assert again.status_code == 302
    assert [(g.points, g.reason) for g in GradeChange.objects.all()] == [
        (15, ""),
        (4, "Deux lectures"),
    ]


def test_a_graded_copy_opens_with_its_grade(trainer, desk, copies):
    grade_factory(desk, copies[0], 1, comment="À préciser.")
    html = trainer.get(address(copies[0])).content.decode()
    assert "Déjà corrigé par" in html
    assert html.count("checked") == 5
    assert "À préciser.</textarea>" in html


def test_hostile_text_is_shown_escaped(trainer, desk):
    first = handed_in_factory(desk, text=HOSTILE)
    grade_factory(desk, first, 0, comment=HOSTILE)
    second = handed_in_factory(desk, text=f"Repris : {HOSTILE}")
    for submission in (first, second):
        html = trainer.get(address(submission)).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html


def test_an_expired_session_leads_to_login_and_back(client, copies):
    answer = client.post(address(copies[0]), {"comment": "x"})
    assert answer["Location"] == f"/connexion/?next={address(copies[0])}"
    assert GradeChange.objects.count() == 0


@pytest.mark.parametrize("name", ["marking", "marking_list"])
def test_who_may_open_the_queue(client, desk, copies, name):
    for actor, status in [
        (desk.trainer, 302 if name == "marking" else 200),
        (membership_factory(Role.LEAD, desk.body), 302 if name == "marking" else 200),
        (membership_factory(Role.COMPANION, desk.body), 403),
        (membership_factory(Role.ADMIN, desk.body), 403),
        (desk.learner, 404),
        (membership_factory(Role.EMPLOYER), 404),
    ]:
        client.force_login(actor.user)
        assert client.get(reverse(f"assessments:{name}")).status_code == status, actor


def test_who_may_open_a_copy(client, desk, copies):
    for actor, status in [
        (desk.trainer, 200),
        (membership_factory(Role.LEAD, desk.body), 200),
        (membership_factory(Role.COMPANION, desk.body), 403),
        (membership_factory(Role.TRAINER), 404),
        (desk.learner, 404),
        (learner_of(enrolment_factory(desk.cohort)), 404),
        (membership_factory(Role.EMPLOYER, desk.enrolment.practice), 404),
    ]:
        client.force_login(actor.user)
        assert client.get(address(copies[0])).status_code == status, actor
        if status != 200:
            assert client.post(address(copies[0]), {}).status_code == status, actor


def test_the_list_shows_what_waits_and_the_newest_grades(trainer, desk, copies):
    grade_factory(desk, copies[1], 1)
    html = trainer.get(reverse("assessments:marking_list")).content.decode()
    assert "2 copies à corriger" in html
    assert f"{copies[1].enrolment.learner}, 5 sur 15" in html
    assert "à reprendre" in html


def test_query_count_does_not_grow_with_the_queue(trainer, desk, copies):
    def queries(url):
        with CaptureQueriesContext(connection) as captured:
            trainer.get(url)
        return len(captured)

    pages = [address(copies[0]), reverse("assessments:marking_list")]
    grade_factory(desk, handed_in_factory(desk, enrolment_factory(desk.cohort)))
    before = [queries(url) for url in pages]
    for _ in range(12):
        handed_in_factory(desk, enrolment_factory(desk.cohort))
        grade_factory(desk, handed_in_factory(desk, enrolment_factory(desk.cohort)))
    assert [queries(url) for url in pages] == before
    assert max(before) <= 14
