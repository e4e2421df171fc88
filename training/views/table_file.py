"""Tables as files: what somebody did, the empty one of an import, its rows to correct."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

from records.queries.sheets import TYPES, csv_parts, to_csv, to_file, to_xlsx, xlsx_parts
from records.rules.tables import Line
from training.queries.cohort_export import Table


class WrongRow(Protocol):
    """A row as it was typed, with why it cannot be taken."""

    @property
    def cells(self) -> tuple[str, ...]: ...

    @property
    def problems(self) -> tuple[str, ...]: ...


def wrong_rows_file(head: Line, rows: Iterable[WrongRow]) -> HttpResponse:
    """The columns of the file and one more that says why."""
    typed = [[*row.cells, " ".join(row.problems)] for row in rows]
    return _file("lignes-a-corriger.csv", to_csv([*head.cells, "Problème"], typed), TYPES["csv"])


def empty_table(name: str, title: str, heads: Sequence[str], kind: str) -> HttpResponse:
    """A table with its heads alone, « csv » or « xlsx »; another kind is a missing page."""
    if kind == "csv":
        return _file(f"{name}.csv", to_csv(heads, []), TYPES["csv"])
    if kind == "xlsx":
        return _file(f"{name}.xlsx", to_xlsx(title, heads, [], to_fill=True), TYPES["xlsx"])
    raise Http404


def streamed(found: Table | None, kind: str, whose: str) -> StreamingHttpResponse:
    """A table sent while it is read, named after whose it is and today, « csv » or « xlsx ».

    Another kind, or no table, is a missing page.
    """
    if kind not in TYPES or found is None:
        raise Http404
    name = f"{slugify(found.title)}-{slugify(whose)}-{timezone.localdate():%Y-%m-%d}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    parts = (
        csv_parts(found.columns, found.rows)
        if kind == "csv"
        else xlsx_parts(found.title, found.columns, found.rows)
    )
    return StreamingHttpResponse(parts, content_type=TYPES[kind], headers=disposition)


def learner_table(
    who: str, title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], kind: str
) -> HttpResponse:
    """Rows of one learner, as of today; « csv » or « xlsx », another kind is a missing page."""
    if kind not in TYPES:
        raise Http404
    name = f"{slugify(title)}-{slugify(who)}-{timezone.localdate():%Y-%m-%d}.{kind}"
    return _file(name, to_file(kind, title, heads, rows), TYPES[kind])


def _file(name: str, body: bytes, content_type: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=disposition)
