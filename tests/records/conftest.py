import pytest
from django.core.files.storage import FileSystemStorage

from records.models import Document


@pytest.fixture(autouse=True)
def _private_files(monkeypatch, tmp_path):
    """Each test keeps its private files in a place of its own."""
    field = Document._meta.get_field("pdf")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=tmp_path, base_url=None))
