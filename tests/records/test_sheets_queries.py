from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from records.queries.sheets import to_csv, to_xlsx

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
