"""Models and migrations agree; every migration runs from nothing."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.architecture.tree import ROOT


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def without_server(var: str) -> dict[str, str]:
    """The environment of the embedded default, with its own place to write."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "LIVRET_VAR": var}


@pytest.mark.migrations
def test_every_migration_runs_from_nothing(tmp_path):
    result = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=ROOT,
        env=without_server(str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
