"""Fiches of France compétences: every text here is fictive, no fiche RNCP00000 exists."""

import struct
import zipfile
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curricula.rules import archives, safe_xml
from curricula.rules.fiche import fiche_number
from curricula.rules.france_competences import (
    NO_TEXT,
    read_fiche_csv,
    read_france_competences,
)
from curricula.rules.package import BlockRow
from curricula.rules.source_lists import separate

NUMBER = "RNCP00000"
TITLE = "Fiche fictive pour les tests"
STANDARD = f"""Id_Fiche;Numero_Fiche;Intitule;Date_Decision;Date_Effet;Date_Fin_Enregistrement;Actif
1;RNCP00001;Autre fiche fictive;01/01/2027;;;ACTIVE
2;{NUMBER};"{TITLE}";15/02/2027;01/03/2027;28/02/2030;ACTIVE
"""
BLOCKS = f"""Numero_Fiche;Bloc_Competences_Code;Bloc_Competences_Libelle
{NUMBER};RNCP00000BC02;Compter les crayons
RNCP00001;RNCP00001BC01;Autre bloc
{NUMBER};RNCP00000BC01;Ranger les crayons
"""
STANDARD_NAME = "export_fiches_CSV_Standard_2027_03_01.csv"
BLOCKS_NAME = "export_fiches_CSV_Blocs_De_Compétences_2027_03_01.csv"
XML_NAME = "export_fiches_RNCP_V4_1_2027_03_01.xml"


def sentences(reading, blocking=True) -> list[str]:
    return [f"{p.place} : {p.reason}" for p in reading.problems if p.blocking == blocking]


def zipped(*files) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def daily(standard=STANDARD, blocks=BLOCKS, *more) -> bytes:
    return zipped((STANDARD_NAME, standard), (BLOCKS_NAME, blocks), *more)


# --- The CSV --------------------------------------------------------------------------------------


def test_the_csv_gives_blocks_that_say_what_they_lack():
    reading = read_fiche_csv(STANDARD.encode(), BLOCKS.encode(), "rncp 00000")
    assert reading.problems == ()
    package = reading.package
    assert (package.code, package.version, package.title) == ("rncp00000", "2027-02-15", TITLE)
    assert (package.valid_from, package.valid_until) == (date(2027, 3, 1), date(2030, 2, 28))
    assert package.official is True
    assert package.blocks == tuple(
        BlockRow(code, title, NO_TEXT, source=f"France compétences, {code}")
        for code, title in (
            ("RNCP00000BC01", "Ranger les crayons"),
            ("RNCP00000BC02", "Compter les crayons"),
        )
    )


def test_the_daily_zip_says_the_same():
    expected = read_fiche_csv(STANDARD.encode(), BLOCKS.encode(), NUMBER)
    other = ("export_fiches_CSV_Rome_2027_03_01.csv", "\x00 never opened")
    assert read_france_competences(daily(STANDARD, BLOCKS, other), NUMBER) == expected
    assert read_france_competences(daily("\ufeff" + STANDARD), NUMBER) == expected


CSV_REFUSED = {
    "block twice": (
        STANDARD, BLOCKS + f"{NUMBER};RNCP00000BC01;Encore\n",
        "Blocs, ligne 5 : le code « RNCP00000BC01 » est déjà à la ligne 4.",
    ),
    "block without title": (
        STANDARD, BLOCKS + f"{NUMBER};RNCP00000BC03; \n",
        "Blocs, ligne 5 : il manque le code ou le libellé du bloc.",
    ),
    "fiche twice": (
        STANDARD + f"3;{NUMBER};Encore;;;;\n", BLOCKS,
        "Standard, ligne 4 : la fiche RNCP00000 est déjà à la ligne 3.",
    ),
    "no such fiche": (
        STANDARD.replace(NUMBER, "RNCP00009"), BLOCKS,
        "Standard : aucune fiche RNCP00000 dans ce fichier.",
    ),
    "other columns": (
        STANDARD, BLOCKS.replace(";", ","),
        "Blocs, ligne 1 : il manque la colonne Numero_Fiche, Bloc_Competences_Code, "
        "Bloc_Competences_Libelle (séparateur : point-virgule).",
    ),
    "empty": (
        "", BLOCKS,
        "Standard, ligne 1 : il manque la colonne Numero_Fiche, Intitule "
        "(séparateur : point-virgule).",
    ),
    "quote left open": (
        STANDARD + '4;RNCP00003;"Ouvert\n', BLOCKS,
        "Standard, ligne 4 : cette ligne n’est pas du CSV lisible.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("standard", "blocks", "sentence"), CSV_REFUSED.values(), ids=CSV_REFUSED)
def test_a_bad_line_of_the_csv_is_refused_with_its_number(standard, blocks, sentence):
    reading = read_france_competences(daily(standard, blocks), NUMBER)
    assert reading.refused
    assert sentences(reading) == [sentence]


def test_what_the_csv_leaves_unsure_is_remarked():
    standard = f"Numero_Fiche;Intitule;Date_Effet;Actif\n{NUMBER};{TITLE};demain;INACTIVE\n"
    reading = read_fiche_csv(standard.encode(), BLOCKS.splitlines()[0].encode(), NUMBER)
    assert not reading.refused
    assert sentences(reading, blocking=False) == [
        "Standard, ligne 2 : le fichier dit cette fiche inactive.",
        "Blocs : aucun bloc pour cette fiche.",
        "effet : « demain » n’est pas une date.",
        "fiche : aucune date de décision ni d’effet : la version est « 1 ».",
    ]


@pytest.mark.parametrize("number", ["RNCP", "../etc", "RNCP4091300000", "<b>"])
def test_what_is_no_number_of_a_fiche_is_refused(number):
    assert read_france_competences(daily(), number).package is None
    assert fiche_number(number) == ""


def test_without_a_number_the_only_fiche_is_read():
    standard = "\n".join(STANDARD.splitlines()[::2]) + "\n"
    assert read_france_competences(daily(standard)).package.code == "rncp00000"
    assert sentences(read_france_competences(daily())) == [
        "Standard : plus d’une fiche : en tirer une avec la commande extract_fiche."
    ]
    assert sentences(read_france_competences(xml(fiche(), fiche(number="RNCP00001")))) == [
        "fichier : plus d’une fiche : en tirer une avec la commande extract_fiche."
    ]


# --- The zip --------------------------------------------------------------------------------------


def lying() -> bytes:
    """A zip whose directory announces ten bytes for a file that holds far more."""
    content = bytearray(zipped((STANDARD_NAME, "x" * 50_000), (BLOCKS_NAME, "y")))
    place = content.index(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(daily())
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


OUTSIDE = "un nom de fichier sort de l’archive."
ZIP_REFUSED = {
    "path traversal": (daily(STANDARD, BLOCKS, ("../../etc/x", "")), OUTSIDE),
    "absolute path": (daily(STANDARD, BLOCKS, ("/etc/x", "")), OUTSIDE),
    "windows path": (daily(STANDARD, BLOCKS, ("..\\x", "")), OUTSIDE),
    "drive": (daily(STANDARD, BLOCKS, ("C:/x", "")), OUTSIDE),
    "bomb": (daily("\0" * 30_000_000), "un fichier gonfle trop en s’ouvrant."),
    "many": (
        zipped(*((f"{n}.csv", "") for n in range(101))),
        "plus de 100 fichiers : ce n’est pas l’archive attendue.",
    ),
    "encrypted": (encrypted(), "un fichier est chiffré."),
    "lying": (lying(), "cette archive zip est abîmée."),
    "cut": (daily()[:300], "cette archive zip est abîmée."),
    "no blocks": (
        zipped((STANDARD_NAME, STANDARD)),
        "il n’y a pas de fichier « Blocs_De_Compétences ».",
    ),
    "nothing known": (zipped(("x.txt", "")), "il n’y a pas de fichier « Standard »."),
    "two of a kind": (
        daily(STANDARD, BLOCKS, ("b/" + STANDARD_NAME, "")),
        f"deux fichiers pour un : {STANDARD_NAME} et {STANDARD_NAME}.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), ZIP_REFUSED.values(), ids=ZIP_REFUSED)
def test_a_suspect_zip_is_refused_as_a_whole(content, reason):
    reading = read_france_competences(content, NUMBER)
    assert reading.package is None
    assert sentences(reading) == [f"archive : {reason}"]


def test_a_file_larger_than_allowed_is_refused(monkeypatch):
    monkeypatch.setattr("curricula.rules.france_competences.MAX_CSV", 50)
    monkeypatch.setattr(archives, "MEGABYTE", 1)
    reading = read_france_competences(daily(), NUMBER)
    assert sentences(reading) == [f"archive : « {STANDARD_NAME} » dépasse 50 Mo."]


# --- The XML --------------------------------------------------------------------------------------


def bloc(listed="", assessed="", code="RNCP00000BC01", more="") -> str:
    return (
        f"<BLOC_COMPETENCES><CODE>{code}</CODE><LIBELLE>Ranger les crayons</LIBELLE>"
        f"<LISTE_COMPETENCES>{listed}</LISTE_COMPETENCES>"
        f"<MODALITES_EVALUATION>{assessed}</MODALITES_EVALUATION>{more}</BLOC_COMPETENCES>"
    )


def fiche(*blocks, number=NUMBER, more="") -> str:
    return (
        f"<FICHE><NUMERO_FICHE>{number}</NUMERO_FICHE><INTITULE>{TITLE}</INTITULE>"
        "<DATE_DECISION>15/02/2027</DATE_DECISION>"
        "<DATE_FIN_ENREGISTREMENT>28/02/2030</DATE_FIN_ENREGISTREMENT>"
        "<CODES_NSF><NSF><CODE>000</CODE><INTITULE>Domaine fictif</INTITULE></NSF></CODES_NSF>"
        "<CERTIFICATEURS><CERTIFICATEUR><NOM_CERTIFICATEUR>Certificateur fictif"
        f"</NOM_CERTIFICATEUR></CERTIFICATEUR></CERTIFICATEURS>{more}"
        f"<BLOCS_COMPETENCES>{''.join(blocks)}</BLOCS_COMPETENCES></FICHE>"
    )


def xml(*fiches) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<FICHES><VERSION_FLUX>4.1</VERSION_FLUX>{''.join(fiches)}</FICHES>".encode()


def only_block(listed, assessed=""):
    reading = read_france_competences(xml(fiche(bloc(listed, assessed))), NUMBER)
    assert not reading.refused
    return reading.package.blocks[0]


def test_the_xml_gives_competencies_with_the_codes_of_the_source():
    listed = escape(
        "<p>Le titulaire sait :</p><ul><li>C1.1 - Ranger</li><li>C1.2 - Tailler</li></ul>"
    )
    reading = read_france_competences(xml(fiche(bloc(listed, "Étude d’un cas fictif"))), NUMBER)
    package = reading.package
    assert (package.code, package.version) == ("rncp00000", "2027-02-15")
    assert (package.certifier, package.field_of_work) == ("Certificateur fictif", "Domaine fictif")
    [block] = package.blocks
    assert [(c.code, c.text) for c in block.competencies] == [
        ("C1.1", "Ranger"),
        ("C1.2", "Tailler"),
    ]
    assert block.note == (
        "Le titulaire sait :\nModalités d’évaluation (texte de la source) : Étude d’un cas fictif"
    )
    assert sentences(reading, blocking=False) == [
        "bloc 1 (RNCP00000BC01) : ce qui précède la liste des compétences est gardé dans la note "
        "du bloc."
    ]


LISTS = {
    "lines": ("Ranger\nTailler", ["Ranger", "Tailler"]),
    "hyphens": ("- Ranger\n- Tailler - vite", ["Ranger", "Tailler - vite"]),
    "bullets on one line": ("• Ranger • Tailler", ["Ranger", "Tailler"]),
    "continued": ("- Ranger\nles crayons\n- Tailler", ["Ranger les crayons", "Tailler"]),
    "numbers": ("1. Ranger\n2) Tailler", ["Ranger", "Tailler"]),
    "tags": ("Ranger<br/>Tailler <b>vite</b>", ["Ranger", "Tailler vite"]),
    "cdata": ("<![CDATA[<ul><li>Ranger</li><li>Tailler &nbsp;vite</li></ul>]]>",
              ["Ranger", "Tailler vite"]),
    "one text": ("Ranger - Tailler, puis ; compter", ["Ranger - Tailler, puis ; compter"]),
    "sign": (escape("Ranger si n < 38 et n > 2"), ["Ranger si n < 38 et n > 2"]),
    "codes that repeat": ("C1 - Ranger\nC1 - Tailler", ["C1 - Ranger", "C1 - Tailler"]),
}  # fmt: skip


@pytest.mark.parametrize(("listed", "texts"), LISTS.values(), ids=LISTS)
def test_a_text_is_cut_only_where_the_source_cuts_it(listed, texts):
    assert [row.text for row in only_block(listed).competencies] == texts


def test_criteria_are_made_only_where_the_source_names_competencies():
    named = only_block("C1 - Ranger\nC2 - Tailler", "C1 : sans bruit\nC1 : vite\nC2 : court")
    assert [[k.text for k in row.criteria] for row in named.competencies] == [
        ["sans bruit", "vite"], ["court"],
    ]  # fmt: skip
    assert named.note == ""
    assert named.competencies[1].criteria[0].source == "France compétences, RNCP00000BC01"
    unnamed = only_block("C1 - Ranger\nC2 - Tailler", "- sans bruit\n- vite")
    assert [row.criteria for row in unnamed.competencies] == [(), ()]
    assert unnamed.note.endswith("(texte de la source) : - sans bruit\n- vite")


def test_a_block_without_text_says_so():
    assert (
        only_block("").note == "Le fichier XML ne contient pas le texte des compétences de ce bloc."
    )


def test_unknown_elements_are_reported():
    more = "<PREREQUIS>x</PREREQUIS><COULEUR>bleu</COULEUR><COULEUR/>"
    content = xml(fiche(bloc("Ranger", more="<POIDS>1</POIDS>"), more=more))
    reading = read_france_competences(content, NUMBER)
    assert not reading.refused
    assert sentences(reading, blocking=False) == [
        "FICHE : élément inconnu « COULEUR » (2 fois), non repris.",
        "FICHE : éléments connus, non repris : PREREQUIS.",
        "bloc 1 (RNCP00000BC01) : élément inconnu « POIDS » (1 fois), non repris.",
        "bloc 1 (RNCP00000BC01) : la source ne sépare pas les compétences : "
        "le texte est gardé entier.",
        "bloc 1 (RNCP00000BC01) : la source ne numérote pas les compétences : "
        "les codes C1, C2… sont du site.",
    ]  # fmt: skip


def test_the_fiche_is_found_among_others_and_in_a_zip():
    content = xml(fiche(number="RNCP00001"), fiche(bloc("Ranger")), fiche(number="RNCP00002"))
    expected = read_france_competences(content, NUMBER)
    assert expected.package.code == "rncp00000"
    assert read_france_competences(zipped((XML_NAME, content)), NUMBER) == expected
    assert read_france_competences(xml(fiche(bloc("Ranger"))), "") == expected


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><FICHES>&b;</FICHES>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><FICHE>&a;</FICHE>'
NO_DOCTYPE = "fichier : il déclare un type de document (DOCTYPE) ou des entités : refusé."
MALFORMED = "ligne 1 : ce n’est pas du XML bien formé."
XML_REFUSED = {
    "xxe": (XXE.encode(), NO_DOCTYPE),
    "xxe in utf-16": (XXE.encode("utf-16"), NO_DOCTYPE),
    "billion laughs": (BOMB.encode(), NO_DOCTYPE),
    "far document type": ((" " * 60_000 + XXE).strip().encode(), NO_DOCTYPE),
    "undeclared entity": (xml("&a;"), MALFORMED),
    "cut": (xml(fiche())[:-20], MALFORMED),
    "encoding": (
        b'<?xml version="1.0" encoding="x-y"?><FICHE/>',
        "fichier : l’encodage du fichier n’est pas reconnu.",
    ),
    "page": (b"<html><body/></html>", "fichier : aucune fiche RNCP00000 dans ce fichier."),
    "twice": (
        xml(fiche(), fiche()),
        "fichier : plus d’une fiche : la fiche RNCP00000 y est deux fois.",
    ),
    "nested": (b"<a>" * 300_000, MALFORMED),
    "block twice": (
        xml(fiche(bloc(), bloc())),
        "bloc 2 (RNCP00000BC01) : le code « RNCP00000BC01 » est déjà "
        "celui du bloc 1 (RNCP00000BC01).",
    ),
    "block without code": (
        xml(fiche(bloc(code=""))),
        "bloc 1 : il manque le code (CODE) ou le libellé (LIBELLE).",
    ),
    "empty": (b"", "fichier : il est vide."),
    "no xml": (
        b"Numero_Fiche;Intitule",
        "fichier : ni archive zip, ni XML. Les CSV se déposent dans l’archive du jour.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), XML_REFUSED.values(), ids=XML_REFUSED)
def test_bad_xml_is_refused_with_the_reason(content, sentence):
    reading = read_france_competences(content, NUMBER)
    assert reading.refused
    assert sentences(reading) == [sentence]


def test_a_fiche_that_never_ends_is_refused(monkeypatch):
    monkeypatch.setattr(safe_xml, "MAX_ELEMENT", 40_000)
    reading = read_france_competences(xml(fiche(bloc("x" * 90_000))), NUMBER)
    assert sentences(reading) == ["fichier : ce fichier est trop grand."]
    many = xml(*(fiche(number=f"RNCP{n:05}") for n in range(1, 500)), fiche())
    assert read_france_competences(many, NUMBER).package is not None


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("Cc1.2-•* \n–;é"), max_size=60))
def test_cutting_loses_no_letter(text):
    found = separate(text)
    kept = "".join([found.before, *(piece.text for piece in found.pieces)])
    letters = [character for character in text if character in "Ccé;"]
    assert [character for character in kept if character in "Ccé;"] == letters


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_nonsense_is_answered_with_a_reason(content):
    for start in (b"", b"PK\x03\x04", b"<"):
        reading = read_france_competences(start + content, NUMBER)
        assert reading.package is None
        assert len(sentences(reading)) == 1
