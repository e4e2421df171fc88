"""Reads the content files of the repository as plain values."""

import csv
from pathlib import Path
from typing import Any

import yaml

from curricula.rules.content_files import Content, Record

CONTENT_DIR = Path(__file__).resolve().parents[2] / "content"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_content(root: Path = CONTENT_DIR) -> Content:
    """The missions (CSV) and the references, lessons, rubrics and tracks (YAML) of a folder."""
    with (root / "missions.csv").open(encoding="utf-8", newline="") as file:
        missions: list[Record] = list(csv.DictReader(file, delimiter=";"))
    return Content(
        missions=missions,
        references=_folder(root / "references"),
        lessons=_folder(root / "lessons"),
        rubrics=_folder(root / "rubrics"),
        tracks=_folder(root / "tracks"),
        unwritten=read_unwritten(root),
    )


def read_unwritten(root: Path = CONTENT_DIR) -> list[Record]:
    """The topics that no source supports yet."""
    topics: list[Record] = _read(root / "a-rediger.yaml")["topics"]
    return topics


def _folder(path: Path) -> list[Record]:
    return [_read(file) for file in sorted(path.glob("*.yaml"), key=lambda file: file.stem)]


def _read(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=LOADER)  # noqa: S506 - both loaders are the safe one
