"""Rows of a table of people to enrol: what each says, and why one cannot be taken.

The rule is in docs/rules/import.md; columns are found by their heads, whatever their order.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from curricula.enums import CarerDiploma
from records.rules.tables import Line
from training.enums import DiplomaSeen
from training.rules.deadline import recruitment_problem
from training.rules.table_import import cell_of, columns_of, heads_problem, plain, read_day

MAX_PEOPLE = 500
HEADS = {
    "first_name": "Prénom",
    "last_name": "Nom",
    "email": "Adresse électronique",
    "practice": "Cabinet",
    "city": "Ville",
    "recruited_on": "Recruté le",
    "funder": "Financeur",
}
CARER_HEADS = {
    "diploma": "Diplôme vu",
    "obtained_on": "Diplôme obtenu le",
    "seen_as": "Original ou copie",
}
ALSO = {"email": ("e-mail", "email", "courriel", "mail"), "recruited_on": ("date de recrutement",)}
NEEDED = ("first_name", "last_name", "email", "practice", "recruited_on")
LENGTHS = {"first_name": 80, "last_name": 80, "email": 254, "practice": 160, "city": 80}
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
DIPLOMAS = {
    "infirmier": CarerDiploma.NURSE, "infirmiere": CarerDiploma.NURSE,
    "ide": CarerDiploma.NURSE, "aide-soignant": CarerDiploma.CARE_ASSISTANT,
    "aide-soignante": CarerDiploma.CARE_ASSISTANT, "as": CarerDiploma.CARE_ASSISTANT,
    "auxiliaire de puericulture": CarerDiploma.CHILDCARE_ASSISTANT,
    "ap": CarerDiploma.CHILDCARE_ASSISTANT,
}  # fmt: skip
SEEN = {
    "original": DiplomaSeen.ORIGINAL, "copie": DiplomaSeen.CERTIFIED_COPY,
    "copie certifiee": DiplomaSeen.CERTIFIED_COPY,
}  # fmt: skip


@dataclass(frozen=True)
class PersonRow:
    """What a row says of one person; `problems` are French, empty when the row can be taken."""

    number: int
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    practice: str = ""
    city: str = ""
    recruited_on: date | None = None
    funder: str = ""
    diploma: str = ""
    obtained_on: date | None = None
    seen_as: str = ""
    cells: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def heads_of(for_carers: bool) -> dict[str, str]:
    """The columns of the template, by the name of what they hold."""
    return {**HEADS, **CARER_HEADS} if for_carers else HEADS


def table_problem(lines: Sequence[Line], for_carers: bool) -> str:
    """Why a table cannot be read at all, in French; empty if it can."""
    if not lines:
        return "Ce fichier est vide."
    heads = heads_of(for_carers)
    needed = (*NEEDED, *CARER_HEADS) if for_carers else NEEDED
    columns = columns_of(lines[0], heads, ALSO)
    return heads_problem(lines, columns, {name: heads[name] for name in needed}, MAX_PEOPLE)


def read_people(lines: Sequence[Line], for_carers: bool, today: date) -> list[PersonRow]:
    """Each row after the heads, with what is wrong in itself or with another row of the table."""
    columns = columns_of(lines[0], heads_of(for_carers), ALSO)
    rows = [_read(line, columns, for_carers, today) for line in lines[1:]]
    first: dict[str, int] = {}
    return [_twice(row, first) for row in rows]


def _twice(row: PersonRow, first: dict[str, int]) -> PersonRow:
    known = first.setdefault(row.email, row.number) if row.email else row.number
    if known == row.number:
        return row
    return with_problem(row, f"Cette adresse est déjà à la ligne {known}.")


def with_problem(row: PersonRow, *problems: str) -> PersonRow:
    return PersonRow(**{**row.__dict__, "problems": (*row.problems, *problems)})


def _read(line: Line, columns: dict[str, int], for_carers: bool, today: date) -> PersonRow:
    def cell(name: str) -> str:
        return cell_of(line, columns, name)

    days = {name: read_day(cell(name)) for name in ("recruited_on", "obtained_on")}
    row = PersonRow(
        number=line.number,
        first_name=cell("first_name"),
        last_name=cell("last_name"),
        email=cell("email").lower(),
        practice=cell("practice"),
        city=cell("city"),
        recruited_on=days["recruited_on"],
        funder=cell("funder"),
        diploma=str(DIPLOMAS.get(plain(cell("diploma")), "")),
        obtained_on=days["obtained_on"],
        seen_as=str(SEEN.get(plain(cell("seen_as")), "")),
        cells=line.cells,
    )
    problems = [*_problems(row, cell("recruited_on"), today)]
    if for_carers:
        problems += _diploma_problems(row)
    return with_problem(row, *problems)


def _problems(row: PersonRow, typed: str, today: date) -> Iterable[str]:
    for name in NEEDED:
        if name != "recruited_on" and not getattr(row, name):
            yield f"{HEADS[name]} : il manque."
    for name, most in LENGTHS.items():
        if len(getattr(row, name)) > most:
            yield f"{HEADS[name]} : {most} caractères au plus."
    if row.email and not EMAIL.fullmatch(row.email):
        yield f"« {row.email[:60]} » n’est pas une adresse électronique."
    if not typed:
        yield "Recruté le : il manque."
    elif row.recruited_on is None:
        yield f"« {typed[:40]} » n’est pas une date : écrivez par exemple 04/11/2025."
    elif problem := recruitment_problem(row.recruited_on, today):
        yield problem


def _diploma_problems(row: PersonRow) -> Iterable[str]:
    if not row.diploma:
        yield "Diplôme vu : infirmier, aide-soignant ou auxiliaire de puériculture."
    if row.obtained_on is None:
        yield "Diplôme obtenu le : il manque, ou ce n’est pas une date."
    if not row.seen_as:
        yield "Original ou copie : écrivez l’un des deux."
