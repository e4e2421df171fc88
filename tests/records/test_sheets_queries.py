from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from records.queries.sheets import ROWS_A_PART, csv_parts, to_csv, to_xlsx, xlsx_parts
from records.rules.tables import SheetTooLong

FORMULAS = ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("cell", FORMULAS)
def test_csv_neutralises_formulas(cell):
    assert to_csv(["Nom"], [[cell]]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_csv_opens_in_french_excel():
    made = to_csv(["Prénom", "Heures"], [["Zoé", -3], ["a;b", 1.5]])
    assert made == 'Prénom;Heures\r\nZoé;-3\r\n"a;b";1.5\r\n'.encode("utf-8-sig")


@pytest.mark.parametrize("cell", FORMULAS)
def test_xlsx_keeps_a_formula_as_text(cell):
    book = openpyxl.load_workbook(BytesIO(to_xlsx("Heures", ["Nom"], [[cell]])))
    written = book["Heures"]["A2"]
    assert written.data_type == "s"
    assert written.value.replace("_x000D_", "\r") == cell


def test_xlsx_keeps_zeros_numbers_and_shows_local_time():
    moment = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
    made = to_xlsx(
        "Un titre/trop long [pour] Excel: oui*?", ["Code", "Nombre", "Le"], [["001", 7, moment]]
    )
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert [cell.value for cell in sheet[2]] == ["001", 7, datetime(2027, 3, 4, 10, 0)]  # noqa: DTZ001
    assert sheet["C2"].number_format == "dd/mm/yyyy hh:mm"


def test_xlsx_without_rows_has_its_columns():
    sheet = openpyxl.load_workbook(BytesIO(to_xlsx("", ["Code"], []))).active
    assert [cell.value for cell in sheet[1]] == ["Code"]


def test_a_long_csv_comes_in_parts_that_make_the_whole():
    rows = [(number, "à lire") for number in range(2 * ROWS_A_PART + 1)]
    parts = list(csv_parts(("Rang", "Texte"), rows))
    assert len(parts) == 3
    assert b"".join(parts) == to_csv(("Rang", "Texte"), rows)
    assert parts[0].startswith("\ufeffRang;Texte\r\n0;à lire\r\n".encode())
    assert parts[2] == f"{2 * ROWS_A_PART};à lire\r\n".encode()


def test_rows_of_a_csv_are_asked_for_as_it_is_sent():
    asked = []

    def rows():
        for number in range(3 * ROWS_A_PART):
            asked.append(number)
            yield (number,)

    next(csv_parts(("Rang",), rows()))
    assert len(asked) == ROWS_A_PART


def test_a_workbook_in_parts_is_that_in_memory():
    parts = list(xlsx_parts("Heures", ("Rang",), iter([(1,), ("=2",)])))
    sheet = openpyxl.load_workbook(BytesIO(b"".join(parts))).active
    assert [cell.value for cell in sheet["A"]] == ["Rang", 1, "=2"]


@pytest.mark.parametrize("write", [to_xlsx, xlsx_parts])
def test_a_workbook_never_loses_rows_in_silence(monkeypatch, write):
    monkeypatch.setattr("records.queries.sheets.MAX_ROWS", 3)
    assert write("Heures", ("Rang",), [(1,), (2,), (3,)])
    with pytest.raises(SheetTooLong, match=r"plus de 3 lignes .* Prenez le CSV"):
        write("Heures", ("Rang",), [(1,), (2,), (3,), (4,)])
