"""Rows of a table of people to enrol: what each says, and why one cannot be taken.

The rule is in docs/rules/import.md; columns are found by their heads, whatever their order.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from curricula.enums import CarerDiploma
from records.rules.tables import Line
from training.enums import DiplomaSeen
from training.rules.certificates import dates_problem
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
    "employer_first_name": "Prénom de l’employeur",
    "employer_last_name": "Nom de l’employeur",
    "employer_email": "Adresse de l’employeur",
}
CARER_HEADS = {
    "diploma": "Diplôme vu",
    "obtained_on": "Diplôme obtenu le",
    "seen_as": "Original ou copie",
}
ALSO = {
    "email": ("e-mail", "email", "courriel", "mail"), "recruited_on": ("date de recrutement",),
    "employer_email": (
        "adresse électronique de l’employeur", "e-mail de l’employeur", "email de l’employeur",
        "courriel de l’employeur",
    ),
}  # fmt: skip
NEEDED = ("first_name", "last_name", "email", "practice", "recruited_on")
LENGTHS = {
    "first_name": 80, "last_name": 80, "email": 254, "practice": 160, "city": 80,
    "employer_first_name": 80, "employer_last_name": 80, "employer_email": 254,
}  # fmt: skip
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
    employer_first_name: str = ""
    employer_last_name: str = ""
    employer_email: str = ""
    diploma: str = ""
    obtained_on: date | None = None
    seen_as: str = ""
    cells: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def employer_names(self) -> tuple[str, str]:
        return self.employer_first_name, self.employer_last_name


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
    return _with_employers([_twice(row, first) for row in rows])


def _with_employers(rows: Sequence[PersonRow]) -> list[PersonRow]:
    """The names of an employer may stand on one only of the rows that give the address."""
    people: dict[str, int] = {}
    said: dict[str, PersonRow] = {}
    for row in rows:
        if row.email:
            people.setdefault(row.email, row.number)
        if row.employer_email and row.employer_first_name and row.employer_last_name:
            said.setdefault(row.employer_email, row)
    return [_with_employer(row, people, said.get(row.employer_email)) for row in rows]


def _with_employer(row: PersonRow, people: dict[str, int], said: PersonRow | None) -> PersonRow:
    if problem := _employer_problem(row, people, said):
        return with_problem(row, problem)
    if said is None:
        return row
    return replace(
        row,
        employer_first_name=said.employer_first_name,
        employer_last_name=said.employer_last_name,
    )


def _employer_problem(row: PersonRow, people: dict[str, int], said: PersonRow | None) -> str:
    """What is wrong with the employer of a row; `said` is the first row that names the address."""
    names = {plain(name) for name in row.employer_names if name}
    if not row.employer_email:
        return "Adresse de l’employeur : il manque." if names else ""
    if row.employer_email == row.email:
        return "L’employeur et la personne ont la même adresse."
    if row.employer_email in people:
        who = people[row.employer_email]
        return f"L’adresse de l’employeur est celle de la personne de la ligne {who}."
    if names and not all(row.employer_names):
        return "Employeur : écrivez le prénom et le nom, ou aucun des deux."
    if names and said and names != {plain(name) for name in said.employer_names}:
        return f"L’adresse de l’employeur porte un autre nom à la ligne {said.number}."
    return ""


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
        employer_first_name=cell("employer_first_name"),
        employer_last_name=cell("employer_last_name"),
        employer_email=cell("employer_email").lower(),
        diploma=str(DIPLOMAS.get(plain(cell("diploma")), "")),
        obtained_on=days["obtained_on"],
        seen_as=str(SEEN.get(plain(cell("seen_as")), "")),
        cells=line.cells,
    )
    problems = [*_problems(row, cell("recruited_on"), today)]
    if for_carers:
        problems += _diploma_problems(row, today)
    return with_problem(row, *problems)


def _problems(row: PersonRow, typed: str, today: date) -> Iterable[str]:
    for name in NEEDED:
        if name != "recruited_on" and not getattr(row, name):
            yield f"{HEADS[name]} : il manque."
    for name, most in LENGTHS.items():
        if len(getattr(row, name)) > most:
            yield f"{HEADS[name]} : {most} caractères au plus."
    for email in (row.email, row.employer_email):
        if email and not EMAIL.fullmatch(email):
            yield f"« {email[:60]} » n’est pas une adresse électronique."
    if not typed:
        yield "Recruté le : il manque."
    elif row.recruited_on is None:
        yield f"« {typed[:40]} » n’est pas une date : écrivez par exemple 04/11/2025."
    elif problem := recruitment_problem(row.recruited_on, today):
        yield problem


def _diploma_problems(row: PersonRow, today: date) -> Iterable[str]:
    if not row.diploma:
        yield "Diplôme vu : infirmier, aide-soignant ou auxiliaire de puériculture."
    if row.obtained_on is None:
        yield "Diplôme obtenu le : il manque, ou ce n’est pas une date."
    elif problem := dates_problem(row.obtained_on, None, today):
        yield problem
    if not row.seen_as:
        yield "Original ou copie : écrivez l’un des deux."
