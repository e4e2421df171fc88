"""What the detectors were tried on while they were written; the rest is in `held_out/`."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.enums import IdentifierKind, Strength
from records.rules.patient_data import LONGEST, explain, find_identifiers

BIRTH, ADDRESS = IdentifierKind.BIRTH, IdentifierKind.ADDRESS
PERSON, INITIALS = IdentifierKind.PERSON, IdentifierKind.INITIALS

FOUND = {
    BIRTH: """né le 3 mars 1962|née en mars 62|DDN 03/03/1962|DDN:03.03.62|D.D.N 3-3-1962|né 030362
        |Née le 1er janvier 1950 à Oran|née à Oran le 1er janvier 1950|née au Maroc en 1950
        |née Durand le 4 avril 1948|date de naissance : premier mai mille neuf cent soixante
        |né le trois mars mille neuf cent soixante-deux|nés le 03 03 1962|né en 62
        |né(e) le 12.4.1999
        |Date de naissance (03/03/1962)|anniversaire le 3 mars 1962|née le lundi 3 mars 2025
        |né le 3 mars|ne\u0301e le 3 mars 1962|né\u00a0le\u202f3\u00a0mars 1962|naissance 1962-03-03
        |son fils est né le 3 mars dernier|le réseau a reçu une patiente née le 3 mars 1962""",
    ADDRESS: """12 rue de la Paix|12, rue Garibaldi|12 RUE GARIBALDI 69003 LYON|3 bis bd Voltaire
        |12b av. du Général de Gaulle|7 place Bellecour|2 cours Lafayette|habite rue Paul Bert
        |69003 Lyon|à Lyon (69003)|5 rue pasteur|son adresse : résidence Les Acacias""",
    PERSON: """Mme Durand|M. Durand|madame De La Tour|Monsieur d’Estrées|mme durand|M Durand
        |patiente Durand|patient DURAND Paul|le patient Dr Durand|Mme DURAND-LEROY|Mme\u00a0Durand
        |Le médecin a reçu Mme Durand|l’infirmière a vu M. Durand|la famille Durand|le petit Kevin
        |Mme Durand, le médecin l’a vue|Mme D\u200burand""",
    INITIALS: """Mme D. le 12/03|J.D. vue le 3 mars|M. D. est venu le 3 mars|JD vue le 03/03
        |Le 3 mars, J. D. est venu""",
    IdentifierKind.EMAIL: "jean (at) exemple.fr|jean arobase exemple.fr",
}
CLEAN = """Ma collègue Mme Durand|notre formateur, M. Durand, est venu
    |Mme Durand, secrétaire, m’aide
    |Dr Durand|le docteur Durand|gants taille M. Nous repartons|Mme est venue|Monsieur le directeur
    |M. attend|R.A.S. le 12/03|NB le 3 mars fermeture|une idée née le 3 mars|réseau né en 2019
    |un nouveau-né vu le 3 mars|salle 12, rue barrée|2 cours en ligne|15 places Libres|mme attend
    |le 15 rue fermée|patient Covid|la patiente Alzheimer|page 12, avenue|Mme. Elle repart
    |formation de 9 h, place au quiz|je ne les vois le 3 mars que|il ne vient en mars que|Mme D.
    |entre 60 et 70 ans|avec Claire le 3 mars|3646|RNCP40913|LVT-7K4M-92QD|C1.2|2026-W14"""


def split(table: str) -> list[str]:
    return [text.strip() for text in table.split("|")]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, table in FOUND.items() for text in split(table)]
)
def test_each_way_of_writing_is_found(kind, text):
    assert kind in {finding.kind for finding in find_identifiers(text)}


@pytest.mark.parametrize("text", split(CLEAN))
def test_ordinary_words_are_left_be(text):
    assert find_identifiers(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("voir marie.durand@exemple.fr vite", "marie.durand@exemple.fr"),
        ("elle est née le 3 mars 1962, seule", "née le 3 mars 1962"),
        ("nom : Mme\u00a0Durand\u2011Leroy part", "Mme\u00a0Durand\u2011Leroy"),
        ("e\u0301te\u0301 : Mme Durand", "Mme Durand"),
        ("au 12 rue de la Paix, 69003 Lyon.", "12 rue de la Paix"),
        ("295109912611193", "295109912611193"),
    ],
)
def test_what_is_found_stands_where_it_is_said(text, value):
    first = find_identifiers(text)[0]
    assert text[first.start : first.end] == value


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("295109912611193", Strength.REFUSE),
        ("06 12 34 56 78", Strength.REFUSE),
        ("a@b.fr", Strength.REFUSE),
        ("DDN 03/03/1962", Strength.REFUSE),
        ("12 rue de la Paix", Strength.REFUSE),
        ("Mme Durand", Strength.ASK),
        ("J.D. vue le 3 mars", Strength.ASK),
    ],
)
def test_names_and_initials_are_asked_and_the_rest_refused(text, strength):
    assert [finding.strength for finding in find_identifiers(text)] == [strength]


@pytest.mark.parametrize(
    ("text", "offered", "said"),
    [
        (
            "Mme Durand",
            False,
            "Ce texte contient un nom de personne. Le livret ne garde rien qui fasse reconnaître "
            "un patient : retirez-le. Si ce n’est pas un patient, écrivez sa fonction à la place, "
            "ou confirmez avec une raison là où la page le propose.",
        ),
        (
            "J.D. vue le 3 mars",
            True,
            "Ce texte contient des initiales avec une date. Le livret ne garde rien qui fasse "
            "reconnaître un patient : retirez-les. Si ce n’est pas un patient, confirmez-le plus "
            "bas avec une raison.",
        ),
        (
            "Mme Durand, DDN 03/03/1962",
            True,
            "Ce texte contient une date de naissance. Le livret ne garde rien qui fasse "
            "reconnaître un patient : retirez-la, puis enregistrez.",
        ),
        ("rien", True, ""),
    ],
)
def test_the_message_says_what_may_be_confirmed(text, offered, said):
    assert explain(find_identifiers(text), offered=offered) == said


HOSTILE = (
    "1 ", "né à ", "née en a ", "né 3 mars mille aa ", "ddn le le le le ", "12 rue de ", "A", "Aa-",
    "69003 Aa ", "habite rue ", "M. Aa ", "M. de la ", "collègue de la b M. Aa ", "A.B. 1/2 ",
    "a@a.", "a@", "06   ", " ", "\n", "e\u0301", "patient Aa ",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(unit):
    """A quarter of the longest text that is read takes a quarter of a second at worst."""
    text = (unit * LONGEST)[: LONGEST // 4]
    began = time.process_time()
    find_identifiers(text)
    assert time.process_time() - began < 2  # leaves room for a busy machine


@given(st.text(st.sampled_from("né le3mars162Mme.D@rueJ/ \n\u0301"), max_size=200))
def test_any_mix_gives_places_inside_the_text(text):
    for finding in find_identifiers(text):
        assert 0 <= finding.start < finding.end <= len(text)
