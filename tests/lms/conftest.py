import copy
from collections.abc import Iterator

import pytest
from django.utils import timezone

from tests.factories.site import NOW, Site, site_factory


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """Thursday 4 March 2027 for the views too."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(scope="module")
def site_once(laid_once) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        with laid_once():
            yield site_factory()


@pytest.fixture
def site(site_once, db) -> Site:
    """The site of the module, in copies of its own for each test."""
    return copy.deepcopy(site_once)


@pytest.fixture
def signed_in(sign_in):
    """Sign somebody in: `signed_in(membership)`."""
    return sign_in
