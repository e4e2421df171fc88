"""A site that was installed before references had versions keeps what it has."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from uuid import UUID

import pytest

from curricula.rules.case_format import link_identifier
from tests.architecture.test_migrations import without_server
from tests.architecture.tree import ROOT

ROWS = """
INSERT INTO curricula_qualification (id, code, version, title, official, status_note, source, state)
VALUES (1, 'cadre', '1', 'Cadre', 0, 'Non officiel.', 'Source', 'published');
INSERT INTO curricula_block (id, qualification_id, code, title, note, "order")
VALUES (1, 1, 'B1', 'Bloc', '', 1);
INSERT INTO curricula_competency (id, block_id, code, text, origin, source, note, "order")
VALUES (1, 1, 'C1', 'Une', '', '', '', 1), (2, 1, 'C2', 'Deux', '', '', '', 2);
INSERT INTO curricula_activity (id, qualification_id, code, title, "order")
VALUES (1, 1, 'A1', 'Activité', 1);
INSERT INTO curricula_task (id, activity_id, code, level, text, optional, source, "order")
VALUES (1, 1, 'T1', '1', 'Tâche', 0, '', 1);
"""
LINK = """
INSERT INTO curricula_tasklink (id, task_id, competency_id, source, "order") VALUES (1, 1, 2, '', 1)
"""
ENDS = """
SELECT link.identifier, task.identifier, competency.identifier FROM curricula_tasklink link
JOIN curricula_task task ON task.id = task_id
JOIN curricula_competency competency ON competency.id = competency_id
"""


# As the site of that day did: with none of the migrations that replace its own (ADR 0046).
AS_OF_OLD = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
executor = MigrationExecutor(connection)
executor.loader = MigrationLoader(connection, replace_migrations=False)
executor.migrate([("curricula", "0001_initial")])
"""
DONE = "SELECT count(*) FROM django_migrations WHERE name LIKE '0001_squashed_%' AND app = ?"


@pytest.mark.migrations
def test_rows_of_an_installed_site_get_their_identifiers(tmp_path):
    def run(*command: str) -> None:
        result = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=without_server(str(tmp_path)) | {"DJANGO_SETTINGS_MODULE": "lms.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr

    def migrate(*to: str) -> None:
        run("manage.py", "migrate", *to, "-v0")

    run("-c", AS_OF_OLD)
    with closing(sqlite3.connect(tmp_path / "livret.sqlite3")) as site:
        site.executescript(ROWS)
    migrate("curricula", "0002")
    with closing(sqlite3.connect(tmp_path / "livret.sqlite3")) as site:
        found = [
            UUID(identifier)
            for table in ("qualification", "block", "competency", "activity", "task")
            for (identifier,) in site.execute(f"SELECT identifier FROM curricula_{table}")  # noqa: S608 - our own names
        ]
        texts = site.execute("SELECT code, text FROM curricula_competency ORDER BY id").fetchall()
    assert len(set(found)) == 6
    assert texts == [("C1", "Une"), ("C2", "Deux")]
    with closing(sqlite3.connect(tmp_path / "livret.sqlite3")) as site:
        site.executescript(LINK)
    migrate("curricula", "0016")
    with closing(sqlite3.connect(tmp_path / "livret.sqlite3")) as site:
        [(link, task, competency)] = site.execute(ENDS).fetchall()
    assert UUID(link) == UUID(link_identifier(str(UUID(task)), str(UUID(competency))))
    migrate()
    with closing(sqlite3.connect(tmp_path / "livret.sqlite3")) as site:
        rooms = ("records", "curricula", "training", "assessments", "portfolio")
        assert [site.execute(DONE, [room]).fetchone() for room in rooms] == [(1,)] * 5
        assert len(site.execute("SELECT * FROM curricula_competency").fetchall()) == 2
