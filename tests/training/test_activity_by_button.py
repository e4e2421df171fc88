"""Time at a distance without JavaScript: the buttons of the page say what the script would."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.training.activity import counted, pass_quiz
from training.queries.activity import measured_of


class Clock:
    """That of the server, moved by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def tick(self, **lapse: int) -> None:
        self.at += timedelta(**lapse)


@pytest.fixture
def clock(now, monkeypatch) -> Clock:
    found = Clock(now)
    monkeypatch.setattr(timezone, "now", lambda: found.at)
    return found


@pytest.fixture
def url(measured) -> str:
    return f"/parcours/lecons/{measured.module.pk}/{measured.lessons[0].slug}/"


def test_the_whole_time_of_a_lesson_is_reached_by_buttons(measured, clock, url, sign_in):
    client = sign_in(measured.learner)
    page = client.get(url).content.decode()
    assert page.count('value="present">Je lis toujours') == 2
    assert page.count('value="opened">Commencer la leçon') == 1
    assert client.post(f"{url}activite/", {"fait": "opened"}).url == url
    clock.tick(minutes=9)
    assert client.post(f"{url}activite/", {"fait": "present"}).url == url
    assert "Dernier signe noté à 10 h 09" in client.get(url).content.decode()
    clock.tick(minutes=9)
    told = client.post(f"{url}activite/", {"fait": "present", "fin": "1"})
    assert told.url == f"{url}#je-lis"
    clock.tick(minutes=3)
    client.post(f"{url}lu/")
    pass_quiz(measured, clock.at)
    assert counted(measured) == (20, 0)
    assert list(measured.enrolment.activity.values_list("kind", "gap_seconds")) == [
        ("opened", 0), ("present", 540), ("present", 540), ("read", 180),
    ]  # fmt: skip


def test_a_button_pressed_twice_is_one_sign(measured, clock, url, sign_in):
    client = sign_in(measured.learner)
    client.post(f"{url}activite/", {"fait": "opened"})
    clock.tick(minutes=2)
    client.post(f"{url}activite/", {"fait": "present"})
    clock.tick(seconds=5)
    again = client.post(f"{url}activite/", {"fait": "present"}, follow=True)
    assert "celui-ci n’ajoute rien" in again.content.decode()
    assert measured.enrolment.activity.count() == 2


def test_who_forgets_the_button_is_cut_off_as_with_a_script(measured, clock, url, sign_in):
    client = sign_in(measured.learner)
    client.post(f"{url}activite/", {"fait": "opened"})
    clock.tick(minutes=45)
    client.post(f"{url}activite/", {"fait": "present"})
    assert measured_of(measured.enrolment)[measured.lessons[0].pk].seconds == 10 * 60


def test_a_page_cannot_say_when_it_was(measured, clock, url, sign_in):
    client = sign_in(measured.learner)
    client.post(f"{url}activite/", {"fait": "opened", "at": "2020-01-01T00:00:00Z"})
    assert measured.enrolment.activity.get().at == clock.at
