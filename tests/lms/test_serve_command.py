"""Stopping the site while it is still preparing itself."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

PATIENCE = 60  # seconds


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_a_stop_during_the_preparation_ends_it_too(tmp_path):
    environment = os.environ | {
        "LIVRET_VAR": str(tmp_path),
        "LIVRET_DEMO": "0",
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
    }
    serve = [sys.executable, "manage.py", "serve", "--port", "0"]
    with subprocess.Popen(
        serve, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    ) as site:
        assert site.stdout.readline().startswith("→ Tables de la base")
        [preparing] = children_of(site.pid)
        site.send_signal(signal.SIGTERM)
        assert site.wait(PATIENCE) == 0
    deadline = time.monotonic() + PATIENCE
    while alive(preparing) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive(preparing)
