import re
import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import nir

from records.enums import IdentifierKind
from records.rules.patient_data import explain, find_identifiers
from records.services import PatientData, refuse_patient_data
from records.validators import no_patient_data

NIR, PHONE, EMAIL = IdentifierKind.NIR, IdentifierKind.PHONE, IdentifierKind.EMAIL

FOUND = [
    ("2 95 10 99 126 111 93", [NIR]),
    ("Son numéro : 295109912611193.", [NIR]),
    ("295 10 99 126 111 | 93 puis 2.95.10.99.126.111.93", [NIR]),
    ("2\u00a095\u00a010\u00a099\u00a0126\u00a0111\u00a093", [NIR]),
    ("2\u202f95\u202f10\u202f99\u202f126\u202f111\u202f93", [NIR]),
    ("2-95-10-99-126-111-93", [NIR]),
    ("Corse : 253072B07300470", [NIR]),
    ("Corse : 2 53 07 2a 073 004 43", [NIR]),
    ("le 12 2 95 10 99 126 111 93", [NIR]),
    ("NIR295109912611193", [NIR]),
    ("２９５１０９９１２６１１１９３", [NIR]),
    ("2951\u200b09912611193", [NIR]),
    ("06 12 34 56 78", [PHONE]),
    ("0612345678", [PHONE]),
    ("06.12.34.56.78", [PHONE]),
    ("06-12-34-56-78", [PHONE]),
    ("06/12/34/56/78", [PHONE]),
    ("06\u00a012\u202f34 56\t78", [PHONE]),
    ("06 12 345 678", [PHONE]),
    ("0612 345 678", [PHONE]),
    ("01 4567 8901", [PHONE]),
    ("0 612 345 678", [PHONE]),
    ("06 - 12 - 34 - 56 - 78", [PHONE]),
    ("+33 6 12 34 56 78", [PHONE]),
    ("+33 (0)6 12 34 56 78", [PHONE]),
    ("+33612345678", [PHONE]),
    ("0033 6 12 34 56 78", [PHONE]),
    ("00 33 612345678", [PHONE]),
    ("+32 470 12 34 56", [PHONE]),
    ("+262 692 12 34 56", [PHONE]),
    ("Rappeler au 04.72.00.00.00 avant 18 h", [PHONE]),
    ("m.dupont@wanadoo.fr", [EMAIL]),
    ("écrire à m.dupont+cabinet@sous.domaine.example !", [EMAIL]),
    ("m.dupont @ wanadoo.fr", [EMAIL]),
    ("m.dupont＠wanadoo.fr", [EMAIL]),
    ("06 12 34 56 78 ou a@b.fr", [PHONE, EMAIL]),
]

CLEAN = [
    "",
    "Patiente accueillie le 06/05/2026 à 8 h 30.",
    "le 04 12 2026 15 h",
    "Du 06.05.2026 au 07.05.2026",
    "2026-05-06 08 12 34",
    "Horaires : 08.00 12.00 14.00 18.00",
    "08:00-12:00 14:00-18:00",
    "Appeler le 3646, puis le 15 ou le 112.",
    "Code LVT-7K4M-92QD, mission T29, compétence C01",
    "RNCP40913, article L1110-4, D6313-3-1",
    "Montant : 1 234 567,89 €",
    "12,00 € puis 1 000 000 000 €",
    "SIRET 012 345 678 00012",
    "SIRET 01234567800012",
    "FINESS 690000001",
    "RPPS 10101234567",
    "12/8, pouls 72, saturation 98 %, 37.2",
    "2 95 10 99 126 111 94",  # wrong key
    "295109912611193295109912611193",  # one long reference
    "0,0123456789",
    "@cabinet, rdv @ 14 h 30",
    "15 15 15 15 15",
    "+ 30 min, + 12 h",
    "06 05 20 26\n08 12 34 56",
]


@pytest.mark.parametrize(("text", "kinds"), FOUND)
def test_identifiers_are_found(text, kinds):
    found = [finding.kind for finding in find_identifiers(text)]
    assert list(dict.fromkeys(found)) == kinds


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_text_is_left_be(text):
    assert find_identifiers(text) == []


def valid_nirs() -> st.SearchStrategy[str]:
    """Any first digit but 0, any month, any place including Corsica, with its key."""
    digits = st.text("0123456789", min_size=2, max_size=2)
    return st.builds(
        lambda first, birth, month, place, rest: first + birth + month + place + rest,
        st.sampled_from("123456789"),
        digits,
        digits,
        st.one_of(digits, st.sampled_from(["2A", "2B"])),
        st.text("0123456789", min_size=6, max_size=6),
    ).map(lambda body: body + nir.calc_check_digits(body))


gaps = st.lists(
    st.sampled_from(["", "", " ", "\u00a0", "\u202f", ".", "-", "–", " - ", "\t", "\u200b"]),
    min_size=15,
    max_size=15,
)


@given(valid_nirs(), gaps, st.sampled_from(["", "NIR : ", "le 12, ", "né(e) "]))
def test_any_valid_nir_in_any_spacing_is_found(number, between, before):
    spaced = "".join(character + gap for character, gap in zip(number, between, strict=True))
    found = find_identifiers(f"{before}{spaced} fin")
    assert NIR in {finding.kind for finding in found}


@given(valid_nirs(), st.integers(1, 96))
def test_nir_with_a_wrong_key_is_not_a_nir(number, shift):
    wrong = f"{number[:13]}{(int(number[13:]) + shift - 1) % 97 + 1:02}"
    assert NIR not in {finding.kind for finding in find_identifiers(wrong)}


@given(
    st.text("123456789", min_size=1, max_size=1),
    st.text("0123456789", min_size=8, max_size=8),
    st.sampled_from(["", " ", ".", "-", "\u00a0", "\u202f", " - "]),
    st.sampled_from(["0", "+33", "+33 ", "0033", "0033 "]),
)
def test_any_french_number_written_by_two_is_found(first, rest, gap, prefix):
    number = gap.join([prefix + first, *re.findall("..", rest)])
    assert PHONE in {finding.kind for finding in find_identifiers(f"au {number}, merci")}


@given(st.text(max_size=400))
def test_places_found_lie_inside_the_text(text):
    for finding in find_identifiers(text):
        assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize("unit", ["1 ", "06   ", "a@", "a.", "0", "+1   ", "2A", "a@a."])
def test_hostile_text_takes_linear_time(unit):
    text = unit * (60_000 // len(unit))
    began = time.process_time()
    find_identifiers(text)
    assert time.process_time() - began < 5  # a pattern that backtracks would take hours


def test_message_names_the_kind_and_why_but_not_the_value():
    with pytest.raises(ValidationError) as refused:
        no_patient_data("Mme X, 06 12 34 56 78")
    assert refused.value.messages == [
        "Ce texte contient un numéro de téléphone. Le livret ne garde rien qui fasse reconnaître "
        "un patient : retirez-le, puis enregistrez."
    ]


@pytest.mark.parametrize(
    ("text", "listed", "remove"),
    [
        ("a@b.fr", "une adresse électronique", "retirez-la"),
        ("295109912611193", "un numéro de sécurité sociale", "retirez-le"),
        (
            "295109912611193 0612345678 a@b.fr",
            "un numéro de sécurité sociale, un numéro de téléphone et une adresse électronique",
            "retirez-les",
        ),
    ],
)
def test_message_lists_every_kind_once(text, listed, remove):
    assert explain(find_identifiers(text)) == (
        f"Ce texte contient {listed}. Le livret ne garde rien qui fasse reconnaître un patient : "
        f"{remove}, puis enregistrez."
    )


def test_service_guard_reads_every_text():
    refuse_patient_data("rien", "rien non plus")
    with pytest.raises(PatientData) as refused:
        refuse_patient_data("rien", "0612345678")
    assert "0612345678" not in refused.value.message
