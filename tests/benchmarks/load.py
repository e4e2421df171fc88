"""Build the measured site in an empty database: `python -m tests.benchmarks.load N`."""

# ruff: noqa: T201

import os
import sys
import time

BAR = 30


def bar(done: int, total: int, text: str) -> None:
    filled = BAR * done // total
    ended = done >= total
    if sys.stderr.isatty():
        line = f"\r  {'/' * filled}{'·' * (BAR - filled)} {done}/{total} {text}"
        print(line, end="\n" if ended else "", file=sys.stderr, flush=True)
    elif ended or done % (total // 10 or 1) == 0:
        print(f"  {done}/{total} {text}", file=sys.stderr, flush=True)


def load(learners: int) -> int:
    """Tables, content, then the cohorts in bulk; returns how many rows were written."""
    from django.db import connection
    from django.utils import timezone

    from lms.services.startup import prepare
    from tests.benchmarks.in_bulk import write_all
    from tests.benchmarks.plan import COHORT_SIZE, plan
    from tests.benchmarks.world import build_world, published_tracks

    prepare(lambda text: print(f"  {text}", file=sys.stderr))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # nothing is lost if this build is cut
    today = timezone.localdate()
    world = build_world(learners, published_tracks(), today)
    total, rows = -(-learners // COHORT_SIZE), 0
    for done, rows in enumerate(write_all(world, plan(learners, world.shapes, today)), start=1):
        bar(done, total, f"promotions, {rows} lignes")
    return rows


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings"
    import django

    django.setup()
    started = time.perf_counter()
    rows = load(int(sys.argv[1]))
    print(f"{rows} {time.perf_counter() - started:.1f}")
