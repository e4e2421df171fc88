from datetime import UTC, datetime

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils import timezone

from curricula.services.content import load_content
from records.models import Document
from tests.journeys.team import Team, team_factory

THURSDAY = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """The real lessons, tracks and rubrics, loaded once for the journeys of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_content(now=THURSDAY)
        transaction.set_rollback(True)


@pytest.fixture
def thursday(monkeypatch, tmp_path) -> datetime:
    """4 March 2027, 10:00 in Paris, also for the screens; private files in a place of their own."""
    monkeypatch.setattr(timezone, "now", lambda: THURSDAY)
    field = Document._meta.get_field("pdf")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=tmp_path, base_url=None))
    return THURSDAY


@pytest.fixture
def team(loaded_once, db, thursday) -> Team:
    """An assistant on the 380 h track, with their trainer, lead and employer."""
    return team_factory()
