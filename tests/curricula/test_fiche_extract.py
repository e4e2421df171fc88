"""One fictive fiche taken out of a daily file is read like the whole file."""

import pytest
from django.core.management import CommandError, call_command

from curricula.rules.france_competences import read_france_competences
from tests.curricula.test_france_competences_rules import (
    NUMBER,
    XML_NAME,
    XXE,
    bloc,
    daily,
    fiche,
    xml,
    zipped,
)

WHOLE = xml(
    fiche(number="RNCP00001"), fiche(bloc("<![CDATA[<li>Ranger & tailler</li>]]>")),
    fiche(number="RNCP00002"),
)  # fmt: skip
FILES = {".xml": zipped((XML_NAME, WHOLE)), ".zip": daily()}


@pytest.mark.parametrize(("suffix", "content"), FILES.items(), ids=FILES)
def test_the_fiche_alone_is_read_like_the_daily_file(tmp_path, suffix, content):
    source = tmp_path / "du-jour.zip"
    source.write_bytes(content)
    call_command("extract_fiche", "rncp 00000", source, tmp_path)
    alone = (tmp_path / f"RNCP00000{suffix}").read_bytes()
    assert read_france_competences(alone) == read_france_competences(content, NUMBER)
    assert read_france_competences(alone).package.title == "Fiche fictive pour les tests"


@pytest.mark.parametrize(
    ("number", "content", "reason"),
    [
        ("RNCP00009", daily(), "aucune fiche RNCP00009 dans ce fichier."),
        ("RNCP00009", WHOLE, "aucune fiche RNCP00009 dans ce fichier."),
        ("../x", WHOLE, "« ../x » n’est pas un numéro de fiche."),
        (NUMBER, b"PK\x03\x04", "cette archive zip est abîmée."),
        (NUMBER, daily("x"), "Standard, ligne 1 : il manque la colonne Numero_Fiche, Intitule "
                            "(séparateur : point-virgule)."),
        (NUMBER, XXE.encode(),
         "il déclare un type de document (DOCTYPE) ou des entités : refusé."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_out_says_why(tmp_path, number, content, reason):
    source = tmp_path / "source"
    source.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("extract_fiche", number, source, tmp_path)
    assert str(refused.value) == f"source : {reason}"
    assert list(tmp_path.iterdir()) == [source]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError):
        call_command("extract_fiche", NUMBER, tmp_path / "rien", tmp_path)
