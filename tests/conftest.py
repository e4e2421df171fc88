"""What every test finds laid out."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import transaction

from curricula.services.content import ContentReport, load_content
from records.models import KeptFile

THURSDAY = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)


def pytest_configure() -> None:
    """Tests compare the words that templates hold; the loader has its own tests."""
    settings.NO_BREAK_SPACES = False


@pytest.fixture
def now() -> datetime:
    """Thursday 4 March 2027, 10:00 in Paris."""
    return THURSDAY


@pytest.fixture
def sign_in(client):
    """Sign somebody in: `sign_in(membership)` gives their client."""

    def go(membership):
        client.force_login(membership.user)
        return client

    return go


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def private_files(monkeypatch, tmp_path):
    """Papers of a test are kept in a place of their own."""
    field = KeptFile._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=tmp_path, base_url=None))


@pytest.fixture(scope="session")
def laid_once(django_db_setup, django_db_blocker) -> Callable[[], AbstractContextManager]:
    """Rows written inside last as long as it; each test works in a savepoint on top of them."""

    @contextmanager
    def lay() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return lay


@pytest.fixture(scope="module")
def loaded_once(laid_once) -> Iterator[ContentReport]:
    """The real content, loaded once for a module."""
    with laid_once():
        yield load_content(now=THURSDAY)


@pytest.fixture
def loaded(loaded_once: ContentReport, db) -> ContentReport:
    """The site with the content of the repository."""
    return loaded_once
