"""A reference as one table: one row a thing, codes in their own columns, texts in « Énoncé »."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from curricula.rules.package import (
    ActivityRow,
    BlockRow,
    CompetencyRow,
    CriterionRow,
    LinkRow,
    Problem,
    Reading,
    ReferencePackage,
    TaskRow,
)
from curricula.rules.references import (
    ACTIVITY,
    BLOCK,
    COMPETENCY,
    CRITERION,
    HEAD,
    LABELS,
    LINK,
    TASK,
    as_text,
    clean,
    rows_of,
)
from records.rules.tables import Line, TableRefused, read_csv, read_xlsx

KIND, TEXT = "Genre", "Énoncé"
CODES = ("Bloc", "Compétence", "Critère", "Activité", "Tâche")
IDENTIFIER = "Identifiant"
COLUMNS = (
    KIND, *CODES, TEXT, "Niveau", "Facultative", "Origine", "Source", "Note", "Missions",
    IDENTIFIER,
)  # fmt: skip
HEAD_FIELDS = (
    "code", "version", "title", "official", "status_note", "source", "field_of_work", "certifier",
    "valid_from", "valid_until",
)  # fmt: skip
HEAD_IDENTIFIER = "identifiant"
# What a row of each kind may fill.
FILLED = {
    BLOCK: ("Bloc", "Source", "Note"),
    COMPETENCY: ("Bloc", "Compétence", "Origine", "Source", "Note", "Missions"),
    CRITERION: ("Bloc", "Compétence", "Critère", "Source"),
    ACTIVITY: ("Activité", "Source"),
    TASK: ("Activité", "Tâche", "Niveau", "Facultative", "Source"),
    LINK: ("Activité", "Tâche", "Bloc", "Compétence", "Source"),
}
WITHOUT_TEXT = (LINK,)
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")
YES_NO = {"oui": True, "non": False, "": False}
SHOWN = 40


def table_of(package: ReferencePackage) -> list[list[str]]:
    """The rows of the table, in the order of `COLUMNS`."""
    head = [(LABELS[name], as_text(getattr(package, name))) for name in HEAD_FIELDS]
    head.append((HEAD_IDENTIFIER, package.identifier))
    found = [_cells({KIND: label, TEXT: value}) for label, value in head]
    for row in rows_of(package):
        if row.kind == HEAD:
            continue
        codes = dict(zip((c for c in FILLED[row.kind] if c in CODES), row.codes, strict=True))
        others = {LABELS[name].capitalize(): value for name, value in row.values.items()}
        others.pop("Titre", None)
        found.append(
            _cells({**others, KIND: row.kind, **codes, TEXT: row.text, IDENTIFIER: row.identifier})
        )
    return found


def _cells(values: dict[str, str]) -> list[str]:
    return [values.get(column, "") for column in COLUMNS]


def read_csv_reference(data: bytes) -> Reading:
    return _read(read_csv, data)


def read_xlsx_reference(data: bytes) -> Reading:
    return _read(read_xlsx, data)


def _read(read: Callable[[bytes], list[Line]], data: bytes) -> Reading:
    try:
        lines = read(data)
    except TableRefused as refused:
        return Reading(None, (Problem("fichier", str(refused)),))
    if not lines:
        return Reading(None, (Problem("fichier", "Ce fichier est vide."),))
    places, problems = _columns(lines[0])
    if not {KIND, TEXT} <= set(places):
        reason = f"Il faut au moins les colonnes « {KIND} » et « {TEXT} » : partez du modèle."
        return Reading(None, (Problem(_place(lines[0]), reason),))
    return _Reader(places, problems).read(lines[1:])


def _columns(line: Line) -> tuple[dict[str, int], list[Problem]]:
    known = {_plain(column): column for column in COLUMNS}
    places: dict[str, int] = {}
    problems = []
    for place, title in enumerate(line.cells):
        if not title.strip():
            continue
        column = known.get(_plain(title))
        if column is None:
            reason = f"Colonne inconnue, laissée de côté : « {_short(title)} »."
            problems.append(Problem(_place(line), reason, False))
        elif column in places:
            problems.append(Problem(_place(line), f"La colonne « {column} » est là deux fois."))
        else:
            places[column] = place
    return places, problems


def _plain(text: str) -> str:
    """Without case, accents and the kind of apostrophe."""
    text = clean(text).casefold().replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _place(line: Line) -> str:
    return f"ligne {line.number}"


KINDS = {_plain(kind): kind for kind in FILLED}
HEADS = {_plain(LABELS[name]): name for name in HEAD_FIELDS} | {HEAD_IDENTIFIER: "identifier"}


@dataclass
class _Reader:
    """Builds a package from lines; what holds others is read first, wherever it stands."""

    columns: dict[str, int]
    problems: list[Problem]
    head: dict[str, str] = field(default_factory=dict)
    places: list[tuple[int, str]] = field(default_factory=list)
    blocks: list[BlockRow] = field(default_factory=list)
    competencies: list[tuple[str, CompetencyRow]] = field(default_factory=list)
    criteria: dict[tuple[str, str], list[CriterionRow]] = field(default_factory=dict)
    activities: list[ActivityRow] = field(default_factory=list)
    tasks: list[tuple[str, TaskRow]] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)
    known: set[tuple[str, ...]] = field(default_factory=set)

    def read(self, lines: Sequence[Line]) -> Reading:
        known: dict[str, list[tuple[Line, dict[str, str]]]] = {kind: [] for kind in FILLED}
        for line in lines:
            values = self._values(line)
            kind = KINDS.get(_plain(values[KIND]))
            if kind:
                known[kind].append((line, values))
                self._check_filled(line, kind, values)
            else:
                self._read_head(line, values)
        for kind in FILLED:
            for line, values in known[kind]:
                self._add(line, kind, values)
        order = sorted(self.places, key=lambda found: found[0])
        return Reading(
            self._package(),
            tuple(self.problems),
            tuple((name, f"ligne {number}") for number, name in order),
        )

    def _values(self, line: Line) -> dict[str, str]:
        cells = line.cells
        return {
            column: clean(cells[self.columns[column]])
            if column in self.columns and self.columns[column] < len(cells)
            else ""
            for column in COLUMNS
        }

    def _refuse(self, line: Line, reason: str) -> None:
        self.problems.append(Problem(_place(line), reason))

    def _check_filled(self, line: Line, kind: str, values: dict[str, str]) -> None:
        allowed = {KIND, *FILLED[kind]}
        allowed |= set() if kind in WITHOUT_TEXT else {TEXT, IDENTIFIER}
        for column, value in values.items():
            if value and column not in allowed:
                self._refuse(line, f"La colonne « {column} » reste vide pour : {kind}.")

    def _read_head(self, line: Line, values: dict[str, str]) -> None:
        name = HEADS.get(_plain(values[KIND]))
        if name is None:
            self._refuse(line, f"Genre inconnu : « {_short(values[KIND])} ».")
        elif name in self.head:
            self._refuse(line, f"« {_short(values[KIND])} » est déjà écrit plus haut.")
        else:
            self.head[name] = values[TEXT]
            self._check_head(line, name, values)

    def _check_head(self, line: Line, name: str, values: dict[str, str]) -> None:
        text = values[TEXT]
        if extra := [c for c, v in values.items() if v and c not in (KIND, TEXT)]:
            self._refuse(line, f"La colonne « {extra[0]} » reste vide sur cette ligne.")
        if name == "official" and _plain(text) not in YES_NO:
            self._refuse(line, "Officiel s’écrit « oui » ou « non ».")
        if name in ("valid_from", "valid_until") and text and _date(text) is None:
            self._refuse(line, "Une date s’écrit 04/03/2027 ou 2027-03-04.")

    def _add(self, line: Line, kind: str, values: dict[str, str]) -> None:
        codes = tuple(values[column] for column in FILLED[kind] if column in CODES)
        self.places.append((line.number, " ".join((kind, *codes))))
        self.known.add((kind, *codes))
        text, identifier, source = values[TEXT], values[IDENTIFIER], values["Source"]
        if kind == BLOCK:
            self.blocks.append(BlockRow(codes[0], text, values["Note"], (), identifier, source))
        elif kind == ACTIVITY:
            self.activities.append(ActivityRow(codes[0], text, (), identifier, source))
        elif kind == COMPETENCY:
            self._need(line, BLOCK, codes[:1])
            self.competencies.append((codes[0], _competency(codes[1], values)))
        elif kind == CRITERION:
            self._need(line, COMPETENCY, codes[:2])
            criterion = CriterionRow(codes[2], text, source, identifier)
            self.criteria.setdefault((codes[0], codes[1]), []).append(criterion)
        elif kind == TASK:
            self._need(line, ACTIVITY, codes[:1])
            self.tasks.append((codes[0], self._task(line, codes[1], values)))
        else:
            activity, task, block, competency = codes
            self.links.append(LinkRow(activity, task, block, competency, source))

    def _task(self, line: Line, code: str, values: dict[str, str]) -> TaskRow:
        optional = YES_NO.get(_plain(values["Facultative"]))
        if optional is None:
            self._refuse(line, "Facultative s’écrit « oui » ou « non ».")
        return TaskRow(
            code=code,
            text=values[TEXT],
            level=values["Niveau"],
            optional=bool(optional),
            source=values["Source"],
            identifier=values[IDENTIFIER],
        )

    def _need(self, line: Line, kind: str, codes: tuple[str, ...]) -> None:
        if (kind, *codes) not in self.known:
            shown = _short(" ".join(codes))
            self._refuse(line, f"« {shown} » n’est pas dans le fichier ({kind}).")

    def _package(self) -> ReferencePackage:
        head = self.head
        return ReferencePackage(
            code=head.get("code", ""),
            version=head.get("version", ""),
            title=head.get("title", ""),
            official=YES_NO.get(_plain(head.get("official", "")), False),
            status_note=head.get("status_note", ""),
            source=head.get("source", ""),
            field_of_work=head.get("field_of_work", ""),
            certifier=head.get("certifier", ""),
            valid_from=_date(head.get("valid_from", "")),
            valid_until=_date(head.get("valid_until", "")),
            blocks=self._with_competencies(),
            activities=self._with_tasks(),
            links=tuple(self.links),
            identifier=head.get("identifier", ""),
        )

    def _with_competencies(self) -> tuple[BlockRow, ...]:
        """Rows go to the first block or competency of their code; a second one stays empty."""
        held: dict[str, list[CompetencyRow]] = {}
        for block, row in self.competencies:
            criteria = tuple(self.criteria.pop((block, row.code), ()))
            held.setdefault(block, []).append(replace(row, criteria=criteria))
        return tuple(
            replace(block, competencies=tuple(held.pop(block.code, ()))) for block in self.blocks
        )

    def _with_tasks(self) -> tuple[ActivityRow, ...]:
        held: dict[str, list[TaskRow]] = {}
        for activity, row in self.tasks:
            held.setdefault(activity, []).append(row)
        return tuple(replace(a, tasks=tuple(held.pop(a.code, ()))) for a in self.activities)


def _competency(code: str, values: dict[str, str]) -> CompetencyRow:
    missions = re.split(r"[\s,;]+", values["Missions"])
    return CompetencyRow(
        code=code,
        text=values[TEXT],
        origin=values["Origine"],
        source=values["Source"],
        note=values["Note"],
        missions=tuple(sorted({mission for mission in missions if mission})),
        identifier=values[IDENTIFIER],
    )


def _date(text: str) -> date | None:
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
