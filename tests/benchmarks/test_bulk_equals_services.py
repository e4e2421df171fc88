"""What the benchmark writes in bulk is what the services write, row for row."""

from datetime import date

import pytest
from django.db import transaction

from curricula.services.content import load_content
from tests.benchmarks import by_services
from tests.benchmarks.in_bulk import write_all
from tests.benchmarks.plan import plan
from tests.benchmarks.portrait import portrait
from tests.benchmarks.world import build_world, published_tracks

LEARNERS = 20
TODAY = date(2027, 3, 4)


class Undo(Exception):
    pass


def written_by(write) -> dict[str, list[str]]:
    """Portrait of the database after `write`, which is then undone."""
    found = {}
    try:
        with transaction.atomic():
            world = build_world(LEARNERS, published_tracks(), TODAY)
            write(world, plan(LEARNERS, world.shapes, TODAY))
            found = portrait()
            raise Undo
    except Undo:
        return found


def with_services(world, cohorts):
    for facts in cohorts:
        by_services.live(world, facts)


def with_rows(world, cohorts):
    assert list(write_all(world, cohorts))


@pytest.mark.django_db
def test_rows_in_bulk_are_those_of_the_services(now, monkeypatch):
    monkeypatch.setattr("tests.benchmarks.plan.COHORT_SIZE", LEARNERS // 2)  # both tracks
    monkeypatch.setattr("records.services.documents.render_document", lambda **_: b"%PDF")
    load_content(now=now)
    lived, written = written_by(with_services), written_by(with_rows)
    assert {table: len(rows) for table, rows in written.items()} == {
        table: len(rows) for table, rows in lived.items()
    }
    for table, rows in lived.items():
        assert written[table] == rows, table
    assert all(lived.values()), "a table is not exercised"
