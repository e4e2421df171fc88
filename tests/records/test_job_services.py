from datetime import timedelta

import pytest
from celery import current_app

from records.enums import JobState
from records.models import Job
from records.services import enqueue, ring, run_job, sweep
from records.services.jobs import MAX_ATTEMPTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(monkeypatch):
    """The messages that reached the broker."""
    sent = []
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **options: sent.append((name, *args))
    )
    return sent


@pytest.fixture
def broken_queue(monkeypatch):
    def refuse(name, args, **options):
        raise ConnectionError("no broker")

    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    monkeypatch.setattr(current_app, "send_task", refuse)


def enqueue_one(now, key="export:1"):
    return enqueue(task="records.test", key=key, payload={"n": 1}, now=now)


def nothing(payload, now):
    pass


def fail(payload, now):
    raise ValueError("pas de chance")


def test_enqueue_writes_a_row_and_sends_its_name_on_commit(
    now, queue, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue_one(now)
        assert queue == []
    assert (job.state, job.attempts, job.payload) == (JobState.WAITING, 0, {"n": 1})
    assert queue == [("records.test", "export:1")]


def test_enqueue_twice_keeps_one_row_and_sends_once(now, queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert enqueue_one(now) == enqueue_one(now)
    assert len(queue) == 1


def test_enqueue_survives_a_broker_that_is_down(
    now, broken_queue, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue_one(now)
    job.refresh_from_db()
    assert job.state == JobState.WAITING


def test_ring_really_without_broker_answers_false(settings, monkeypatch):
    monkeypatch.setitem(current_app.conf, "task_always_eager", False)
    with current_app.connection_for_write("redis://127.0.0.1:1/0") as connection:
        monkeypatch.setattr(
            current_app,
            "send_task",
            lambda name, args, **o: connection.ensure_connection(max_retries=1, timeout=1),
        )
        assert ring("records.sweep") is False


def test_run_job_does_the_work_once(now):
    enqueue_one(now)
    done = []
    assert run_job(key="export:1", work=lambda payload, at: done.append((payload, at)), now=now)
    assert not run_job(key="export:1", work=lambda payload, at: done.append(payload), now=now)
    assert done == [({"n": 1}, now)]
    assert Job.objects.get().state == JobState.DONE


def test_run_job_with_an_unknown_key_does_nothing(now):
    assert run_job(key="inconnu", work=fail, now=now) is False


def test_run_job_keeps_the_error_and_waits_for_another_attempt(now):
    enqueue_one(now)
    assert run_job(key="export:1", work=fail, now=now) is False
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.WAITING, 1)
    assert job.error == "ValueError: pas de chance"


def test_run_job_fails_for_good_after_the_last_attempt(now):
    enqueue_one(now)
    for _ in range(MAX_ATTEMPTS + 2):
        run_job(key="export:1", work=fail, now=now)
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.FAILED, MAX_ATTEMPTS)


def test_error_stays_on_a_job_that_succeeds_later(now):
    enqueue_one(now)
    run_job(key="export:1", work=fail, now=now)
    run_job(key="export:1", work=nothing, now=now)
    job = Job.objects.get()
    assert (job.state, job.error) == (JobState.DONE, "ValueError: pas de chance")


@pytest.mark.parametrize(
    ("state", "minutes", "attempts", "after", "sent"),
    [
        (JobState.WAITING, 1, 0, JobState.WAITING, 0),
        (JobState.WAITING, 3, 0, JobState.WAITING, 1),
        (JobState.RUNNING, 9, 1, JobState.RUNNING, 0),
        (JobState.RUNNING, 11, 1, JobState.WAITING, 1),
        (JobState.RUNNING, 11, MAX_ATTEMPTS, JobState.FAILED, 0),
        (JobState.DONE, 60, 1, JobState.DONE, 0),
        (JobState.FAILED, 60, MAX_ATTEMPTS, JobState.FAILED, 0),
    ],
)
def test_sweep(now, queue, state, minutes, attempts, after, sent):
    job = enqueue_one(now)
    Job.objects.update(state=state, attempts=attempts, touched_at=now - timedelta(minutes=minutes))
    assert sweep(now=now) == sent
    job.refresh_from_db()
    assert job.state == after
    assert len(queue) == sent


def test_sweep_twice_at_the_same_time_sends_once(now, queue):
    enqueue_one(now - timedelta(hours=1))
    assert [sweep(now=now), sweep(now=now)] == [1, 0]


def test_sweep_counts_nothing_when_the_broker_is_down(now, broken_queue):
    enqueue_one(now - timedelta(hours=1))
    assert sweep(now=now) == 0


def test_a_worker_that_comes_back_late_does_not_close_the_job_of_another(now, queue):
    enqueue_one(now)

    def slow(payload, at):
        sweep(now=at + timedelta(minutes=11))
        run_job(key="export:1", work=fail, now=at + timedelta(minutes=12))

    run_job(key="export:1", work=slow, now=now)
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.WAITING, 2)
