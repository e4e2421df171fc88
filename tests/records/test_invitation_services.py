import hashlib
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from people.enums import OrganisationKind, Role
from people.models import AuditEvent, Membership, User
from people.services import NotAllowed, RoleNotOfOrganisation
from records.models import Invitation, Message
from records.services import (
    AlreadyMember,
    AnotherAccount,
    InvitationClosed,
    accept_invitation,
    invite,
)
from tests.factories import membership_factory, organisation_factory, user_factory

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 4)
PASSWORD = "une-longue-phrase"


@pytest.fixture
def lead():
    return membership_factory(Role.LEAD)


@pytest.fixture
def practice():
    return organisation_factory(OrganisationKind.PRACTICE, "Cabinet des Lilas")


@pytest.fixture
def send(lead, practice, now):
    def send_to(email="Zoe@Essai.example", role=Role.LEARNER, organisation=None, actor=None):
        return invite(
            actor=actor or lead,
            email=email,
            first_name="Zoé",
            last_name="Essai",
            organisation=organisation or practice,
            role=role,
            now=now,
        )

    return send_to


def accept(token, now, **parts):
    return accept_invitation(
        **{"token": token, "password": PASSWORD, "now": now, "today": TODAY, **parts}
    )


def test_invite_keeps_the_hash_only_and_sends_the_link(
    send, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation, token = send()
    assert invitation.email == "zoe@essai.example"
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert invitation.expires_at == now + timedelta(days=14)
    assert f"/invitations/{token}/" in mail.outbox[0].body
    assert Message.objects.get().body == ""
    assert AuditEvent.objects.filter(verb="records.invitation.sent").count() == 1


def test_invite_again_replaces_the_token(send, now):
    first, old = send()
    second, new = send()
    assert first.pk == second.pk
    assert Invitation.objects.count() == 1
    with pytest.raises(InvitationClosed):
        accept(old, now)
    assert accept(new, now).role == Role.LEARNER


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COMPANION, Role.EMPLOYER, Role.LEARNER])
def test_invite_is_refused_to_those_who_do_not_lead(send, role):
    with pytest.raises(NotAllowed):
        send(actor=membership_factory(role))


def test_invite_refuses_a_role_of_another_kind_of_organisation(send):
    with pytest.raises(RoleNotOfOrganisation):
        send(role=Role.TRAINER)


def test_invite_into_another_training_body_is_refused(send):
    other = organisation_factory(OrganisationKind.TRAINING_BODY)
    with pytest.raises(NotAllowed):
        send(role=Role.TRAINER, organisation=other)


def test_only_an_administrator_makes_an_administrator(send, lead):
    with pytest.raises(NotAllowed):
        send(role=Role.ADMIN, organisation=lead.organisation)
    admin = membership_factory(Role.ADMIN, lead.organisation)
    invitation, _ = send(role=Role.ADMIN, organisation=lead.organisation, actor=admin)
    assert invitation.role == Role.ADMIN


def test_invite_of_a_member_is_refused(send, practice):
    member = membership_factory(Role.LEARNER, practice)
    with pytest.raises(AlreadyMember):
        send(email=member.user.email.upper())


def test_accept_creates_the_account_and_the_membership(send, now, practice):
    _, token = send()
    membership = accept(token, now)
    assert (membership.organisation, membership.role, membership.start) == (
        practice,
        Role.LEARNER,
        TODAY,
    )
    assert membership.user.email == "zoe@essai.example"
    assert membership.user.check_password(PASSWORD)
    trail = AuditEvent.objects.get(verb="records.invitation.accepted")
    assert trail.actor == membership


def test_accept_works_once(send, now):
    _, token = send()
    accept(token, now)
    with pytest.raises(InvitationClosed):
        accept(token, now)
    assert Membership.objects.filter(role=Role.LEARNER).count() == 1


def test_accept_with_an_unknown_token_is_refused(now):
    with pytest.raises(InvitationClosed):
        accept("inconnu", now)


@pytest.mark.parametrize(("days", "opens"), [(13, True), (14, False), (30, False)])
def test_accept_after_fourteen_days_is_refused(send, now, days, opens):
    _, token = send()
    if opens:
        assert accept(token, now + timedelta(days=days))
    else:
        with pytest.raises(InvitationClosed):
            accept(token, now + timedelta(days=days))


def test_accept_is_refused_when_the_sender_has_left(send, now, lead):
    _, token = send()
    Membership.objects.filter(pk=lead.pk).update(until=TODAY - timedelta(days=1))
    with pytest.raises(InvitationClosed):
        accept(token, now)


def test_accept_with_a_weak_password_leaves_the_link_usable(send, now):
    _, token = send()
    with pytest.raises(ValidationError):
        accept(token, now, password="1234")
    assert accept(token, now)


def test_accept_with_an_existing_account_needs_that_account(send, now):
    zoe = user_factory(email="zoe@essai.example")
    _, token = send()
    for person in (None, user_factory()):
        with pytest.raises(AnotherAccount):
            accept(token, now, user=person)
    membership = accept(token, now, user=zoe, password="")
    assert membership.user == zoe
    assert User.objects.filter(email__iexact="zoe@essai.example").count() == 1
