"""A number of social security is refused wherever it is typed, and no log nor trace tells it."""

import json
import logging
import re

import pytest
from django.urls import reverse

from people.models import AuditEvent
from portfolio.models import LogbookEntry, LogbookWeek, PracticeAnswer, SentenceComment
from tests.factories.portfolio import submitted_week_factory
from tests.portfolio.practice import sends, shared_week

NIR = "2 95 10 99 126 111 93"
BARE = NIR.replace(" ", "")
WEEK = "/livret/2027/9/"
REFUSED = "numéro de sécurité sociale"


@pytest.fixture(autouse=True)
def today(monkeypatch, now) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture(params=[NIR, BARE], ids=["spaces", "bare"])
def words(request) -> str:
    return f"La personne a donné le {request.param} au comptoir."


@pytest.fixture
def told(caplog):
    """The digits of all that was logged, by whatever logger, and of all that was traced."""
    for name in (None, *logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name)

    def read() -> str:
        traces = list(AuditEvent.objects.values_list("detail", flat=True))
        return re.sub(r"\D", "", f"{traces} {caplog.text}")

    return read


def hidden(form, *names: str) -> dict:
    """What a form sends by itself, as it was shown."""
    return {name: form[name].value() for name in names}


def test_in_a_situation(world, sign_in, told, words):
    sent = {
        "day": "2027-03-01", "kind": "practice", "text": words, "form_key": "jeton",
        "competencies": [world.competencies[0].pk],
    }  # fmt: skip
    page = sign_in(world.learner).post(WEEK, sent)
    assert [REFUSED in error for error in page.context["entry_form"].errors["text"]] == [True]
    assert not LogbookEntry.objects.exists()
    assert BARE not in told()


def test_in_what_a_device_sends(world, sign_in, told, words):
    operation = {
        "act": "put", "form_key": "appareil", "base": 0, "year": 2027, "week": 9,
        "values": {
            "day": "2027-03-01", "kind": "practice", "text": words,
            "competencies": [str(world.competencies[0].pk)],
        },
    }  # fmt: skip
    sent = {"person": world.learner.user_id, "operations": json.dumps([operation])}
    page = sign_in(world.learner).post(reverse("portfolio:sync"), sent)
    [answer] = page.json()["answers"]
    assert (answer["result"], answer["field"]) == ("refused", "text")
    assert REFUSED in answer["message"]
    assert BARE not in json.dumps(answer).replace(" ", "")
    assert not LogbookEntry.objects.exists()
    assert BARE not in told()


def test_in_a_comment_on_a_sentence(world, sign_in, told, words):
    entry = submitted_week_factory(world.enrolment).entries.get()
    address = reverse("portfolio:comment", args=[entry.week_id, entry.pk])
    trainer = sign_in(world.trainer)
    shown = hidden(trainer.get(address).context["form"], "version", "form_key")
    page = trainer.post(address, {"sentence": "text:0", "remark": words, **shown})
    assert [REFUSED in error for error in page.context["form"].errors["remark"]] == [True]
    assert not SentenceComment.objects.exists()
    assert BARE not in told()


def test_in_the_answer_by_a_link(world, client, now, told, words):
    _, token = sends(world.learner, shared_week(world.enrolment), now)
    address = reverse("portfolio:practice_link", args=[token])
    shown = hidden(client.get(address).context["form"], "seen", "form_key")
    page = client.post(
        address, {"kind": "confirmed", "comment": words, "name": "Anaïs Essai", **shown}
    )
    assert [REFUSED in error for error in page.context["form"].errors["comment"]] == [True]
    assert not PracticeAnswer.objects.exists()
    assert BARE not in told()


@pytest.mark.parametrize("field", ["comment", "amended"])
def test_in_the_answer_of_an_employer(world, sign_in, told, words, field):
    entry = shared_week(world.enrolment).entries.get()
    address = reverse("portfolio:answer_entry", args=[entry.pk])
    employer = sign_in(world.employer)
    shown = hidden(employer.get(address).context["form"], "seen", "form_key")
    sent = {"kind": "confirmed", "prepared": "amended", "amended": "Une phrase en moins."}
    page = employer.post(address, {**sent, field: words, **shown})
    assert [REFUSED in error for error in page.context["form"].errors[field]] == [True]
    assert not PracticeAnswer.objects.exists()
    assert BARE not in told()


def test_in_the_reason_of_a_returned_week(world, sign_in, told, words):
    week = submitted_week_factory(world.enrolment)
    address = reverse("portfolio:return_week", args=[week.pk])
    sent = {"version": week.version, "comment": words}
    page = sign_in(world.trainer).post(address, sent)
    assert [REFUSED in error for error in page.context["return_form"].errors["comment"]] == [True]
    assert LogbookWeek.objects.get().state == "submitted"
    assert BARE not in told()
