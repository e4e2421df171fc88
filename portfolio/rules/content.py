"""When an answer is to a version of before (docs/rules/livret.md, « Version of the content »)."""

from collections.abc import Mapping
from typing import Any


def rewritten(before: Mapping[int, Any], after: Mapping[int, Any]) -> list[int]:
    """The keys of what is not the same before and after a write, what came or went included."""
    return sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
