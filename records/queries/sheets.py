"""Tables for spreadsheets, in which no cell of ours becomes a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
TITLE_LENGTH = 31  # Excel's limit


def neutral(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV that French Excel opens by itself: UTF-8 with its mark, semicolons."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(column) for column in columns])
    writer.writerows([neutral(_plain(value)) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet in which every text is written as text."""
    import pandas  # noqa: PLC0415 - takes 1.8 s to load, which no other request should pay

    out = BytesIO()
    table = pandas.DataFrame([[_plain(value) for value in row] for row in rows], columns=columns)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with pandas.ExcelWriter(out, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        table.to_excel(writer, sheet_name=_sheet_name(title), index=False)
        writer.sheets[_sheet_name(title)].freeze_panes(1, 0)
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:TITLE_LENGTH].strip() or "Feuille"


def _plain(value: Any) -> Any:
    """An instant becomes the local time that people know; spreadsheets have no time zones."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None)
    return value
