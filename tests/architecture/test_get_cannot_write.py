import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from people.enums import OrganisationKind
from people.models import Organisation
from tests.middleware import GetWrote, get_cannot_write


def write_something(request):
    Organisation.objects.create(name="Écrite", kind=OrganisationKind.FUNDER)
    return HttpResponse()


def test_a_get_that_writes_is_refused(db):
    with pytest.raises(GetWrote):
        get_cannot_write(write_something)(RequestFactory().get("/"))


def test_a_post_may_write(db):
    assert get_cannot_write(write_something)(RequestFactory().post("/")).status_code == 200
