"""CASE 1.1: what is written is read again; what others wrote is read as far as it goes."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curricula.rules.case_format import child_identifier, is_uuid, with_identifiers
from curricula.rules.case_reader import read_case
from curricula.rules.case_writer import Origin, case_json, case_package
from curricula.rules.package import CompetencyRow, Reading
from tests.curricula.packages import FICTIVE, packages

ORIGIN = Origin("https://livret.example/", datetime(2027, 3, 4, 9, tzinfo=UTC))
DOCUMENT_ALWAYS = {"identifier", "uri", "creator", "title", "lastChangeDateTime"}
ITEM_ALWAYS = {"identifier", "fullStatement", "uri", "lastChangeDateTime"}
ASSOCIATION_ALWAYS = {
    "identifier", "associationType", "uri", "originNodeURI", "destinationNodeURI",
    "lastChangeDateTime",
}  # fmt: skip
NO_PACKAGE = "ce n’est pas un paquet CASE"
DOCUMENT_MAY = {
    "caseVersion", "officialSourceURL", "publisher", "description", "subject", "subjectURI",
    "language", "version", "adoptionStatus", "statusStartDate", "statusEndDate", "licenseURI",
    "notes", "extensions", "frameworkType",
}  # fmt: skip
ITEM_MAY = {
    "alternativeLabel", "CFItemType", "humanCodingScheme", "listEnumeration", "notes",
    "abbreviatedStatement", "conceptKeywords", "conceptKeywordsURI", "subject", "subjectURI",
    "language", "educationLevel", "CFItemTypeURI", "licenseURI", "statusStartDate",
    "statusEndDate", "extensions",
}  # fmt: skip
ASSOCIATION_MAY = {"sequenceNumber", "CFAssociationGroupingURI", "notes", "extensions"}
TYPE_ALWAYS = {
    "identifier", "uri", "title", "description", "hierarchyCode", "lastChangeDateTime",
}  # fmt: skip
LINK = {"title", "identifier", "uri"}
ROOT = "10000000-0000-4000-8000-000000000000"


@settings(max_examples=60, deadline=None)
@given(packages())
def test_a_package_read_again_is_equal(package):
    assert read_case(case_json(package, ORIGIN)) == Reading(package)


def test_rows_without_identifier_are_given_the_same_one_each_time():
    expected = with_identifiers(FICTIVE)
    assert read_case(case_json(FICTIVE, ORIGIN)) == Reading(expected)
    assert with_identifiers(FICTIVE) == expected
    assert expected.blocks[0].identifier != expected.blocks[1].identifier


def test_what_the_standard_requires_is_there():
    written = case_package(FICTIVE, ORIGIN)
    associations = written["CFAssociations"]
    assert written["CFDocument"].keys() >= DOCUMENT_ALWAYS
    assert all(item.keys() >= ITEM_ALWAYS for item in written["CFItems"])
    assert all(one.keys() >= ASSOCIATION_ALWAYS for one in associations)
    assert all("CFDocumentURI" not in row for row in [*written["CFItems"], *associations])
    assert "CFPackageURI" not in written["CFDocument"]
    rows = [written["CFDocument"], *written["CFItems"], *associations]
    assert all(is_uuid(row["identifier"]) for row in rows)
    assert len({row["identifier"] for row in rows}) == len(rows)
    kinds = [item["CFItemType"] for item in written["CFItems"]]
    assert kinds == ["Bloc", "Compétence", "Critère", "Compétence", "Bloc", "Activité", "Tâche",
                     "Tâche"]  # fmt: skip
    assert associations[-1]["associationType"] == "isRelatedTo"
    assert associations[-1]["notes"] == "page 3"
    assert written["CFDocument"]["uri"].startswith("https://livret.example/ims/case/v1p1/")


def test_nothing_is_written_that_the_standard_does_not_know():
    """Information model of CASE 1.1: `additionalProperties` is false in a package."""
    written = case_package(FICTIVE, ORIGIN)
    kinds = written["CFDefinitions"]["CFItemTypes"]
    assert written["CFDocument"].keys() <= DOCUMENT_ALWAYS | DOCUMENT_MAY
    assert all(item.keys() <= ITEM_ALWAYS | ITEM_MAY for item in written["CFItems"])
    assert all(item["CFItemTypeURI"].keys() == LINK for item in written["CFItems"])
    assert all(kind.keys() == TYPE_ALWAYS for kind in kinds)
    for association in written["CFAssociations"]:
        assert association.keys() <= ASSOCIATION_ALWAYS | ASSOCIATION_MAY
        for end in ("originNodeURI", "destinationNodeURI"):
            assert association[end].keys() == LINK | {"targetType"}


def number(place: int) -> str:
    return f"{place:08d}-0000-4000-8000-000000000000"


def foreign(*items, edges=(), **document) -> bytes:
    """A package as others write it: (code, statement, parent) or (code, statement, parent, type);
    parents are named by their place in the list, 0 is the document."""
    head = {"identifier": ROOT, "uri": "https://a.example/1", "creator": "A", "title": "Été 1"}
    records, links = [], list(edges)
    for place, (code, statement, parent, *kind) in enumerate(items, start=1):
        record = {"identifier": number(place), "fullStatement": statement}
        record |= {"humanCodingScheme": code, "CFItemType": kind[0] if kind else "Standard"}
        records.append({key: value for key, value in record.items() if value})
        if parent is not None:
            links.append(edge("isChildOf", number(place), number(parent) if parent else ROOT))
    return json.dumps(
        {"CFDocument": head | document, "CFItems": records, "CFAssociations": links}
    ).encode()


def edge(kind, start, end, **more):
    ends = {"originNodeURI": {"identifier": start}, "destinationNodeURI": {"identifier": end}}
    return {"identifier": ROOT, "associationType": kind} | ends | more


def blocking(reading: Reading) -> list[str]:
    return [f"{p.place} : {p.reason}" for p in reading.problems if p.blocking]


def remarks(reading: Reading) -> list[str]:
    return [f"{p.place} : {p.reason}" for p in reading.problems if not p.blocking]


def test_a_deeper_tree_is_brought_below_its_block():
    reading = read_case(
        foreign(("N", "Nombres", 0), ("N.1", "Compter", 1), ("N.1.a", "Jusqu’à dix", 2),
                ("N.2", "Ranger", 1))
    )  # fmt: skip
    assert not reading.refused
    [block] = reading.package.blocks
    assert (block.code, block.title) == ("N", "Nombres")
    assert [(row.code, row.note) for row in block.competencies] == [
        ("N.1.a", "Sous : Compter."), ("N.2", ""),
    ]  # fmt: skip
    assert remarks(reading) == [
        "CFDocument : pas de version : « 1 » est retenue.",
        "CFItems : CFItemType « Standard » inconnu : 4 élément(s) lu(s) d’après leur place.",
        "CFItems : arbre plus profond : 1 élément(s) ramené(s) sous leur bloc.",
    ]


def test_a_foreign_document_says_that_its_status_is_to_be_checked():
    package = read_case(foreign(version="2")).package
    assert (package.code, package.certifier, package.official) == ("ete-1", "A", False)
    assert package.status_note == "Importé d’un paquet CASE 1.1. Statut à vérifier."
    assert package.source == "https://a.example/1"


def test_items_without_parent_or_code_are_read_and_reported():
    reading = read_case(foreign(("", "Compter", None), version="2"))
    assert reading.package.blocks[0].competencies == (
        CompetencyRow("C1", "Compter", identifier=number(1)),
    )
    assert remarks(reading)[:2] == [
        "CFItem 1 : aucun parent : lu à la racine.",
        "CFItems : 1 compétence(s) sans bloc, réunies sous « Sans bloc dans le fichier ».",
    ]


def test_sequence_numbers_make_the_order():
    edges = [
        edge("isChildOf", number(1), ROOT, sequenceNumber=2),
        edge("isChildOf", number(2), ROOT, sequenceNumber=1),
    ]
    items = [("B1", "Un", None, "Bloc"), ("B2", "Deux", None, "Bloc")]
    package = read_case(foreign(*items, edges=edges, version="2")).package
    assert [block.code for block in package.blocks] == ["B2", "B1"]


REFUSED = {
    "cycle": (
        [("B", "Un", 0), ("X", "Deux", 3), ("Y", "Trois", 2)],
        ["CFItem 2 (X) : boucle : X → Y → X."],
    ),
    "itself": ([("X", "Un", 1)], ["CFItem 1 (X) : boucle : X → X."]),
    "code twice": (
        [("B", "Un", 0), ("C", "Deux", 1), ("C", "Trois", 1)],
        ["CFItem 3 (C) : le code « C » est déjà celui du CFItem 2 (C)."],
    ),
    "no statement": ([("B", " ", 0)], ["CFItem 1 (B) : il manque l’énoncé (fullStatement)."]),
    "criterion at the root": (
        [("K", "Un", 0, "Critère")],
        ["CFItem 1 (K) : « Critère » à la racine : rien ne la porte."],
    ),
    "criterion below a block": (
        [("B", "Un", 0, "Bloc"), ("K", "Deux", 1, "Critère")],
        ["CFItem 2 (K) : « Critère » sous un bloc : ce n’est pas sa place."],
    ),
    "competency below an activity": (
        [("A", "Un", 0, "Activité"), ("C", "Deux", 1, "Compétence")],
        ["CFItem 2 (C) : une activité ne porte que des tâches, sans enfant."],
    ),
}


@pytest.mark.parametrize(("items", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_refused_row_says_which_and_why(items, expected):
    reading = read_case(foreign(*items, version="2"))
    assert reading.refused
    assert blocking(reading) == expected


def test_a_tree_too_deep_is_refused_and_not_followed():
    items = [(f"X{place}", "Un", place) for place in range(1500)]
    reading = read_case(foreign(*items, version="2"))
    assert blocking(reading) == ["CFItem 41 (X40) : plus de 40 niveaux."]


REPORTED = {
    "dangling end": (
        [edge("isChildOf", number(1), number(9))],
        "CFAssociation 1 : la destination n’est pas dans le fichier : lien ignoré.",
    ),
    "dangling start": (
        [edge("isChildOf", number(9), ROOT)],
        "CFAssociation 1 : l’origine n’est pas dans le fichier : lien ignoré.",
    ),
    "second parent": (
        [edge("isChildOf", number(1), ROOT), edge("isChildOf", number(1), ROOT)],
        "CFAssociation 2 : CFItem 1 (B) a déjà un parent : le premier est gardé.",
    ),
    "link between others": (
        [edge("isRelatedTo", number(1), number(9))],
        "CFAssociation 1 : ne relie pas une tâche et une compétence du fichier : lien ignoré.",
    ),
    "other type": (
        [edge("exactMatchOf", number(1), number(9))],
        "CFAssociations : 1 association(s) « exactMatchOf » non reprise(s).",
    ),
    "unknown field": (
        [edge("isChildOf", number(1), ROOT, couleur="bleu")],
        "CFAssociation : champ « couleur » non repris (1 fois).",
    ),
}


@pytest.mark.parametrize(("edges", "expected"), REPORTED.values(), ids=REPORTED)
def test_what_is_left_out_is_reported(edges, expected):
    reading = read_case(foreign(("B", "Un", None, "Bloc"), edges=edges, version="2"))
    assert not reading.refused
    assert expected in remarks(reading)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b" \n", "fichier : il est vide."),
        (b'{\n"CFDocument": {},\n', "ligne 3 : ce n’est pas du JSON lisible."),
        (b"[" * 200_000, "fichier : ce n’est pas du JSON lisible."),
        (b"\xff\xfe", "fichier : il n’est pas en UTF-8."),
        (b"[]", f"fichier : il n’y a pas de CFDocument : {NO_PACKAGE}."),
        (b'{"CFDocument": 3}', f"fichier : il n’y a pas de CFDocument : {NO_PACKAGE}."),
        (b" " * 20_971_521, f"fichier : il dépasse 20 Mo : {NO_PACKAGE} de référentiel."),
    ],
    ids=["empty", "cut", "deep", "bytes", "list", "number", "big"],
)  # fmt: skip
def test_a_file_that_is_no_package_gives_nothing(content, sentence):
    reading = read_case(content)
    assert reading.package is None
    assert blocking(reading) == [sentence]


def test_rows_that_are_no_objects_are_refused_one_by_one():
    head = {"identifier": "x", "title": ""}
    content = {"CFDocument": head, "CFItems": [3, {"identifier": "x"}, {"identifier": number(1)}],
               "CFAssociations": ["x", {}]}  # fmt: skip
    assert blocking(read_case(json.dumps(content).encode())) == [
        "CFDocument : il manque le titre (title).",
        "CFDocument : il manque un identifiant (identifier) qui soit un UUID.",
        "CFItem 1 : ce n’est pas un objet JSON.",
        "CFItem 2 : il manque un identifiant (identifier) qui soit un UUID.",
        "CFItem 3 : il manque l’énoncé (fullStatement).",
        "CFAssociation 1 : ce n’est pas un objet JSON.",
        "CFAssociation 2 : il manque le type, l’origine ou la destination.",
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(ROOT),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(
            ["identifier", "title", "humanCodingScheme", "fullStatement", "extensions", "livret",
             "originNodeURI", "destinationNodeURI", "associationType", "missions", "subject"]
        ), inner, max_size=5,
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.just("CFDocument"), anything, min_size=1), st.lists(anything, max_size=3),
       st.lists(anything, max_size=3))  # fmt: skip
def test_nonsense_is_answered_with_problems(document, items, associations):
    content = document | {"CFItems": items, "CFAssociations": associations}
    reading = read_case(json.dumps(content).encode())
    assert reading.refused or is_uuid(reading.package.identifier)


@given(st.uuids(version=4) | st.uuids(version=5))
def test_the_place_of_a_row_and_the_row_give_each_other(own):
    turned = child_identifier(str(own))
    assert turned != str(own)
    assert is_uuid(turned)
    assert UUID(turned).version == own.version
    assert child_identifier(turned) == str(own)
