"""What keeps a reference from being stored or published: each finding is a French sentence."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from uuid import UUID

from curricula.rules.content import NOT_ESTABLISHED
from curricula.rules.package import Problem, ReferencePackage
from curricula.rules.references import (
    ACTIVITY,
    BLOCK,
    COMPETENCY,
    CRITERION,
    HEAD,
    LABELS,
    LINK,
    TASK,
    Row,
    rows_of,
)

CODE = re.compile(r"[-a-zA-Z0-9_]+\Z")
CODE_LENGTH = 60
TEXT_LENGTH = 5000
LENGTHS = {
    "code": CODE_LENGTH,
    "version": 40,
    "title": 500,
    "field_of_work": 300,
    "certifier": 300,
    "level": 60,
    "origin": 300,
}
SOURCE_LENGTH = 500
HEAD_TITLE_LENGTH = 300
# What a row must say.
NEEDED = {
    HEAD: ("code", "version", "title"),
    BLOCK: ("title",),
    COMPETENCY: ("text",),
    CRITERION: ("text",),
    ACTIVITY: ("title",),
    TASK: ("text",),
    LINK: (),
}
WITHOUT_SOURCE = (HEAD, BLOCK, ACTIVITY)


def package_problems(
    package: ReferencePackage, missions: Mapping[str, bool] | None = None
) -> list[Problem]:
    """Everything that would keep a reference from being stored; a remark does not block.

    `place` is the name of the row. `missions` says of each known mission whether it is established
    as authorised; one that is not feeds no competency (T23 T29 T37 T45 T46 T47 T56 never do).
    """
    rows = rows_of(package)
    return [
        *_head(package),
        *(problem for row in rows for problem in _row(row)),
        *_repeated(rows),
        *_links(package),
        *(problem for row in rows if row.kind == COMPETENCY for problem in _named(row, missions)),
    ]


def publication_problems(package: ReferencePackage, verified: bool) -> list[str]:
    """What a draft still lacks to be published: a published text never changes.

    A fact carries its source, what is not official says so, and nothing is called official before
    somebody has verified it.
    """
    found = []
    if not any(block.competencies for block in package.blocks):
        found.append("Il n’y a aucune compétence.")
    if not package.source:
        found.append("Il manque la source du référentiel.")
    if not package.official and not package.status_note:
        found.append("Un référentiel non officiel doit le dire dans sa mention de statut.")
    if package.official and not verified:
        found.append("Un référentiel officiel se publie après avoir été marqué comme vérifié.")
    return found


def _head(package: ReferencePackage) -> Iterator[Problem]:
    if package.code and not CODE.match(package.code):
        yield Problem(HEAD, "Le code s’écrit en lettres sans accent, chiffres et tirets.")
    start, end = package.valid_from, package.valid_until
    if start and end and end < start:
        yield Problem(HEAD, "La fin de validité précède le début.")
    if not package.blocks and not package.activities:
        yield Problem(HEAD, "Il n’y a ni bloc ni activité.")
    if not package.source:
        yield Problem(HEAD, "La source du référentiel manque : à écrire pour publier.", False)
    if package.official:
        yield Problem(HEAD, "Dit « officiel » : à vérifier avant de publier.", False)


def _row(row: Row) -> Iterator[Problem]:
    if any(not code for code in row.codes):
        yield Problem(row.name, "Il manque un code.")
    if any(len(code) > CODE_LENGTH for code in row.codes):
        yield Problem(row.name, f"Un code dépasse {CODE_LENGTH} caractères.")
    if any("\n" in code or "\t" in code for code in row.codes):
        yield Problem(row.name, "Un code tient sur une ligne.")
    for name in NEEDED[row.kind]:
        if not row.values[name]:
            yield Problem(row.name, f"Il manque : {LABELS[name]}.")
    for name, value in row.values.items():
        if len(value) > (most := _length(row.kind, name)):
            yield Problem(row.name, f"Trop long ({LABELS[name]}) : {most} caractères au plus.")
    if row.kind not in WITHOUT_SOURCE and not row.values["source"]:
        yield Problem(row.name, "La source manque : à vérifier.", False)


def _length(kind: str, name: str) -> int:
    if kind == HEAD:
        return HEAD_TITLE_LENGTH if name == "title" else LENGTHS.get(name, TEXT_LENGTH)
    return SOURCE_LENGTH if name == "source" else LENGTHS.get(name, TEXT_LENGTH)


def _repeated(rows: list[Row]) -> Iterator[Problem]:
    """A code names one row among its neighbours; an identifier one row of the whole."""
    named = {(row.kind, row.codes): row.name for row in rows if row.kind != HEAD}
    met = Counter((row.kind, row.codes) for row in rows)
    for key, name in named.items():
        if met[key] > 1 and all(key[1]):
            yield Problem(name, f"Écrit {met[key]} fois : un code ne sert qu’une fois.")
    identifiers = Counter(row.identifier.lower() for row in rows if row.identifier)
    for row in rows:
        if row.identifier and not _is_uuid(row.identifier):
            yield Problem(row.name, "L’identifiant n’est pas un UUID.")
        elif row.identifier and identifiers[row.identifier.lower()] > 1:
            yield Problem(row.name, "Une autre ligne porte le même identifiant.")


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _links(package: ReferencePackage) -> Iterator[Problem]:
    tasks = {(a.code, task.code) for a in package.activities for task in a.tasks}
    competencies = {(b.code, c.code) for b in package.blocks for c in b.competencies}
    for row in rows_of(package):
        if row.kind != LINK:
            continue
        if row.codes[:2] not in tasks:
            yield Problem(row.name, "La tâche n’existe pas dans ce référentiel.")
        if row.codes[2:] not in competencies:
            yield Problem(row.name, "La compétence n’existe pas dans ce référentiel.")


def _named(row: Row, missions: Mapping[str, bool] | None) -> Iterator[Problem]:
    for code in row.values["missions"].split():
        if missions is not None and code not in missions:
            yield Problem(row.name, f"La mission {code} est inconnue.")
        elif code in NOT_ESTABLISHED or (missions and not missions[code]):
            yield Problem(
                row.name,
                f"La mission {code} n’est pas établie : elle ne nourrit aucune compétence.",
            )
