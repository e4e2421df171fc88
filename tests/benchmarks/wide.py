"""`python -m tests.benchmarks.wide`: one very large cohort, its pages and its files."""

# ruff: noqa: T201

import argparse
import json
import sys

from tests.benchmarks.__main__ import Site

MOST_LEARNERS, MOST_SESSIONS = 5_000, 400


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-cohort", description=__doc__)
    parser.add_argument("--learners", type=int, default=1_000)
    parser.add_argument("--sessions", type=int, default=200)
    options = parser.parse_args()
    few = 1 <= options.learners <= MOST_LEARNERS and 1 <= options.sessions <= MOST_SESSIONS
    if not few:
        parser.error(f"au plus {MOST_LEARNERS} apprenants et {MOST_SESSIONS} séances")
    site = Site(options.learners)
    print(f"→ {options.learners} apprenants × {options.sessions} séances", file=sys.stderr)
    site.create()
    try:
        site.run("wide_rows", str(options.learners), str(options.sessions))
        found = json.loads(site.run("wide_rows"))
    finally:
        site.clear()
    print(f"{'page ou fichier':26} {'durée':>9} {'requêtes':>9} {'mémoire en plus':>16}")
    for title, line in found.items():
        seconds, more = f"{line['seconds']:.2f} s", f"{line['megabytes']:.0f} Mo"
        print(f"{title:26} {seconds:>9} {line['queries']:9} {more:>16}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
