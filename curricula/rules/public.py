"""Checks of the public sheets: no fact without its source, its date and how sure it is."""

from collections.abc import Iterator
from typing import Any

from curricula.enums import FactStatus

PARTS = ("text", "source", "date")


def sheet_problems(name: str, value: Any) -> Iterator[str]:
    """Each part that says how sure it is must say the rest, whatever its depth in the sheet."""
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from sheet_problems(f"{name}, {number}", item)
    if not isinstance(value, dict):
        return
    if "status" in value or "source" in value:
        if missing := [part for part in PARTS if not value.get(part)]:
            yield f"{name} : il manque {', '.join(missing)}."
        if value.get("status") not in FactStatus.values:
            yield f"{name} : état de fait inconnu « {value.get('status')} »."
    for key, part in value.items():
        yield from sheet_problems(f"{name}, {key}", part)
