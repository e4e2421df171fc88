"""Many invited at once, invited again, and accounts that a link wakes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.enums import OrganisationKind, Role
from people.models import AuditEvent, Membership, User
from people.services import NewPerson, NotAllowed, add_memberships, create_accounts
from records.models import Invitation, Message
from records.queries.invitations import open_invitations
from records.services import (
    AlreadyMember,
    AnotherAccount,
    Guest,
    InvitationClosed,
    accept_invitation,
    invite,
    invite_again,
    invite_all,
)
from tests.factories import membership_factory, organisation_factory

pytestmark = pytest.mark.django_db
PASSWORD = "une-longue-phrase"


@pytest.fixture
def lead():
    return membership_factory(Role.LEAD)


@pytest.fixture
def practice():
    return organisation_factory(OrganisationKind.PRACTICE, "Cabinet des Lilas")


def guest(practice, number=1, **parts):
    given = {"email": f"p{number}@essai.example", "first_name": "Paule", "last_name": "Essai"}
    return Guest(**given | {"organisation": practice, "role": Role.EMPLOYER} | parts)


@pytest.fixture
def asleep(lead, practice, now):
    """An account made for somebody, with its role and no password."""
    (user,) = create_accounts(people=[NewPerson("zoe@essai.example", "Zoé", "Essai")])
    wanted = [(user, practice, timezone.localdate(now))]
    add_memberships(actor=lead, role=Role.LEARNER, wanted=wanted, now=now)
    return user


@pytest.fixture
def link(lead, practice, now, asleep, django_capture_on_commit_callbacks):
    """The way of the link in the letter that wakes it."""
    zoe = guest(practice, email=asleep.email, role=Role.LEARNER, account=asleep, told="Inscrite.")

    def link_of(send=lambda: invite_all(actor=lead, guests=[zoe], now=now)):
        with django_capture_on_commit_callbacks(execute=True):
            send()
        body = mail.outbox[-1].body
        return body[body.index("/invitations/") :].split()[0].split("/")[2]

    return link_of


def accept(token, now, **parts):
    given = {"token": token, "password": PASSWORD, "now": now, "today": timezone.localdate(now)}
    return accept_invitation(**given | parts)


def test_each_guest_gets_a_link_of_their_own_once(
    lead, practice, now, django_capture_on_commit_callbacks
):
    guests = [guest(practice, 1), guest(practice, 2), guest(practice, 1, first_name="Autre")]
    with django_capture_on_commit_callbacks(execute=True):
        made = invite_all(actor=lead, guests=guests, now=now)
    assert [str(one.first_name) for one in made] == ["Paule", "Paule"]
    assert sorted(one.to[0] for one in mail.outbox) == ["p1@essai.example", "p2@essai.example"]
    assert len({one.body.split("/invitations/")[1] for one in mail.outbox}) == 2
    assert set(Message.objects.values_list("body", flat=True)) == {""}
    trail = AuditEvent.objects.filter(verb="records.invitation.sent")
    assert [one.detail for one in trail] == [{"role": "employer"}] * 2


def test_many_are_invited_in_as_many_queries_as_few(
    lead, practice, now, django_assert_max_num_queries
):
    with django_assert_max_num_queries(13) as few:
        invite_all(actor=lead, guests=[guest(practice)], now=now)
    with django_assert_max_num_queries(len(few)):
        invite_all(actor=lead, guests=[guest(practice, n) for n in range(10, 50)], now=now)


def test_a_guest_who_has_not_answered_gets_a_new_link_in_the_same_row(lead, practice, now):
    (first,) = invite_all(actor=lead, guests=[guest(practice)], now=now)
    later = now + timedelta(days=20)
    (again,) = invite_all(actor=lead, guests=[guest(practice)], now=later)
    assert (again.pk, again.expires_at) == (first.pk, later + timedelta(days=14))
    assert Invitation.objects.get().token_hash == again.token_hash != first.token_hash
    assert AuditEvent.objects.filter(verb="records.invitation.renewed").count() == 1


@pytest.mark.parametrize("role", [Role.TRAINER, Role.EMPLOYER, Role.LEARNER])
def test_those_who_do_not_lead_invite_nobody(practice, now, role):
    actor = membership_factory(role)
    with pytest.raises(NotAllowed):
        invite_all(actor=actor, guests=[guest(practice)], now=now)
    with pytest.raises(NotAllowed):
        invite_again(actor=actor, invitations=[], seen=now, now=now)


def test_the_link_wakes_the_account_once(asleep, link, now, practice):
    token = link()
    assert "Inscrite." in mail.outbox[-1].body
    membership = accept(token, now)
    assert membership.user == asleep
    assert membership == Membership.objects.get(user=asleep)
    assert User.objects.get(pk=asleep.pk).check_password(PASSWORD)
    with pytest.raises(InvitationClosed):
        accept(token, now, password="une-autre-phrase")
    assert User.objects.get(pk=asleep.pk).check_password(PASSWORD)


def test_a_weak_password_leaves_the_link_usable(asleep, link, now):
    token = link()
    with pytest.raises(ValidationError):
        accept(token, now, password="1234")
    asleep.refresh_from_db()
    assert not asleep.has_usable_password()
    assert accept(token, now)


def test_the_link_of_an_account_expires(link, now):
    token = link()
    with pytest.raises(InvitationClosed):
        accept(token, now + timedelta(days=14))


def test_a_link_does_not_change_the_password_of_an_account_opened_meanwhile(asleep, link, now):
    token = link()
    asleep.set_password("choisi-autrement")
    asleep.save()
    with pytest.raises(AnotherAccount):
        accept(token, now)
    asleep.refresh_from_db()
    assert asleep.check_password("choisi-autrement")


def test_a_closed_account_is_not_woken(asleep, link, now):
    token = link()
    User.objects.filter(pk=asleep.pk).update(is_active=False)
    with pytest.raises(AnotherAccount):
        accept(token, now)


def test_an_invitation_to_another_role_does_not_wake_the_account(asleep, link, now, practice):
    """Another training body may invite the address: its link opens no account of ours."""
    other = membership_factory(Role.LEAD)
    token = link(
        lambda: invite_all(
            actor=other, guests=[guest(practice, email=asleep.email, role=Role.EMPLOYER)], now=now
        )
    )
    with pytest.raises(AnotherAccount):
        accept(token, now)


def test_a_lead_sends_the_link_of_an_account_again_and_another_body_does_not(
    lead, asleep, link, now, practice
):
    old = link()
    again = {
        "email": asleep.email, "first_name": "Zoé", "last_name": "Essai",
        "organisation": practice, "role": Role.LEARNER, "now": now,
    }  # fmt: skip
    with pytest.raises(AlreadyMember):
        invite(actor=membership_factory(Role.LEAD), **again)
    token = link(lambda: invite(actor=lead, **again))
    with pytest.raises(InvitationClosed):
        accept(old, now)
    assert accept(token, now).user == asleep
    with pytest.raises(AlreadyMember):
        invite(actor=lead, **again)


def test_all_who_have_not_answered_are_invited_again_once(lead, practice, now):
    guests = [guest(practice, number) for number in (1, 2, 3)]
    one, two, three = invite_all(actor=lead, guests=guests, now=now)
    Invitation.objects.filter(pk=three.pk).update(accepted_at=now)
    later = now + timedelta(days=15)
    asked = {"actor": lead, "invitations": [one, two, three], "seen": later}
    assert {row.pk for row in invite_again(**asked, now=later + timedelta(seconds=1))} == {
        one.pk, two.pk
    }  # fmt: skip
    assert invite_again(**asked, now=later + timedelta(seconds=2)) == []
    assert Message.objects.count() == 5
    theirs = asked | {"actor": membership_factory(Role.LEAD), "seen": later + timedelta(days=1)}
    assert invite_again(**theirs, now=later + timedelta(days=1)) == []


def test_who_opened_the_account_by_another_way_is_no_longer_waited_for(lead, asleep, link):
    link()
    assert open_invitations(lead).count() == 1
    asleep.set_password("choisi-autrement")
    asleep.save()
    assert open_invitations(lead).count() == 0


def test_the_page_of_the_link_asks_for_the_password_and_signs_in(
    client, asleep, link, monkeypatch, now
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    path = f"/invitations/{link()}/"
    text = client.get(path).content.decode()
    assert "Ouvrir mon compte" in text
    assert "Vous avez déjà un compte" not in text
    short = client.post(path, {"password": "1234", "password_again": "1234"}).content.decode()
    assert "Le compte n’est pas ouvert" in short
    answer = client.post(path, {"password": PASSWORD, "password_again": PASSWORD})
    assert answer.url == "/accueil/"
    assert client.session["_auth_user_id"] == str(asleep.pk)
    assert "Ce lien a déjà servi." in client.get(path).content.decode()
