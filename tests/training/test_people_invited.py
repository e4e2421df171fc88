"""What an import sends to the people it enrols, and what it leaves when it breaks."""

import pytest
from django.core import mail
from django.db import IntegrityError

from people.enums import Role
from people.models import AuditEvent, Membership, Organisation, User
from records.models import Invitation, Message
from tests.factories import cohort_factory, membership_factory, user_factory
from tests.training.test_people_import import person, rows_of, take
from training.models import Enrolment
from training.queries.people_import import people_preview
from training.services.people_import import PreviewMoved


def test_the_letter_of_a_new_person_holds_a_link_that_is_not_kept(
    world, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        take(world, now, rows_of(person()))
    (letter,) = mail.outbox
    assert "« Promotion" in letter.body
    assert "choisir votre mot de passe" in letter.body
    assert "/invitations/" in letter.body
    assert Message.objects.get().body == ""


def test_who_has_not_answered_yet_gets_a_new_link_with_the_next_enrolment(world, now):
    take(world, now, rows_of(person()))
    other = cohort_factory(organisation=world.body, track_version=world.cohort.track_version)
    rows = rows_of(person())
    (line,) = people_preview(other, rows, now).lines
    assert "une invitation lui est envoyée" in line.words
    old = Invitation.objects.get().token_hash
    take(world, now, rows, cohort=other, seen=people_preview(other, rows, now).mark)
    assert Invitation.objects.get().token_hash != old


def test_an_account_that_another_body_made_gets_no_link_of_ours(world, now):
    take(world, now, rows_of(person()))
    other = cohort_factory(track_version=world.cohort.track_version)
    lead, rows = membership_factory(Role.LEAD, other.organisation), rows_of(person())
    seen = people_preview(other, rows, now).mark
    take(world, now, rows, actor=lead, cohort=other, seen=seen)
    assert Invitation.objects.get().invited_by == world.lead
    assert "/compte/" in Message.objects.get(key__startswith="training.imported").body


def test_an_account_made_since_the_preview_is_seen(world, now):
    rows = rows_of(person(1), person(2))
    seen = people_preview(world.cohort, rows, now).mark
    user_factory(email="importee1@exemple.fr")
    with pytest.raises(PreviewMoved):
        take(world, now, rows, seen=seen)
    assert not User.objects.filter(email="importee2@exemple.fr").exists()


@pytest.mark.parametrize("step", ["create_practices", "enrol_all", "invite_all", "send_messages"])
def test_what_breaks_in_the_middle_leaves_nothing(world, now, monkeypatch, step):
    def broken(**given):
        raise IntegrityError

    before = [one.objects.count() for one in (User, Organisation, Membership, AuditEvent)]
    monkeypatch.setattr(f"training.services.people_import.{step}", broken)
    with pytest.raises(PreviewMoved):
        take(world, now, rows_of(person(1), person(2)))
    assert [one.objects.count() for one in (User, Organisation, Membership, AuditEvent)] == before
    assert Enrolment.objects.count() == 1
    assert Invitation.objects.count() == Message.objects.count() == 0
