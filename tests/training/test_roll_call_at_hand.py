"""What the roll call gives to a hand in a hurry: the way in from home, the next one to sign."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import enrolment_factory
from tests.factories.training import announced_factory
from training.models import Attendance, PresenceSignature
from training.queries.roll_call import own_calls, roll_of
from training.rules.attendance import Mark
from training.services import correct_marks, sign_presence


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def given(world):
    """Announce a session that the trainer of the world gives."""

    def announce(**more):
        return announced_factory(world.cohort, world.module, **{"trainer": world.trainer} | more)

    return announce


def test_the_sessions_one_gives_wait_at_home_newest_first(world, given, now):
    early, late, soon = (
        given(starts_at=now - timedelta(hours=hours), ends_at=now - timedelta(hours=hours - 1))
        for hours in (50, 26, 2)
    )
    given(starts_at=now + timedelta(minutes=16), ends_at=now + timedelta(hours=2))
    given(trainer=world.lead)
    given(trainer=None)
    assert early not in own_calls(world.trainer, now)
    assert list(own_calls(world.trainer, now)) == [soon, late]
    assert list(own_calls(world.other_trainer, now)) == []


def test_a_session_stands_at_home_once_its_room_opens(world, given, now):
    session = given(starts_at=now + timedelta(minutes=15), ends_at=now + timedelta(hours=2))
    assert list(own_calls(world.trainer, now)) == []
    assert list(own_calls(world.trainer, now + timedelta(seconds=1))) == [session]


def test_the_home_of_a_trainer_leads_to_the_roll_call(world, given, sign_in):
    session = given()
    page = sign_in(world.trainer).get("/accueil/").content.decode()
    assert f'href="/seances/{session.pk}/appel/"' in page


def test_enter_in_the_minutes_sends_no_roll_call(world, announced, sign_in):
    """The first button of a form answers to Enter; one that is disabled stops it."""
    page = sign_in(world.trainer).get(f"/seances/{announced.pk}/appel/").content.decode()
    form = page.split("data-appel", 1)[1]
    assert "disabled hidden" in form.split("<button", 1)[1].split(">", 1)[0]


def test_a_correction_answers_to_enter(world, held, sign_in):
    page = sign_in(world.trainer).get(f"/seances/{held.pk}/appel/").content.decode()
    assert "disabled hidden" not in page


def test_who_signed_last_on_this_device_is_said_beside_those_who_wait(world, held, sign_in, now):
    second, third = enrolment_factory(world.cohort), enrolment_factory(world.cohort)
    correct_marks(
        actor=world.trainer, session=held, marks={second: Mark(), third: Mark()}, seen=1, reason="",
        now=now,
    )  # fmt: skip
    assert roll_of(held).last_signed_here is None
    marks = {one.enrolment: one for one in Attendance.objects.select_related("enrolment__learner")}
    sign_presence(actor=world.learner, attendance=marks[world.enrolment], now=now)
    assert roll_of(held).last_signed_here is None
    client = sign_in(world.trainer)
    answer = client.post(f"/seances/{held.pk}/signer/", {"attendance": marks[second].pk})
    assert answer.url == f"/seances/{held.pk}/signatures/#ici"
    assert PresenceSignature.objects.count() == 2
    assert roll_of(held).last_signed_here.enrolment == second
    page = client.get(f"/seances/{held.pk}/signatures/").content.decode()
    assert f"Vient de signer : <b>{second.learner}</b>" in page
