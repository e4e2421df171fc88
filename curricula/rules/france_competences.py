"""A fiche of France compétences, from the daily CSV or from the XML.

Source of the fields: the open data of the RNCP on data.gouv.fr, as programs that read it describe
them. Never tried on a real file. The CSV names the blocks but does not hold the competencies.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import IO

from curricula.rules.archives import DAMAGED, MEGABYTE, BadArchive, Member, is_zip, members
from curricula.rules.fiche import (
    TAKE_ONE,
    fiche_number,
    fiche_package,
    is_bad_number,
    no_number,
    nothing,
)
from curricula.rules.fiche_xml import read_fiche_xml
from curricula.rules.package import BlockRow, Problem, Reading

MAX_CSV = 64 * MEGABYTE
MAX_XML = 1024 * MEGABYTE
NO_TEXT = "Le fichier CSV ne contient pas le texte des compétences."
STANDARD_COLUMNS = ("Numero_Fiche", "Intitule")
BLOCK_COLUMNS = ("Numero_Fiche", "Bloc_Competences_Code", "Bloc_Competences_Libelle")
# The names end with the day: export_fiches_CSV_Standard_2026_11_22.csv.
_STANDARD = re.compile(r"export[-_]fiches[-_]csv[-_]standard.*\.csv", re.IGNORECASE)
_BLOCKS = re.compile(r"export[-_]fiches[-_]csv[-_]blocs[-_]de[-_]comp.*\.csv", re.IGNORECASE)
_XML = re.compile(r"export[-_]fiches[-_]rncp.*\.xml", re.IGNORECASE)

Line = tuple[int, dict[str, str]]


class BadCsv(Exception):
    """Why a table is refused, and at which line."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem(place, reason)


@dataclass(frozen=True)
class Daily:
    """What a file holds: the XML, or the two tables (Standard, Blocs)."""

    xml: Callable[[], IO[bytes]] | None = None
    tables: tuple[bytes, bytes] = (b"", b"")


def read_france_competences(content: bytes, number: str = "") -> Reading:
    """The fiche of that number, or the only one, in a daily zip (CSV or XML) or in an XML file."""
    try:
        daily = open_daily(content)
        if daily.xml:
            return read_fiche_xml(daily.xml, number, MAX_XML)
        return read_fiche_csv(*daily.tables, number)
    except BadArchive as error:
        return nothing("archive" if is_zip(content) else "fichier", str(error))
    except DAMAGED:
        return nothing("archive", "cette archive zip est abîmée.")


def open_daily(content: bytes) -> Daily:
    """Only the files of a zip that are named are opened; the others are never read."""
    if not content.strip():
        raise BadArchive("il est vide.")
    if content[:256].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return Daily(lambda: BytesIO(content))
    if not is_zip(content):
        raise BadArchive("ni archive zip, ni XML. Les CSV se déposent dans l’archive du jour.")
    found = list(members(content, MAX_XML))
    if xml := _only(found, _XML):
        return Daily(xml.open)
    standard, blocks = _only(found, _STANDARD), _only(found, _BLOCKS)
    if standard is None or blocks is None:
        missing = "Standard" if standard is None else "Blocs_De_Compétences"
        raise BadArchive(f"il n’y a pas de fichier « {missing} ».")
    return Daily(tables=(standard.read(MAX_CSV), blocks.read(MAX_CSV)))


def _only(found: list[Member], name: re.Pattern[str]) -> Member | None:
    chosen = [member for member in found if name.fullmatch(member.base)]
    if len(chosen) > 1:
        raise BadArchive(f"deux fichiers pour un : {chosen[0].base} et {chosen[1].base}.")
    return chosen[0] if chosen else None


def read_fiche_csv(standard: bytes, blocks: bytes, number: str) -> Reading:
    """A fiche and the titles of its blocks; each block says that its competencies are missing."""
    wanted = fiche_number(number)
    if is_bad_number(number):
        return no_number(number)
    try:
        fiches = lines_of(wanted, standard, "Standard", STANDARD_COLUMNS)
        if len(fiches) != 1:
            return _not_one(wanted, fiches)
        [(line, fiche)] = fiches
        wanted = wanted or fiche_number(fiche["Numero_Fiche"])
        lines = lines_of(wanted, blocks, "Blocs", BLOCK_COLUMNS)
    except BadCsv as error:
        return Reading(None, (error.problem,))
    problems = list(_head_problems(line, fiche, lines))
    rows, refused = _blocks(lines)
    package, remarks = fiche_package(
        wanted,
        fiche["Intitule"].strip(),
        rows,
        decided=fiche.get("Date_Decision", ""),
        begins=fiche.get("Date_Effet", ""),
        ends=fiche.get("Date_Fin_Enregistrement", ""),
    )
    return Reading(package, (*problems, *remarks, *refused))


def _not_one(wanted: str, fiches: list[Line]) -> Reading:
    if not fiches:
        return nothing("Standard", f"aucune fiche {wanted}".strip() + " dans ce fichier.")
    if not wanted:
        return nothing("Standard", f"plus d’une fiche : {TAKE_ONE}")
    reason = f"la fiche {wanted} est déjà à la ligne {fiches[0][0]}."
    return nothing(f"Standard, ligne {fiches[1][0]}", reason)


def _head_problems(line: int, fiche: dict[str, str], blocks: list[Line]) -> Iterator[Problem]:
    place = f"Standard, ligne {line}"
    if not fiche["Intitule"].strip():
        yield Problem(place, "il manque l’intitulé (Intitule).")
    if fiche.get("Actif", "").strip().upper() == "INACTIVE":
        yield Problem(place, "le fichier dit cette fiche inactive.", blocking=False)
    if not blocks:
        yield Problem("Blocs", "aucun bloc pour cette fiche.", blocking=False)


def _blocks(lines: list[Line]) -> tuple[list[BlockRow], list[Problem]]:
    """The blocks by code, as the file of the day follows no order of its own."""
    rows: dict[str, BlockRow] = {}
    seen: dict[str, int] = {}
    problems = []
    for number, line in lines:
        code, title = (line[name].strip() for name in BLOCK_COLUMNS[1:])
        place = f"Blocs, ligne {number}"
        if not code or not title:
            problems.append(Problem(place, "il manque le code ou le libellé du bloc."))
        elif code in rows:
            reason = f"le code « {code} » est déjà à la ligne {seen[code]}."
            problems.append(Problem(place, reason))
        else:
            source = f"France compétences, {code}"
            rows[code], seen[code] = BlockRow(code, title, NO_TEXT, source=source), number
    return [rows[code] for code in sorted(rows)], problems


def lines_of(wanted: str, content: bytes, name: str, columns: tuple[str, ...]) -> list[Line]:
    """The lines of a fiche, of every fiche without a number, with their places in the file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadCsv(name, "ce fichier n’est pas en UTF-8.") from error
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=";", strict=True)
    found = []
    try:
        if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
            reason = f"il manque la colonne {', '.join(missing)} (séparateur : point-virgule)."
            raise BadCsv(f"{name}, ligne 1", reason)
        for row in reader:
            line = {key: value or "" for key, value in row.items() if isinstance(key, str)}
            numbered = fiche_number(line["Numero_Fiche"])
            if numbered and (not wanted or numbered == wanted):
                found.append((reader.line_num, line))
    except csv.Error as error:
        place = f"{name}, ligne {reader.line_num + 1}"
        raise BadCsv(place, "cette ligne n’est pas du CSV lisible.") from error
    return found
