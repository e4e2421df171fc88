"""The kinds of file that a reference is read from and written to: one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.utils import timezone

from curricula.rules.case_reader import read_case
from curricula.rules.case_writer import Origin, case_json
from curricula.rules.france_competences import read_france_competences
from curricula.rules.package import (
    ActivityRow,
    BlockRow,
    CompetencyRow,
    CriterionRow,
    LinkRow,
    Reading,
    ReferencePackage,
    TaskRow,
)
from curricula.rules.spreadsheet import (
    COLUMNS,
    read_csv_reference,
    read_xlsx_reference,
    table_of,
)
from records.queries.sheets import to_csv, to_xlsx

SHEET = "Référentiel"


@dataclass(frozen=True)
class Reader:
    """A kind of file that can be handed in; `read` never raises and never writes."""

    label: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], Reading]


@dataclass(frozen=True)
class Template:
    """An example to fill, as a kind of file."""

    label: str
    content_type: str
    example: Callable[[], bytes]


@dataclass(frozen=True)
class Writer:
    """A kind of file that a reference is given as."""

    label: str
    suffix: str
    content_type: str
    write: Callable[[ReferencePackage], bytes]


def _example() -> ReferencePackage:
    """One row of each kind, plainly invented."""
    competency = CompetencyRow(
        "C01",
        "Ce que la personne sait faire (exemple à remplacer)",
        source="Document, page",
        criteria=(CriterionRow("K1", "Ce que l’on voit (exemple)", "Document, page"),),
    )
    task = TaskRow("T1", "Une tâche (exemple)", "1", source="Document, page")
    return ReferencePackage(
        code="mon-referentiel",
        version="1",
        title="Titre du référentiel (exemple)",
        status_note="Rédaction de travail, non officiel.",
        source="D’où vient ce texte",
        blocks=(BlockRow("B1", "Un bloc (exemple)", "", (competency,), source="Document, page"),),
        activities=(ActivityRow("A1", "Une activité (exemple)", (task,), source="Document, page"),),
        links=(LinkRow("A1", "T1", "B1", "C01", "Document, page"),),
    )


def _written(kind: str) -> bytes:
    return WRITERS[kind].write(_example())


def write_csv(package: ReferencePackage) -> bytes:
    return to_csv(COLUMNS, table_of(package))


def write_xlsx(package: ReferencePackage) -> bytes:
    return to_xlsx(SHEET, COLUMNS, table_of(package), to_fill=True)


def write_case(package: ReferencePackage) -> bytes:
    return case_json(package, Origin(settings.SITE_URL, timezone.now()))


READERS = {
    "xlsx": Reader("Classeur (XLSX), d’après le modèle", (".xlsx",), read_xlsx_reference),
    "csv": Reader("Tableau (CSV), d’après le modèle", (".csv",), read_csv_reference),
    "case": Reader("Paquet CASE 1.1 (JSON)", (".json",), read_case),
    "fiche": Reader("Fiche de France compétences", (".xml", ".zip"), read_france_competences),
}
WRITERS = {
    "xlsx": Writer(
        "Classeur (XLSX)",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
    ),
    "csv": Writer("Tableau (CSV)", ".csv", "text/csv; charset=utf-8", write_csv),
    "case": Writer("Paquet CASE 1.1 (JSON)", ".json", "application/json", write_case),
}
TEMPLATES = {
    kind: Template(
        WRITERS[kind].label,
        WRITERS[kind].content_type,
        partial(_written, kind),
    )
    for kind in ("xlsx", "csv")
}
