"""Models and migrations agree; every migration runs from nothing."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.architecture.tree import ROOT


@pytest.fixture
def migrations(settings):
    """The suite creates its tables from the models; these tests read the migrations."""
    settings.MIGRATION_MODULES = {}


@pytest.mark.usefixtures("migrations", "db")
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.usefixtures("migrations")
def test_the_first_migration_of_a_room_replaces_all_those_before_it():
    """A site that ran only some of them must find the rest (ADR 0046)."""
    found = MigrationLoader(None).replacements
    ours = {room: name for room, name in found if (ROOT / room).is_dir()}
    assert set(ours) == {"records", "curricula", "training", "assessments", "portfolio"}
    for room, name in ours.items():
        last = name.partition("_squashed_")[2]
        stems = sorted(one.stem for one in (ROOT / room / "migrations").glob("0*.py"))
        former = [one for one in stems if "_squashed_" not in one and one <= last]
        assert found[room, name].replaces == [(room, one) for one in former]


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
