"""What every test finds laid out."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache


@pytest.fixture
def now() -> datetime:
    """Thursday 4 March 2027, 10:00 in Paris."""
    return datetime(2027, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
