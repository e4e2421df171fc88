import pytest
from django.utils import timezone

from tests.factories.site import NOW, Site, site_factory


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """Thursday 4 March 2027 for the views too."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def site(db) -> Site:
    return site_factory()


@pytest.fixture
def signed_in(client):
    """Sign somebody in: `signed_in(membership)`."""

    def sign_in(membership):
        client.force_login(membership.user)
        return client

    return sign_in
