import pytest
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from records.models import Document, KeptFile
from tests.architecture.actors import World
from tests.architecture.world import world_factory
from tests.factories.site import NOW


@pytest.fixture(scope="module")
def world_once(laid_once, tmp_path_factory):
    """One site for the tests of a module, on one Thursday; each test works in its savepoint."""
    files = tmp_path_factory.mktemp("private")
    fields = (Document._meta.get_field("pdf"), KeptFile._meta.get_field("file"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOW)
        for field in fields:
            patch.setattr(field, "storage", FileSystemStorage(location=files, base_url=None))
        with laid_once():
            yield world_factory()


@pytest.fixture
def world(world_once, db) -> World:
    """Nobody has a message left to read."""
    for actor in world_once.actors:
        actor.client.cookies.pop("messages", None)
    return world_once
