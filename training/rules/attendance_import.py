"""Rows of a table of presences: what each says, why one cannot be taken. docs/rules/import.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from records.rules.tables import Line
from training.enums import Presence
from training.rules.attendance import Mark
from training.rules.table_import import (
    cell_of,
    columns_of,
    heads_problem,
    plain,
    read_clock,
    read_day,
)

MAX_MARKS = 5_000
MOST_REASON = 300
HEADS = {
    "day": "Date",
    "clock": "Début",
    "email": "Adresse électronique",
    "presence": "Présence",
    "late": "Retard en minutes",
    "early": "Parti avant, en minutes",
    "reason": "Motif",
}
ALSO = {
    "email": ("e-mail", "email", "courriel", "mail"), "late": ("retard",),
    "early": ("départ", "parti avant"), "clock": ("heure de début", "heure"),
}  # fmt: skip
NEEDED = {name: HEADS[name] for name in ("day", "clock", "email", "presence")}
WORDS = {
    "present": Presence.PRESENT, "presente": Presence.PRESENT, "oui": Presence.PRESENT,
    "absent": Presence.ABSENT, "absente": Presence.ABSENT, "non": Presence.ABSENT,
    "excuse": Presence.EXCUSED, "excusee": Presence.EXCUSED,
    "absence justifiee": Presence.EXCUSED,
}  # fmt: skip


@dataclass(frozen=True)
class PresenceRow:
    """What a row says of one person at one session; `problems` are French."""

    number: int
    day: date | None
    clock: time | None
    email: str
    mark: Mark
    reason: str
    cells: tuple[str, ...]
    problems: tuple[str, ...] = ()

    def wrong(self, *problems: str) -> "PresenceRow":
        return replace(self, problems=(*self.problems, *problems))


def presence_table_problem(lines: Sequence[Line]) -> str:
    """Why a table cannot be read at all, in French; empty if it can."""
    if not lines:
        return "Ce fichier est vide."
    return heads_problem(lines, columns_of(lines[0], HEADS, ALSO), NEEDED, MAX_MARKS)


def read_presences(lines: Sequence[Line]) -> list[PresenceRow]:
    """Each row after the heads, with what is wrong in itself or with another row of the table."""
    columns = columns_of(lines[0], HEADS, ALSO)
    rows, first = [], {}
    for line in lines[1:]:
        row = _read(line, columns)
        key = (row.day, row.clock, row.email)
        known = first.setdefault(key, row.number) if all(key) else row.number
        if known != row.number:
            row = row.wrong(f"Cette personne est déjà notée à la ligne {known}.")
        rows.append(row)
    return rows


def _read(line: Line, columns: dict[str, int]) -> PresenceRow:
    cells = {name: cell_of(line, columns, name) for name in HEADS}
    presence = WORDS.get(plain(cells["presence"]))
    late, early = (_minutes(cells[name]) for name in ("late", "early"))
    row = PresenceRow(
        number=line.number,
        day=read_day(cells["day"]),
        clock=read_clock(cells["clock"]),
        email=cells["email"].lower(),
        mark=Mark(presence or Presence.PRESENT, late or 0, early or 0),
        reason=cells["reason"],
        cells=line.cells,
    )
    known = {"presence": presence is not None, "late": late is not None, "early": early is not None}
    return row.wrong(*_problems(row, cells, known))


def _minutes(text: str) -> int | None:
    """Whole minutes, none where the cell is empty; None for what is no number."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None


def _problems(row: PresenceRow, cells: dict[str, str], known: dict[str, bool]) -> Iterable[str]:
    if row.day is None:
        yield f"« {cells['day'][:40]} » n’est pas une date : écrivez par exemple 04/03/2027."
    if row.clock is None:
        yield f"« {cells['clock'][:40]} » n’est pas une heure : écrivez par exemple 09:00."
    if not row.email:
        yield "Adresse électronique : elle manque."
    if not known["presence"]:
        yield f"« {cells['presence'][:40]} » : écrivez présent, absent ou excusé."
    for name in ("late", "early"):
        if not known[name]:
            yield f"« {cells[name][:40]} » n’est pas un nombre de minutes."
    if len(row.reason) > MOST_REASON:
        yield f"Motif : {MOST_REASON} caractères au plus."
