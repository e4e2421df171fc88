import copy
from datetime import UTC, datetime

import pytest
from django.db import transaction
from wagtail.models import Locale, Page

from curricula.services.content import load_content, read_content


@pytest.fixture(scope="session")
def files():
    return read_content()


@pytest.fixture
def content(files):
    """The content files; a test may change its own copy."""
    return copy.deepcopy(files)


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker, files):
    """One load for the tests of a module; each test works in its own savepoint on top of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_content(now=datetime(2027, 3, 4, 9, 0, tzinfo=UTC), content=files)
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once, db):
    """The site with the content of the repository."""
    return loaded_once


@pytest.fixture
def tree(db) -> Page:
    Locale.objects.get_or_create(language_code="fr")
    return Page.get_first_root_node() or Page.add_root(title="Racine", slug="root")
