from datetime import datetime

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from records.models import Document
from tests.conftest import THURSDAY
from tests.journeys.team import Team, team_factory


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
