"""`python -m tests.benchmarks.crowd`: build a site, let many people in at once, print the table."""

# ruff: noqa: T201

import argparse
import json
import sys

from tests.benchmarks.__main__ import Site

MOST_SECONDS, MOST_PEOPLE = 300, 64


def main() -> int:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--learners", type=int, default=1_000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--people", type=int, default=4, help="requêtes en cours à la fois")
    options = parser.parse_args()
    if not (1 <= options.seconds <= MOST_SECONDS and 1 <= options.people <= MOST_PEOPLE):
        parser.error(f"au plus {MOST_SECONDS} secondes et {MOST_PEOPLE} personnes")
    site = Site(options.learners)
    print(f"→ Base de {options.learners} apprenants", file=sys.stderr, flush=True)
    site.create()
    try:
        site.run("load", str(options.learners))
        print(f"→ {options.people} personnes, {options.seconds} s", file=sys.stderr, flush=True)
        found = json.loads(site.run("rush", str(options.seconds), str(options.people)))
    finally:
        site.clear()
    print_table(found)
    return 1 if found["errors"] else 0


def print_table(found: dict) -> None:
    print(f"{'page':32} {'demandes':>8} {'médiane':>10} {'95 sur 100':>11}")
    for title, line in {**found["pages"], "toutes": found["all"]}.items():
        slow = f"{line['slow']:.0f} ms"
        print(f"{title:32} {line['count']:8} {line['median']:7.0f} ms {slow:>11}")
    print(f"{found['requests']} demandes, {found['a_second']:.0f} par seconde.")
    print(f"{len(found['errors'])} erreur(s).")
    for error in sorted(set(found["errors"])):
        print(f"  {error} × {found['errors'].count(error)}")


if __name__ == "__main__":
    sys.exit(main())
