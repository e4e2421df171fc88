"""The raw facts of a learner tell of quizzes that were failed, too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessments.test_quiz_service import answers, send
from tests.factories.assessments import desk_factory
from training.services.activity import ActivityKind, note_activity


@pytest.fixture
def desk(db):
    return desk_factory()


def rows_of(client, desk) -> list[list[str]]:
    client.force_login(desk.learner.user)
    answer = client.get(f"/heures/{desk.enrolment.pk}/distance/export/csv/")
    return [line.split(";") for line in answer.content.decode("utf-8-sig").splitlines()[1:]]


def fail_and_pass(desk, now) -> None:
    send(desk, now, answers(desk.module, 1), form_key="first")
    send(desk, now + timedelta(minutes=9), form_key="second")


def test_failed_and_passed_quizzes_stand_in_their_order(desk, now, client):
    fail_and_pass(desk, now)
    told = rows_of(client, desk)
    assert [row[4] for row in told] == ["quiz non réussi (1 sur 4)", "quiz réussi"]
    assert told[0][:4] == ["2027-03-04", "10:00:00", desk.module.title, ""]


def test_a_sign_between_two_quizzes_stands_between_them(desk, now, client):
    fail_and_pass(desk, now)
    desk.enrolment.cohort.distance_rule = "measured"
    desk.enrolment.cohort.save()
    note_activity(
        actor=desk.learner, enrolment=desk.enrolment, module=desk.module,
        lesson=desk.module.lessons.first(), kind=ActivityKind.OPENED,
        now=now + timedelta(minutes=3),
    )  # fmt: skip
    kinds = [row[4] for row in rows_of(client, desk)]
    assert kinds == ["quiz non réussi (1 sur 4)", "ouverte", "quiz réussi"]


def test_many_quizzes_cost_no_more(desk, now, client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            rows_of(client, desk)
        return len(queries)

    wrong = answers(desk.module, 0)
    send(desk, now, wrong, form_key="first")
    cost()  # signing in, and what is kept between pages
    once = cost()
    for place in range(12):
        send(desk, now + timedelta(minutes=place), wrong, form_key=f"k{place}")
    assert cost() == once
    assert len(rows_of(client, desk)) == 13
