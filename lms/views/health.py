"""`/sante/`: whether the database, the queue and the migrations are in order."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from records.enums import JobState
from records.models import Job

STALE_AFTER = timedelta(minutes=10)


def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 if all is in order, 503 otherwise; says nothing about people."""
    checks = {"database": _database(), "migrations": False, "queue": False}
    if checks["database"]:
        checks["migrations"] = _migrations()
        checks["queue"] = checks["migrations"] and _queue()
    ok = all(checks.values())
    return JsonResponse({"ok": ok, **checks}, status=200 if ok else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _queue() -> bool:
    """No job has been waiting or running for ten minutes."""
    late = Job.objects.filter(
        state__in=[JobState.WAITING, JobState.RUNNING],
        touched_at__lt=timezone.now() - STALE_AFTER,
    )
    return not late.exists()
