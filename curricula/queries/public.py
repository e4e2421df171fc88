"""The sheets that anybody may read, as their files say them."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

SHEETS = Path(__file__).resolve().parents[1] / "content" / "public"


@lru_cache(maxsize=16)
def public_sheet(name: str) -> dict[str, Any]:
    """A sheet of sourced facts, read once; the name is ours, never a visitor's."""
    with (SHEETS / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.safe_load(file)
