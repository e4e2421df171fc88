"""Small helpers of the tests of screens."""

from types import SimpleNamespace

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def lesson_path(world: SimpleNamespace, number: int = 0) -> str:
    return f"/parcours/lecons/{world.module.pk}/{world.lessons[number].slug}/"


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
