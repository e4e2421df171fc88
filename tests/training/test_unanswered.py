"""Invitations of a cohort without an answer: the list, and sending links again."""

from datetime import timedelta

import pytest
from django.core import mail

from people.enums import Role
from records.models import Invitation, Message
from records.services import Guest, invite_all
from tests.factories import cohort_factory
from tests.training.test_people_import import person, rows_of, take
from tests.training.web import queries_of
from training.queries.invitations import unanswered_of


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def path(world):
    return f"/promotions/{world.cohort.pk}/invitations/"


def send_again(client, path, which, seen):
    data = {"which": which, "seen": seen.isoformat()}
    return client.post(f"{path}renvoyer/", data, follow=True).content.decode()


def expire(now, **which):
    past = {"invited_at": now - timedelta(days=20), "expires_at": now - timedelta(days=6)}
    assert Invitation.objects.filter(**which).update(**past) == 1


def test_learners_and_employers_of_the_cohort_are_waited_for(world, now, path, sign_in):
    take(world, now, rows_of(person()))
    here, elsewhere = world.enrolment.practice, cohort_factory(organisation=world.body)
    guests = [Guest("chef@exemple.fr", "Anne", "Chef", here, Role.EMPLOYER)]
    invite_all(actor=world.lead, guests=guests, now=now)
    text = sign_in(world.lead).get(path).content.decode()
    assert "importee1@exemple.fr" in text
    assert "chef@exemple.fr" in text
    assert not unanswered_of(world.lead, elsewhere).exists()
    Invitation.objects.filter(role=Role.EMPLOYER).update(accepted_at=now)
    assert [one.email for one in unanswered_of(world.lead, world.cohort)] == [
        "importee1@exemple.fr"
    ]


def test_nobody_waited_for_is_said(world, path, sign_in):
    assert "Tout le monde a répondu" in sign_in(world.lead).get(path).content.decode()


def test_expired_links_are_sent_again_once(
    world, now, path, sign_in, settings, django_capture_on_commit_callbacks
):
    settings.MAIL_IS_DELIVERED = True
    take(world, now, rows_of(person(1), person(2)))
    expire(now, email="importee1@exemple.fr")
    client = sign_in(world.lead)
    assert "Renvoyer le lien expiré" in client.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 lien envoyé." in send_again(client, path, "expired", now)
    assert [one.to for one in mail.outbox] == [["importee1@exemple.fr"]]
    assert "Rien à renvoyer" in send_again(client, path, "expired", now)
    assert Message.objects.count() == 3


def test_all_are_sent_again_once_with_two_clicks(world, now, path, sign_in):
    take(world, now - timedelta(hours=1), rows_of(person(1), person(2)))
    client, seen = sign_in(world.lead), now - timedelta(seconds=1)
    assert "2 liens envoyés." in send_again(client, path, "all", seen)
    assert "Rien à renvoyer" in send_again(client, path, "all", seen)
    assert Message.objects.count() == 4


@pytest.mark.parametrize("data", [{}, {"which": "all", "seen": "hier"}, {"which": "autre"}])
def test_a_form_that_says_nothing_sends_nothing(world, now, path, sign_in, data):
    take(world, now, rows_of(person()))
    assert sign_in(world.lead).post(f"{path}renvoyer/", data).url == path
    assert Message.objects.count() == 1


def test_where_no_mail_leaves_the_link_is_given_by_hand(world, now, path, sign_in, settings):
    settings.MAIL_IS_DELIVERED = False
    take(world, now, rows_of(person()))
    text = sign_in(world.lead).get(path).content.decode()
    assert "Ce site n’envoie pas de courriel" in text
    assert "Renvoyer un lien à tous" not in text


def test_the_list_costs_the_same_with_thirty_people(world, now, path, sign_in):
    client = sign_in(world.lead)
    take(world, now, rows_of(person(1)))
    queries_of(client, path)
    before = queries_of(client, path)
    take(world, now, rows_of(*[person(number) for number in range(2, 32)]))
    assert queries_of(client, path) == before
