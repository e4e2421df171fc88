"""`python -m tests.benchmarks --learners N`: build two sites, measure both, print the table."""

# ruff: noqa: T201

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.benchmarks.report import errors, footer, table

ROOT = Path(__file__).resolve().parents[2]
SMALL = 100


class Site:
    """A site of its own: its folder below LIVRET_VAR and, on PostgreSQL, its database."""

    def __init__(self, learners: int) -> None:
        self.learners = learners
        self.folder = Path(os.environ.get("LIVRET_VAR", ROOT / "var" / "bench")) / str(learners)
        self.environment = {
            **os.environ,
            "LIVRET_VAR": str(self.folder),
            "LIVRET_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "lms.settings",
            "LIVRET_LOG": "ERROR",
        }
        self.url = urlsplit(os.environ.get("DATABASE_URL", ""))
        self.name = f"{self.url.path.lstrip('/')}_bench_{learners}"
        if self.url.scheme:
            address = urlunsplit(self.url._replace(path=f"/{self.name}"))
            self.environment["DATABASE_URL"] = address

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def create(self) -> None:
        self.clear()
        self.folder.mkdir(parents=True)
        self._on_server(f'CREATE DATABASE "{self.name}"')

    def _on_server(self, statement: str) -> None:
        if not self.url.scheme.startswith("postgres"):
            return
        address = urlunsplit(self.url._replace(path="/postgres"))
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def run(self, module: str, *arguments: str) -> str:
        command = [sys.executable, "-W", "ignore", "-m", f"tests.benchmarks.{module}", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout


def measure(learners: int, keep: bool) -> dict[str, Any]:
    site = Site(learners)
    print(f"→ Base de {learners} apprenants", file=sys.stderr, flush=True)
    site.create()
    try:
        rows, seconds = site.run("load", str(learners)).split()
        print(f"→ Mesures à {learners} apprenants", file=sys.stderr, flush=True)
        found = json.loads(site.run("measure"))
    finally:
        if not keep:
            site.clear()
    return {"learners": learners, "rows": int(rows), "seconds": float(seconds), **found}


def versions() -> str:
    names = ("django", "wagtail", "gunicorn")
    return ", ".join([f"Python {platform.python_version()}", *(f"{n} {version(n)}" for n in names)])


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--learners", type=int, default=10_000, help="la grande base")
    parser.add_argument("--keep", action="store_true", help="garder les deux bases")
    parser.add_argument("--json", type=Path, help="écrire aussi les mesures dans ce fichier")
    options = parser.parse_args()
    if options.learners <= SMALL:
        parser.error(f"plus de {SMALL} apprenants : la petite base en a {SMALL}")
    started = time.perf_counter()
    small, large = (measure(size, options.keep) for size in (SMALL, options.learners))
    large["versions"] = versions()
    if options.json:
        options.json.write_text(json.dumps({"small": small, "large": large}, indent=1))
    for line in (*table(small, large, (SMALL, options.learners)), "", *footer(small, large)):
        print(line)
    print(f"Durée totale : {time.perf_counter() - started:.0f} s.")
    missing = errors(small, large)
    for line in missing:
        print(f"Non mesurée : {line}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
