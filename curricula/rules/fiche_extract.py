"""One fiche taken out of a daily file of France compétences, small enough to be handed in."""

import csv
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import IO
from xml.etree.ElementTree import tostring

from curricula.rules.archives import DAMAGED, BadArchive
from curricula.rules.fiche import fiche_number
from curricula.rules.france_competences import (
    BLOCK_COLUMNS,
    MAX_XML,
    STANDARD_COLUMNS,
    BadCsv,
    Line,
    lines_of,
    open_daily,
)
from curricula.rules.safe_xml import BadXml, elements, local

STANDARD_NAME = "export_fiches_CSV_Standard.csv"
BLOCKS_NAME = "export_fiches_CSV_Blocs_De_Competences.csv"


class NotExtracted(Exception):
    """Why the fiche could not be taken out, in French."""


def one_fiche(content: bytes, number: str) -> tuple[str, bytes]:
    """The suffix and the content of a file with that fiche alone: XML, or a zip of two tables."""
    wanted = fiche_number(number)
    if not wanted:
        raise NotExtracted(f"« {number} » n’est pas un numéro de fiche.")
    try:
        daily = open_daily(content)
        if daily.xml:
            return ".xml", _one_in_xml(daily.xml, wanted)
        return ".zip", _one_in_tables(daily.tables, wanted)
    except BadXml as error:
        raise NotExtracted(error.reason) from error
    except BadCsv as error:
        raise NotExtracted(f"{error.problem.place} : {error.problem.reason}") from error
    except BadArchive as error:
        raise NotExtracted(str(error)) from error
    except DAMAGED as error:
        raise NotExtracted("cette archive zip est abîmée.") from error


def _one_in_xml(opened: Callable[[], IO[bytes]], wanted: str) -> bytes:
    for fiche in elements(opened, "FICHE", MAX_XML):
        name = next((child.text or "" for child in fiche if local(child) == "NUMERO_FICHE"), "")
        if fiche_number(name) == wanted:
            fiche.tail = None
            return b"<FICHES>" + tostring(fiche, "utf-8", xml_declaration=False) + b"</FICHES>"
    raise NotExtracted(f"aucune fiche {wanted} dans ce fichier.")


def _one_in_tables(tables: tuple[bytes, bytes], wanted: str) -> bytes:
    standard, blocks = tables
    fiches = lines_of(wanted, standard, "Standard", STANDARD_COLUMNS)
    if not fiches:
        raise NotExtracted(f"aucune fiche {wanted} dans ce fichier.")
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(STANDARD_NAME, _table(fiches))
        rows = lines_of(wanted, blocks, "Blocs", BLOCK_COLUMNS)
        archive.writestr(BLOCKS_NAME, _table(rows) if rows else ";".join(BLOCK_COLUMNS))
    return target.getvalue()


def _table(lines: list[Line]) -> str:
    target = StringIO()
    writer = csv.DictWriter(target, list(lines[0][1]), delimiter=";")
    writer.writeheader()
    writer.writerows(line for _, line in lines)
    return target.getvalue()
