"""The content files of the repository as plain values."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """What the files say, as plain values."""

    missions: list[Record] = field(default_factory=list)
    references: list[Record] = field(default_factory=list)
    lessons: list[Record] = field(default_factory=list)
    rubrics: list[Record] = field(default_factory=list)
    tracks: list[Record] = field(default_factory=list)
    unwritten: list[Record] = field(default_factory=list)


def unique(kind: str, records: Iterable[Record], key: str = "code") -> Iterator[str]:
    """A sentence for each code that is missing or written more than once."""
    for code, times in Counter(str(record.get(key, "")) for record in records).items():
        if not code:
            yield f"{kind} sans code."
        elif times > 1:
            yield f"{kind} {code} : ce code est écrit {times} fois."
