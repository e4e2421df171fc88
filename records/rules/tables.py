"""Reads a table that somebody hands in: each cell as text, nothing run or unpacked blindly."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 10_000
MAX_LINES = 20_000  # empty ones included
MAX_COLUMNS = 40
MAX_CELL = 10_000
MAX_PARTS = 300
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 200
SMALL = 1024 * 1024
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SheetTooLong(Exception):
    """More rows than a sheet of a workbook holds; the message is French."""

    def __init__(self, most: int) -> None:
        shown = f"{most:,}".replace(",", "\u202f")
        super().__init__(
            f"Un classeur XLSX ne porte pas plus de {shown} lignes sous ses titres, et ce tableau "
            "en a davantage. Prenez le CSV : il les a toutes."
        )


class TableRefused(Exception):
    """The file cannot be read as a table; the reason is French."""


@dataclass(frozen=True)
class Line:
    """A row that is not empty, with its number as the spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


def given(text: str) -> str:
    """The text before `records.queries.sheets.neutral` put an apostrophe in front of it."""
    if text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS):
        return text[1:]
    return text


def read_csv(data: bytes) -> list[Line]:
    """A CSV in UTF-8, or as French Excel writes it; with semicolons or with commas."""
    _check_size(data)
    text = _decoded(data)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _kept(enumerate(([given(cell) for cell in row] for row in rows), start=1))
    except csv.Error as wrong:
        raise TableRefused(f"Ligne {rows.line_num} : ce n’est pas du CSV.") from wrong


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise TableRefused("Ce fichier n’est pas du texte : ce n’est pas du CSV.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableRefused("Ce fichier n’est ni en UTF-8 ni en Windows-1252.")


def read_xlsx(data: bytes) -> list[Line]:
    """The first sheet of a workbook. Formulas are read as text; numbers keep what they show."""
    _check_size(data)
    _check_zip(data)
    from openpyxl import load_workbook  # noqa: PLC0415 -- with numpy, 18 MB; most never import

    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)
            return _kept((n, [_cell(v) for v in row]) for n, row in enumerate(rows, start=1))
        finally:
            book.close()
    except TableRefused:
        raise
    # openpyxl raises whatever the broken part of a file makes it stumble over.
    except Exception as wrong:
        raise TableRefused("Ce fichier n’est pas un classeur XLSX lisible.") from wrong


def _check_size(data: bytes) -> None:
    if not data.strip():
        raise TableRefused("Ce fichier est vide.")
    if len(data) > MAX_BYTES:
        raise TableRefused(f"Ce fichier dépasse {MAX_BYTES // 1024 // 1024} Mo.")


def _check_zip(data: bytes) -> None:
    """A workbook is a zip: what it unpacks to is known, and bounded, before it is opened."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            ratio = unpacked / max(1, len(data))
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
                raise TableRefused("Ce classeur est trop gros une fois ouvert.")
            if unpacked > SMALL and ratio > MAX_RATIO:
                raise TableRefused("Ce classeur est anormalement compressé : il n’est pas ouvert.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(archive.read(part))
    except TableRefused:
        raise
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as wrong:
        raise TableRefused("Ce fichier n’est pas un classeur XLSX.") from wrong


def _check_xml(text: bytes) -> None:
    """No part declares entities, nor is in UTF-16, in which they could hide."""
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text:
        raise TableRefused("Ce classeur contient du XML qui n’a rien à y faire.")


def _cell(value: Any) -> str:
    """A value as text: 1.0 is « 1 », a day is 2027-03-04, a text stays what it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.hour == value.minute == value.second == 0:
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(getattr(value, "text", value) or "")
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _kept(rows: Iterator[tuple[int, list[str]]]) -> list[Line]:
    found: list[Line] = []
    for number, cells in rows:
        if number > MAX_LINES or len(found) > MAX_ROWS:
            raise TableRefused(f"Il y a plus de {MAX_ROWS} lignes : coupez le fichier.")
        if len(cells) > MAX_COLUMNS:
            raise TableRefused(f"Ligne {number} : plus de {MAX_COLUMNS} colonnes.")
        if any(len(cell) > MAX_CELL for cell in cells):
            raise TableRefused(f"Ligne {number} : une cellule dépasse {MAX_CELL} caractères.")
        if any(cell.strip() for cell in cells):
            found.append(Line(number, tuple(cells)))
    return found
