"""What is written to a spreadsheet is read again as it was; what is wrong is said with its line."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings

from curricula.queries.formats import READERS, WRITERS
from curricula.rules.package import Reading
from curricula.rules.reference_problems import package_problems
from curricula.rules.spreadsheet import COLUMNS, table_of
from records.queries.sheets import to_csv, to_xlsx
from records.rules.tables import MAX_BYTES, MAX_CELL, MAX_ROWS
from tests.factories.packages import package_factory, packages

KINDS = ("csv", "xlsx")
HEAD = [["code", "essai"], ["version", "1"], ["titre", "Essai"]]


def table(*rows: dict[str, str]) -> list[list[str]]:
    """The head, then rows by column; the first of them stands on line 5."""
    head = [{"Genre": kind, "Énoncé": value} for kind, value in HEAD]
    return [[row.get(column, "") for column in COLUMNS] for row in [*head, *rows]]


def read(*rows: dict[str, str], kind: str = "csv") -> Reading:
    write = {"csv": to_csv, "xlsx": lambda *args: to_xlsx("Essai", *args)}[kind]
    return READERS[kind].read(write(COLUMNS, table(*rows)))


def said(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.place, problem.reason) for problem in reading.problems if problem.blocking]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(package=packages())
def test_what_is_written_is_read_again_as_it_was(kind, package):
    reading = READERS[kind].read(WRITERS[kind].write(package))
    assert reading.problems == ()
    assert reading.package == package


@pytest.mark.parametrize("kind", KINDS)
def test_each_row_knows_its_line(kind):
    reading = READERS[kind].read(WRITERS[kind].write(package_factory(2)))
    places = dict(reading.places)
    assert places["bloc B1"] == "ligne 13"
    assert places["critère B2 C002 K1"] == "ligne 18"


def test_codes_stay_text_and_formulas_are_text():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(COLUMNS)
    for row in table(
        {"Genre": "bloc", "Bloc": "001", "Énoncé": "=1+1"},
        {"Genre": "Compétence", "Bloc": "001", "Compétence": "7", "Énoncé": "Texte"},
    ):
        sheet.append(row)
    sheet["C6"] = 7
    out = BytesIO()
    book.save(out)
    [block] = READERS["xlsx"].read(out.getvalue()).package.blocks
    assert (block.code, block.title, block.competencies[0].code) == ("001", "=1+1", "7")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_csv_is_read_as_people_have_it(encoding, delimiter):
    lines = ["genre,bloc,enonce", "code,,essai", "bloc,é1,Où l’on écrit"]
    data = "\r\n".join(lines).replace(",", delimiter).encode(encoding)
    [block] = READERS["csv"].read(data).package.blocks
    assert (block.code, block.title) == ("é1", "Où l’on écrit")


COMPETENCY = {"Genre": "compétence", "Bloc": "B1", "Compétence": "C1", "Énoncé": "Texte"}
BLOCK = {"Genre": "bloc", "Bloc": "B1", "Énoncé": "Bloc"}
WRONG = [
    ({"Genre": "truc"}, "Genre inconnu : « truc »."),
    ({"Genre": "<script>alert(1)</script>"}, "Genre inconnu : « <script>alert(1)</script> »."),
    ({"Énoncé": "seul"}, "Genre inconnu : «  »."),
    (COMPETENCY, "« B1 » n’est pas dans le fichier (bloc)."),
    ({"Genre": "critère", "Bloc": "B", "Compétence": "C", "Critère": "K"}, "« B C » n’est pas"),
    ({"Genre": "tâche", "Activité": "A", "Tâche": "T"}, "« A » n’est pas dans le fichier"),
    (BLOCK | {"Tâche": "T1"}, "La colonne « Tâche » reste vide pour : bloc."),
    ({"Genre": "titre", "Énoncé": "Autre"}, "« titre » est déjà écrit plus haut."),
    ({"Genre": "officiel", "Énoncé": "peut-être"}, "Officiel s’écrit « oui » ou « non »."),
    ({"Genre": "valable du", "Énoncé": "31/02/2027"}, "Une date s’écrit 04/03/2027"),
    ({"Genre": "source", "Énoncé": "X", "Note": "Y"}, "La colonne « Note » reste vide"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("row", "reason"), WRONG)
def test_a_wrong_row_is_told_with_its_line(kind, row, reason):
    [(place, words)] = said(read(row, kind=kind))
    assert place == "ligne 5"
    assert words.startswith(reason)


def test_a_code_written_twice_is_found_with_both_lines():
    reading = read(BLOCK, COMPETENCY, COMPETENCY)
    assert [place for name, place in reading.places if name == "compétence B1 C1"] == [
        "ligne 6", "ligne 7",
    ]  # fmt: skip
    [problem] = [p for p in package_problems(reading.package) if p.blocking]
    assert problem.place == "compétence B1 C1"


@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_wrong_rows_are_all_told(kind):
    wrong = [row for row, _ in WRONG if row != {"Genre": "titre", "Énoncé": "Autre"}]
    reading = read(*(wrong * 1000)[: MAX_ROWS - 3], kind=kind)
    assert len({place for place, _ in said(reading)}) >= MAX_ROWS * 0.8
    assert "plus de 10000 lignes" in said(read(*[BLOCK] * (MAX_ROWS + 1), kind=kind))[0][1]


def test_what_holds_others_may_stand_after_them():
    assert said(read(COMPETENCY, BLOCK)) == []


# --- Files that are no tables ---------------------------------------------------------------------


def bomb(size: int = 200 * 1024 * 1024) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive, archive.open("xl/sheet.xml", "w") as part:
        for _ in range(size // (1024 * 1024)):
            part.write(b" " * 1024 * 1024)
    return out.getvalue()


def workbook_with(name: str, text: bytes) -> bytes:
    out = BytesIO(to_xlsx("Essai", COLUMNS, table(BLOCK)))
    with ZipFile(out, "a") as archive:
        archive.writestr(name, text)
    return out.getvalue()


BROKEN = {
    "empty": (b"", "xlsx", "vide"),
    "blank": (b" \r\n", "csv", "vide"),
    "no zip": (b"PK\x03\x04 et puis rien", "xlsx", "pas un classeur"),
    "a zip of something else": (workbook_with("x", b"")[:400], "xlsx", "pas un classeur"),
    "bomb": (bomb(), "xlsx", "trop gros"),
    "small bomb": (bomb(20 * 1024 * 1024), "xlsx", "anormalement compressé"),
    "entities": (workbook_with("xl/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"), "xlsx", "XML"),
    "utf-16": (workbook_with("xl/x.xml", "<a/>".encode("utf-16")), "xlsx", "XML"),
    "too heavy": (b"a" * (MAX_BYTES + 1), "csv", "dépasse 5 Mo"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "csv", "pas du texte"),
    "no encoding": (b"Genre;\x81\x8d", "csv", "ni en UTF-8"),
    "open quote": (b'Genre;"\xc3\x89nonc\xc3\xa9', "csv", "pas du CSV"),
    "long cell": (b"Genre\n" + b"a" * (MAX_CELL + 1), "csv", "Ligne 2 : une cellule"),
    "many columns": (b";" * 50 + b"a", "csv", "plus de 40 colonnes"),
    "other columns": (b"Nom;Prix\r\na;b", "csv", "colonnes « Genre » et « Énoncé »"),
    "column twice": (b"genre;enonce;genre\r\na;b", "csv", "deux fois"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_no_table_is_refused_with_the_reason(case):
    data, kind, words = BROKEN[case]
    reading = READERS[kind].read(data)
    assert reading.refused
    assert words in " ".join(reason for _, reason in said(reading))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_table_has_the_same_rows_in_both_formats(kind):
    package = package_factory()
    assert len(table_of(package)) == 11 + 2 + 4 + 4 + 2 + 1
    assert READERS[kind].read(WRITERS[kind].write(package)).package == package
