"""A text without what was found in it: « [retiré : date de naissance] » stands in its place."""

from collections.abc import Callable, Iterator
from typing import Any

from records.rules.patient_data import Finding


def redacted(text: str, findings: list[Finding], at_most: int | None = None) -> str:
    """The text with each finding replaced by its kind; cut at the room that the field has.

    `findings` in the order in which they stand; of two that overlap, the first names the place.
    """
    kept, reached = [], 0
    for finding in findings:
        if finding.start >= reached:
            kept += [text[reached : finding.start], f"[retiré : {_bare(finding)}]"]
        reached = max(reached, finding.end)
    return "".join([*kept, text[reached:]])[:at_most]


def _bare(finding: Finding) -> str:
    return finding.kind.label.split(" ", 1)[1]


def texts_in(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a plain value (text, list, mapping), with where it stands (« .answers.0 »)."""
    if isinstance(value, str):
        yield path, value
    for key, inner in _inside(value):
        yield from texts_in(inner, f"{path}.{key}")


def with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same plain value, each text of it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: with_texts(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_texts(inner, change) for inner in value]
    return value


def _inside(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []
