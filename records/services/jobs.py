"""Work for later: a row first, then a message that says which row to do.

The row is the truth. The queue may be down, lose a message or deliver it twice: a job is claimed
by compare-and-set, so it runs once at a time, and `sweep` sends again what was forgotten.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, QuerySet

from records.enums import JobState
from records.models import Job

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
WAITING_IS_STALE_AFTER = timedelta(minutes=2)
RUNNING_IS_STALE_AFTER = timedelta(minutes=10)
SWEPT_AT_ONCE = 500
ERROR_LENGTH = 500


@transaction.atomic
def enqueue(*, task: str, key: str, payload: dict[str, Any], now: datetime) -> Job:
    """Write a job once per key and send its task by name when the transaction is committed."""
    job, created = Job.objects.get_or_create(
        key=key, defaults={"task": task, "payload": payload, "created_at": now, "touched_at": now}
    )
    if created:
        transaction.on_commit(lambda: ring(task, key))
    return job


@transaction.atomic
def enqueue_all(*, task: str, payloads: Mapping[str, dict[str, Any]], now: datetime) -> None:
    """The same for many jobs of one task, by their keys; few queries whatever their number."""
    known = set(Job.objects.filter(key__in=payloads).values_list("key", flat=True))
    new = [
        Job(task=task, key=key, payload=payload, created_at=now, touched_at=now)
        for key, payload in payloads.items()
        if key not in known
    ]
    Job.objects.bulk_create(new, ignore_conflicts=True)
    for job in new:
        transaction.on_commit(partial(ring, task, job.key))


def ring(task: str, *args: Any, later_only: bool = False) -> bool:
    """Send a task by name; False if the queue did not take it.

    Without a queue (`task_always_eager`) it is done at once, unless it may only be done later:
    a task rung from a page that only shows must not write in its request.
    """
    try:
        if not current_app.conf.task_always_eager:
            current_app.send_task(task, args=args, retry=False, ignore_result=True)
        elif later_only:
            return False
        else:
            current_app.autodiscover_tasks(force=True)
            current_app.tasks[task].apply(args=args, throw=False)
    except Exception:  # whatever a broker raises, the request goes on; jobs wait for the sweep
        logger.warning("The queue did not take %s.", task, exc_info=True)
        return False
    return True


def run_job(*, key: str, work: Callable[[dict[str, Any], datetime], None], now: datetime) -> bool:
    """Claim a waiting job, do its work and keep what became of it; False if it was not to be done.

    `work` takes the payload. It is not wrapped in a transaction: it may talk to other machines.
    """
    claimed = Job.objects.filter(key=key, state=JobState.WAITING)
    if not claimed.update(state=JobState.RUNNING, attempts=F("attempts") + 1, touched_at=now):
        return False
    job = Job.objects.get(key=key)
    try:
        work(job.payload, now)
    except Exception as error:
        logger.exception("Job %s failed (attempt %s).", key, job.attempts)
        return _close(job, _state_after_failure(job), now, f"{type(error).__name__}: {error}")
    return _close(job, JobState.DONE, now)


def _close(job: Job, state: JobState, now: datetime, error: str = "") -> bool:
    """Leave `running`, unless the sweep gave the job to somebody else; the last error is kept."""
    mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    mine.update(state=state, touched_at=now, error=error[:ERROR_LENGTH] or job.error)
    return state == JobState.DONE


def _state_after_failure(job: Job) -> JobState:
    return JobState.FAILED if job.attempts >= MAX_ATTEMPTS else JobState.WAITING


def sweep(*, now: datetime) -> int:
    """Send again the jobs that wait too long and those whose worker died; how many were sent."""
    sent = 0
    running = Job.objects.filter(state=JobState.RUNNING)
    for job in _oldest(running.filter(touched_at__lt=now - RUNNING_IS_STALE_AFTER)):
        state = _state_after_failure(job)
        _close(job, state, now, "L’exécution s’est interrompue.")
        sent += state == JobState.WAITING and ring(job.task, job.key)
    waiting = Job.objects.filter(state=JobState.WAITING)
    for job in _oldest(waiting.filter(touched_at__lt=now - WAITING_IS_STALE_AFTER)):
        unchanged = waiting.filter(pk=job.pk, touched_at=job.touched_at)
        sent += bool(unchanged.update(touched_at=now)) and ring(job.task, job.key)
    return sent


def _oldest(jobs: QuerySet[Job]) -> list[Job]:
    return list(jobs.order_by("touched_at")[:SWEPT_AT_ONCE])
