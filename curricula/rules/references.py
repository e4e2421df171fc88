"""A reference row by row: its names, and what differs between two versions.

The worked tables are in `docs/rules/references.md`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from curricula.enums import RowChange
from curricula.rules.package import ReferencePackage

HEAD = "référentiel"
BLOCK, COMPETENCY, CRITERION = "bloc", "compétence", "critère"
ACTIVITY, TASK, LINK = "activité", "tâche", "lien"
LABELS = {
    "code": "code",
    "version": "version",
    "title": "titre",
    "text": "énoncé",
    "official": "officiel",
    "status_note": "mention de statut",
    "source": "source",
    "field_of_work": "domaine",
    "certifier": "certificateur",
    "valid_from": "valable du",
    "valid_until": "valable jusqu’au",
    "level": "niveau",
    "optional": "facultative",
    "origin": "origine",
    "note": "note",
    "missions": "missions",
}
# Which codes a row keeps when it goes to another block, competency or activity.
OWN_CODES = {COMPETENCY: (1,), CRITERION: (1, 2), TASK: (1,), LINK: (1, 3)}
BLANKS = re.compile(r"[ \t]+\n")
Part = TypeVar("Part")


@dataclass(frozen=True)
class Row:
    """One row of a reference: what it is, the codes that name it, what it says."""

    kind: str
    codes: tuple[str, ...]
    values: dict[str, str]
    identifier: str = ""

    @property
    def name(self) -> str:
        return " ".join((self.kind, *self.codes))

    @property
    def text(self) -> str:
        return self.values.get("text") or self.values.get("title") or ""


@dataclass(frozen=True)
class Difference:
    """What becomes of one row; `fields` names what is said differently, in French."""

    change: RowChange
    old: Row | None
    new: Row | None
    fields: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def sides(self) -> list[tuple[str, str, str]]:
        """(label, old, new) of each field that changes."""
        old = self.old.values if self.old else {}
        new = self.new.values if self.new else {}
        return [(LABELS[name], old.get(name, ""), new.get(name, "")) for name in self.fields]

    @property
    def words(self) -> str:
        return ", ".join(LABELS[name] for name in self.fields)


def tidy(package: ReferencePackage) -> ReferencePackage:
    """The same reference as every format keeps it.

    Texts lose the blanks around them and what cannot be seen; codes of missions stand in order,
    once each. A tidy package that is written to a spreadsheet and read again is equal.
    """
    return _mapped(package, {})


def without_identifiers(package: ReferencePackage) -> ReferencePackage:
    """The reference for another version: its rows are new ones."""
    return _mapped(package, {"identifier": ""})


def _mapped(part: Part, instead: dict[str, Any]) -> Part:
    values: dict[str, Any] = {}
    for known in fields(part):  # type: ignore[arg-type]
        value = getattr(part, known.name)
        if known.name in instead:
            value = instead[known.name]
        elif known.name == "missions":
            value = tuple(sorted({clean(code) for code in value} - {""}))
        elif isinstance(value, tuple):
            value = tuple(_mapped(v, instead) if is_dataclass(v) else v for v in value)
        elif isinstance(value, str):
            value = clean(value)
        values[known.name] = value
    return replace(part, **values)  # type: ignore[type-var]


def clean(text: str) -> str:
    """Unix line ends, no invisible control character, no blank around."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = (c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
    return BLANKS.sub("\n", "".join(seen)).strip()


def rows_of(package: ReferencePackage) -> list[Row]:
    """Every row, in the order of the source: blocks with what they hold, activities, links."""
    return [
        _row(HEAD, (), package),
        *(row for block in package.blocks for row in _block_rows(block)),
        *(row for activity in package.activities for row in _activity_rows(activity)),
        *(
            Row(LINK, (k.activity, k.task, k.block, k.competency), {"source": k.source})
            for k in package.links
        ),
    ]


def _block_rows(block: Any) -> Iterator[Row]:
    yield _row(BLOCK, (block.code,), block)
    for competency in block.competencies:
        codes = (block.code, competency.code)
        yield _row(COMPETENCY, codes, competency)
        yield from (_row(CRITERION, (*codes, c.code), c) for c in competency.criteria)


def _activity_rows(activity: Any) -> Iterator[Row]:
    yield _row(ACTIVITY, (activity.code,), activity)
    yield from (_row(TASK, (activity.code, task.code), task) for task in activity.tasks)


def _row(kind: str, codes: tuple[str, ...], part: Any) -> Row:
    values = {
        known.name: as_text(getattr(part, known.name))
        for known in fields(part)
        if known.name in LABELS and (kind == HEAD or known.name != "code")
    }
    return Row(kind, codes, values, part.identifier)


def as_text(value: Any) -> str:
    """A value as a cell says it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else str(value)


def differences(old: ReferencePackage | None, new: ReferencePackage) -> list[Difference]:
    """What becomes of each row from one version to the next, in the order of the new one.

    A row is known by its kind and its codes, block and activity included. What is left on both
    sides with the same own code, once on each side, has moved: a competency to another block, a
    task to another activity. Identifiers and the order of rows make no difference. Rows that are
    no longer there come last.
    """
    before = _by_key(rows_of(old)) if old else {}
    after = _by_key(rows_of(new))
    moved = _moved(
        [row for key, row in before.items() if key not in after],
        [row for key, row in after.items() if key not in before],
    )
    found = [_difference(before.get(key) or moved.get(id(row)), row) for key, row in after.items()]
    gone = {id(row) for row in moved.values()}
    return [
        *found,
        *(
            Difference(RowChange.REMOVED, row, None)
            for key, row in before.items()
            if key not in after and id(row) not in gone
        ),
    ]


def _by_key(rows: Iterable[Row]) -> dict[tuple[str, tuple[str, ...], int], Row]:
    """Rows by kind, codes and how often these were met: a code written twice stays two rows."""
    met: Counter[tuple[str, tuple[str, ...]]] = Counter()
    found = {}
    for row in rows:
        found[row.kind, row.codes, met[row.kind, row.codes]] = row
        met[row.kind, row.codes] += 1
    return found


def _moved(gone: list[Row], come: list[Row]) -> dict[int, Row]:
    """For each new row (by its `id`) the old one that went there."""
    old, new = _by_own_code(gone), _by_own_code(come)
    return {
        id(new[key][0]): old[key][0]
        for key in new
        if len(new[key]) == 1 and len(old.get(key, ())) == 1
    }


def _by_own_code(rows: Iterable[Row]) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row.kind in OWN_CODES:
            key = (row.kind, *(row.codes[place] for place in OWN_CODES[row.kind]))
            found.setdefault(key, []).append(row)
    return found


def _difference(old: Row | None, new: Row) -> Difference:
    if old is None:
        return Difference(RowChange.ADDED, None, new)
    names = tuple(name for name in new.values if old.values.get(name, "") != new.values[name])
    change = RowChange.CHANGED if names else RowChange.UNCHANGED
    return Difference(RowChange.MOVED if old.codes != new.codes else change, old, new, names)
