import copy

import pytest
from wagtail.models import Locale, Page

from curricula.services.content import read_content


@pytest.fixture(scope="session")
def files():
    return read_content()


@pytest.fixture
def content(files):
    """The content files; a test may change its own copy."""
    return copy.deepcopy(files)


@pytest.fixture
def tree(db) -> Page:
    Locale.objects.get_or_create(language_code="fr")
    return Page.get_first_root_node() or Page.add_root(title="Racine", slug="root")
