"""What `serve` starts, and what it does when something stops."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

PATIENCE = 60  # seconds


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def wait_until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def site(tmp_path):
    """The command on an empty site of its own; a test reads what it says and stops it."""
    environment = os.environ | {
        "LIVRET_VAR": str(tmp_path),
        "LIVRET_DEMO": "0",
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
    }
    serve = [sys.executable, "manage.py", "serve", "--port", "0"]
    with subprocess.Popen(
        serve, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.terminate()


def stops(site: subprocess.Popen) -> bool:
    site.send_signal(signal.SIGTERM)
    return site.wait(PATIENCE) == 0


def test_a_stop_during_the_preparation_ends_it_too(site):
    assert site.stdout.readline().startswith("→ Tables de la base")
    [preparing] = children_of(site.pid)
    assert stops(site)
    wait_until(lambda: not alive(preparing))


def test_a_worker_that_dies_is_started_again(site):
    while "Livret s’ouvre" not in site.stdout.readline():
        assert site.poll() is None
    wait_until(lambda: len(children_of(site.pid)) == 2)
    web, worker = sorted(children_of(site.pid))
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: worker not in children_of(site.pid) and len(children_of(site.pid)) == 2)
    assert web in children_of(site.pid)
    assert stops(site)
    wait_until(lambda: not alive(web))
