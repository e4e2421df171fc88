"""A table of people is read as docs/rules/import.md says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.enums import CarerDiploma
from records.rules.tables import Line
from tests.training.tables import rows
from training.enums import DiplomaSeen
from training.rules.people_import import (
    ALSO,
    MAX_PEOPLE,
    read_people,
    table_problem,
)
from training.rules.people_import import (
    HEADS as ALL_HEADS,
)
from training.rules.table_import import columns_of, read_clock, read_day

TODAY = date(2027, 3, 4)
HEADS = ("Prénom", "Nom", "Adresse électronique", "Cabinet", "Recruté le")
GOOD = ("Camille", "Dorval", "camille@exemple.fr", "Cabinet A", "04/11/2025")


def table(*lines, heads=HEADS) -> list[Line]:
    return [Line(number, tuple(cells)) for number, cells in enumerate((heads, *lines), start=1)]


@pytest.mark.parametrize(
    ("case", "first", "last", "address", "practice", "recruited", "expected"),
    rows("import.md", "Rows"),
)
def test_a_row_is_read_as_the_table_says(case, first, last, address, practice, recruited, expected):
    cells = [cell.replace("∅", "") for cell in (first, last, address, practice, recruited)]
    (found,) = read_people(table(cells), False, TODAY)
    wanted = [word.strip() for word in expected.split(",") if word.strip()]
    assert len(found.problems) == len(wanted)
    assert all(word in said for word, said in zip(wanted, found.problems, strict=True))


def test_columns_are_found_in_any_order_case_and_accent():
    heads = ("RECRUTE  LE", "cabinet", "E-mail", "nom", "prenom", "remarque")
    assert columns_of(Line(1, heads), ALL_HEADS, ALSO) == {
        "first_name": 4, "last_name": 3, "email": 2, "practice": 1, "recruited_on": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "for_carers", "word"),
    [
        (table(GOOD), False, ""),
        ([], False, "vide"),
        (table(), False, "ajoutez des lignes"),
        (table(GOOD, heads=HEADS[1:]), False, "il manque : Prénom"),
        (table(GOOD), True, "il manque : Diplôme vu"),
        (table(*[GOOD] * (MAX_PEOPLE + 1)), False, "coupez"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(lines, for_carers, word):
    problem = table_problem(lines, for_carers)
    assert bool(problem) == bool(word)
    assert word in problem


def test_the_second_row_of_one_address_names_the_first():
    lines = table(GOOD, [*GOOD[:2], " CAMILLE@exemple.fr ", *GOOD[3:]])
    first, second = read_people(lines, False, TODAY)
    assert first.problems == ()
    assert second.problems == ("Cette adresse est déjà à la ligne 2.",)


CARER_HEADS = (*HEADS, "Diplôme vu", "Diplôme obtenu le", "Original ou copie")


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        (("Aide-soignante", "01/06/2020", "original"), 0),
        (("INFIRMIER", "2020-06-01", "Copie certifiée"), 0),
        (("médecin", "01/06/2020", "original"), 1),
        (("", "", ""), 3),
    ],
)
def test_a_track_for_carers_reads_the_diploma_seen(cells, problems):
    (found,) = read_people(table((*GOOD, *cells), heads=CARER_HEADS), True, TODAY)
    assert len(found.problems) == problems


def test_the_words_of_a_diploma_are_those_of_the_order():
    cells = (*GOOD, "auxiliaire de puériculture", "01/06/2020", "copie")
    (found,) = read_people(table(cells, heads=CARER_HEADS), True, TODAY)
    assert found.diploma == CarerDiploma.CHILDCARE_ASSISTANT
    assert found.seen_as == DiplomaSeen.CERTIFIED_COPY


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_a_day_is_read_the_same_in_each_form(day):
    forms = (f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f" {day:%d-%m-%Y} ")
    assert {read_day(text) for text in forms} == {day}


@pytest.mark.parametrize("text", ["09:30", "9h30", "9 h 30", "09:30:00"])
def test_a_clock_is_read_in_each_form(text):
    assert f"{read_clock(text):%H:%M}" == "09:30"


@pytest.mark.parametrize("text", ["", "25:00", "midi", "9.30"])
def test_what_is_no_clock_is_none(text):
    assert read_clock(text) is None


@given(st.lists(st.lists(st.text(max_size=30), max_size=9), max_size=8))
def test_whatever_is_typed_gives_a_row_for_each_line(cells):
    found = read_people(table(*cells), False, TODAY)
    assert [row.number for row in found] == list(range(2, len(cells) + 2))
    assert all(row.recruited_on for row in found if not row.problems)
