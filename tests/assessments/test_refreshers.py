"""Quizzes that come back some weeks after they were passed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.queries import questions_asked
from assessments.queries.refresher import refresher_of
from assessments.rules.refresher import refresher
from assessments.services import remind_refreshers, submit_quiz
from people.models import User
from records.models import Message
from tests.factories.assessments import desk_factory
from tests.training.tables import rows
from training.enums import Situation
from training.models import Enrolment, EvaluationDone


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@pytest.mark.parametrize(
    ("case", "passed", "weeks", "last", "today", "due", "done", "todo"),
    rows("gates.md", "Due and done"),
    ids=lambda v: v[:30],
)
def test_refreshers_follow_the_table(case, passed, weeks, last, today, due, done, todo):
    found = refresher(day(passed), int(weeks), day(last))
    assert (found.due_on if found else None) == day(due)
    assert (found.done_on if found else None) == day(done)
    assert bool(found and found.is_due(day(today))) == (todo == "yes")


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 104), st.dates())
def test_a_refresher_that_is_done_is_never_due_again(passed, weeks, tried):
    found = refresher(passed, weeks, tried)
    assert found.done_on is None or not found.is_due(date(2100, 1, 1))


@pytest.fixture
def desk(db):
    return desk_factory(refresh_weeks=8)


def attempt(desk, now, key, *, right=True):
    asked = questions_asked(desk.module)
    submit_quiz(
        actor=desk.learner,
        enrolment=desk.enrolment,
        module=desk.module,
        answers={q["id"]: [c["id"] for c in q["choices"] if c["correct"] == right] for q in asked},
        form_key=key,
        now=now,
    )


def test_failing_the_refresher_does_it_and_takes_nothing_away(desk, now):
    attempt(desk, now, "k1")
    later = now + timedelta(weeks=9)
    line = refresher_of(desk.enrolment, desk.module, later.date())
    assert line.due
    attempt(desk, later, "k2", right=False)
    line = refresher_of(desk.enrolment, desk.module, later.date())
    assert (line.due, line.refresher.done_on) == (False, later.date())
    assert EvaluationDone.objects.filter(kind="quiz").count() == 1


def test_a_quiz_not_passed_has_no_refresher(desk, now):
    attempt(desk, now, "k1", right=False)
    much_later = now.date() + timedelta(weeks=20)
    assert refresher_of(desk.enrolment, desk.module, much_later) is None


def test_a_reminder_leaves_once(desk, now):
    attempt(desk, now, "k1")
    due = now + timedelta(weeks=8)
    assert remind_refreshers(now=due - timedelta(days=1)) == 0
    assert remind_refreshers(now=due) == 1
    assert remind_refreshers(now=due + timedelta(days=1)) == 0
    message = Message.objects.get()
    assert message.to == desk.enrolment.learner.email
    assert desk.module.title in message.body


def test_a_closed_account_is_reminded_of_no_refresher(desk, now):
    attempt(desk, now, "k1")
    User.objects.filter(pk=desk.enrolment.learner_id).update(is_active=False)
    assert remind_refreshers(now=now + timedelta(weeks=8)) == Message.objects.count() == 0


@pytest.mark.parametrize("situation", [Situation.SUSPENDED, Situation.LEFT])
def test_who_does_not_follow_the_training_is_reminded_of_no_refresher(desk, now, situation):
    attempt(desk, now, "k1")
    Enrolment.objects.update(situation=situation)
    assert remind_refreshers(now=now + timedelta(weeks=8)) == Message.objects.count() == 0
    Enrolment.objects.update(situation=Situation.ACTIVE)
    assert remind_refreshers(now=now + timedelta(weeks=8)) == 1


def test_no_reminder_for_a_refresher_that_is_done_or_long_past(desk, now):
    attempt(desk, now, "k1")
    assert remind_refreshers(now=now + timedelta(weeks=12)) == 0
    due = now + timedelta(weeks=8)
    attempt(desk, due, "k2")
    assert remind_refreshers(now=due + timedelta(days=1)) == 0
    assert Message.objects.count() == 0


def test_module_page_offers_the_refresher(desk, now, client, monkeypatch):
    attempt(desk, now - timedelta(weeks=9), "k1")
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    client.force_login(desk.enrolment.learner)
    page = client.get(f"/parcours/modules/{desk.module.pk}/").content.decode()
    assert "Refaire le quiz" in page
    home = client.get("/accueil/").content.decode()
    assert f"Rappel : {desk.module.title}" in home
