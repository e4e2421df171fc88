"""Tables for spreadsheets, in which no cell of ours becomes a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone

from records.rules.tables import FORMULA_STARTS, SheetTooLong

TITLE_LENGTH = 31  # Excel's limit
MAX_ROWS = 1_048_575  # Excel's limit, without the line of heads
ROWS_A_PART = 500
BYTES_A_PART = 64 * 1024
WRITTEN_AS_GIVEN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "dd/mm/yyyy",
}


def neutral(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers.

    So does one that looks as if it had got one already: `records.rules.tables.given` takes away
    exactly what was added here.
    """
    if isinstance(value, str) and value.lstrip("'").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


# The kinds of files that a table is sent as, and their media types.
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def to_file(kind: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table as one of `TYPES`; `title` names the sheet of a workbook."""
    return to_csv(columns, rows) if kind == "csv" else to_xlsx(title, columns, rows)


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV that French Excel opens by itself: UTF-8 with its mark, semicolons."""
    return b"".join(csv_parts(columns, rows))


def csv_parts(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The same, some rows at a time, so that a long table is never whole in memory."""
    out = StringIO("\ufeff")
    out.seek(1)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(column) for column in columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([neutral(_plain(value)) for value in row])
        if number % ROWS_A_PART == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def to_xlsx(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, to_fill: bool = False
) -> bytes:
    """A workbook of one sheet, written row by row, in which every text stays a text.

    `to_fill`: so does what somebody types into it (001 stays 001). Raises SheetTooLong.
    """
    out = BytesIO()
    _write_book(out, title, columns, rows, to_fill=to_fill)
    return out.getvalue()


def xlsx_parts(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[bytes]:
    """The same by way of a temporary file, so that a long table is never whole in memory.

    It is written before this returns: SheetTooLong is raised before anything is sent.
    """
    parts = _book_parts(title, columns, rows)
    return chain([next(parts)], parts)


def _book_parts(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[bytes]:
    with TemporaryFile() as out:
        _write_book(out, title, columns, rows)
        out.seek(0)
        while part := out.read(BYTES_A_PART):
            yield part


def _write_book(
    out: IO[bytes],
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    to_fill: bool = False,
) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415 -- 15 MB; most pages are no workbook

    book = Workbook(out, WRITTEN_AS_GIVEN)
    sheet = book.add_worksheet(_sheet_name(title))
    sheet.freeze_panes(1, 0)
    if to_fill:
        sheet.set_column(0, len(columns) - 1, 22, book.add_format({"num_format": "@"}))
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    with_time = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    try:
        for line, row in enumerate(rows, start=1):
            if line > MAX_ROWS:
                raise SheetTooLong(MAX_ROWS)
            for column, value in enumerate(row):
                sheet.write(line, column, _plain(value), with_time if _is_instant(value) else None)
    finally:
        book.close()  # it holds a temporary file open


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:TITLE_LENGTH].strip() or "Feuille"


def _is_instant(value: Any) -> bool:
    return isinstance(value, datetime)


def _plain(value: Any) -> Any:
    """An instant becomes the local time that people know; spreadsheets have no time zones."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None)
    return value
