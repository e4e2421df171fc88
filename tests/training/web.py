"""Small helpers of the tests of screens."""

from types import SimpleNamespace

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def lesson_path(world: SimpleNamespace, number: int = 0) -> str:
    return f"/parcours/lecons/{world.module.pk}/{world.lessons[number].slug}/"


def queries_of(client: Client, path: str) -> int:
    """How many queries a page costs; a file that is sent while it is read is read whole."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(path)
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer.streaming_content)
    return len(queries)
