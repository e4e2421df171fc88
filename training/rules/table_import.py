"""How a table that somebody hands in is read: its heads, its cells, its days and hours."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from unicodedata import combining, normalize

from records.rules.tables import Line

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
CLOCKS = ("%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h")


def plain(text: str) -> str:
    """Without accents, case, or several spaces: how heads and names are compared."""
    bare = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return " ".join(bare.replace("’", "'").casefold().split())


def columns_of(
    line: Line, heads: Mapping[str, str], also: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Where each thing stands, by the heads of the first line; `also` are other names of one."""
    found = {plain(cell): place for place, cell in reversed(list(enumerate(line.cells)))}
    places = {}
    for name, head in heads.items():
        for wanted in (head, *also.get(name, ())):
            if plain(wanted) in found:
                places[name] = found[plain(wanted)]
                break
    return places


def cell_of(line: Line, columns: Mapping[str, int], name: str) -> str:
    """What a row says in a column, without needless spaces; empty where it says nothing."""
    place = columns.get(name, len(line.cells))
    return " ".join(line.cells[place].split()) if place < len(line.cells) else ""


def heads_problem(
    lines: Sequence[Line], columns: Iterable[str], needed: Mapping[str, str], most: int
) -> str:
    """Why a table cannot be read at all, in French; empty if it can. `needed`: heads by name."""
    known = set(columns)
    if missing := [head for name, head in needed.items() if name not in known]:
        return f"La première ligne nomme les colonnes ; il manque : {', '.join(missing)}."
    if len(lines) == 1:
        return "Il n’y a que les noms de colonnes : ajoutez des lignes."
    if len(lines) - 1 > most:
        return f"Il y a plus de {most} lignes : coupez le fichier."
    return ""


def read_day(text: str) -> date | None:
    """« 04/11/2025 », « 4.11.2025 » or « 2025-11-04 »; None for anything else."""
    for pattern in DAYS:
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def read_clock(text: str) -> time | None:
    """« 09:00 », « 9h », « 13 h 30 »; None for anything else."""
    for pattern in CLOCKS:
        try:
            return datetime.strptime(text.strip(), pattern).time()  # noqa: DTZ007
        except ValueError:
            continue
    return None
