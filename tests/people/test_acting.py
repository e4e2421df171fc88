"""Which membership acts: the one named, the one chosen, or the first that fits."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from people.enums import Role
from people.permissions import acting_as, acting_membership
from tests.factories import membership_factory


def request_of(*memberships, data=None, session=None):
    request = RequestFactory().post("/", data or {}) if data else RequestFactory().get("/")
    request.user = memberships[0].user
    request.memberships = list(memberships)
    request.session = session or {}
    request.actor = None
    return request


def see(request):
    return HttpResponse(str(request.actor.pk))


@pytest.fixture
def trainer(db):
    return membership_factory(Role.TRAINER)


@pytest.fixture
def second(trainer):
    return membership_factory(Role.TRAINER, user=trainer.user)


def test_first_fitting_membership_acts_by_default(trainer, second):
    assert acting_membership(request_of(trainer, second), (Role.TRAINER,)) == trainer


def test_chosen_membership_acts(trainer, second):
    request = request_of(trainer, second, session={"adhesion": second.pk})
    assert acting_membership(request, (Role.TRAINER,)) == second


def test_membership_named_in_the_form_acts_even_if_another_was_chosen_since(trainer, second):
    request = request_of(
        trainer, second, data={"adhesion": trainer.pk}, session={"adhesion": second.pk}
    )
    assert acting_membership(request, (Role.TRAINER,)) == trainer


def test_membership_of_somebody_else_named_in_a_form_is_refused(trainer):
    foreign = membership_factory(Role.TRAINER)
    with pytest.raises(PermissionDenied):
        acting_membership(request_of(trainer, data={"adhesion": foreign.pk}), (Role.TRAINER,))


def test_colleague_without_the_role_gets_403(trainer):
    with pytest.raises(PermissionDenied):
        acting_as(Role.LEAD)(see)(request_of(trainer))


def test_for_anybody_else_the_screen_does_not_exist(db):
    employer = membership_factory(Role.EMPLOYER)
    with pytest.raises(Http404):
        acting_as(Role.LEAD)(see)(request_of(employer))


def test_for_anybody_else_a_form_that_names_a_membership_changes_nothing(db):
    employer, lead = membership_factory(Role.EMPLOYER), membership_factory(Role.LEAD)
    for named in (employer, lead):
        with pytest.raises(Http404):
            acting_as(Role.LEAD)(see)(request_of(employer, data={"adhesion": named.pk}))


def test_membership_that_has_ended_no_longer_acts(client, trainer):
    trainer.until = timezone.localdate() - timedelta(days=1)
    trainer.save()
    client.force_login(trainer.user)
    assert client.get("/seances/").status_code == 404


def test_choosing_a_membership_keeps_it_in_the_session(client, trainer, second):
    client.force_login(trainer.user)
    client.post("/accueil/agir/", {"adhesion": second.pk})
    assert client.session["adhesion"] == second.pk


def test_choosing_a_foreign_membership_is_refused(client, trainer):
    client.force_login(trainer.user)
    foreign = membership_factory(Role.LEAD)
    assert client.post("/accueil/agir/", {"adhesion": foreign.pk}).status_code == 403
