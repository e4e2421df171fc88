import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.rules.search import (
    MAX_QUERY,
    MAX_STEMS,
    SHOWN,
    column,
    extract,
    holds,
    marked,
    other_tries,
    plain,
    query_stems,
    sorting_key,
    stem,
    vocabulary,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ordonnance", "ordonnances"),
        ("Ordonnance", "ORDONNANCES"),
        ("médical", "medical"),
        ("délégation", "délégations"),
        ("télétransmettre", "teletransmettre"),
        ("mission", "missions"),
        ("cœur", "coeur"),
        ("patiente", "patientes"),
        ("e\u0301crit", "écrit"),
    ],
)
def test_words_of_one_family_have_one_stem(one, other):
    assert query_stems(one) == query_stems(other)


@pytest.mark.parametrize(
    ("term", "key"),
    [
        ("Le ou la secrétaire", "secretaire"),
        ("L’assistant médical", "assistant medical"),
        ("Écrit", "ecrit"),
        ("Le", "le"),
        ("DMP", "dmp"),
        ("L’", "l'"),
        ("", ""),
    ],
)
def test_term_is_sorted_by_its_first_meaningful_word(term, key):
    assert sorting_key(term) == key


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("conflit", "conflits"),
        ("photo", "photos"),
        ("cancer", "cancers"),
        ("numéro", "numéros"),
        ("trou", "trous"),
        ("prévu", "prévus"),
        ("télétransmission", "télétransmissions"),
        ("refus", "refus"),
        ("temps", "temps"),
        ("cas", "cas"),
    ],
)
def test_singular_and_plural_find_one_another(one, many):
    for asked, text in ((one, many), (many, one)):
        (found,) = query_stems(asked)
        assert f" {found} " in column(text)
        assert list(marked(text, [found])) == [(text, True)]


def test_a_word_that_ends_in_s_finds_its_family():
    assert query_stems("refus") == query_stems("refuse")
    assert query_stems("acquis") == query_stems("acquise")


def test_words_that_differ_do_not():
    assert stem("ordonnance") != stem("ordinateur")


def test_plain_text_has_no_accent():
    assert plain("Œuvre d’été, À la carte") == "oeuvre d'ete, a la carte"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("l’ordonnance du médecin", ["ordon", "medecin"]),
        ("", []),
        ("le la les", []),
        ("% _ ' \" ; -- .* [a-z]", ["z"]),
        ("T04", ["t04"]),
        ("secret secrets SECRET", ["secret"]),
    ],
)
def test_query_keeps_what_means_something(query, found):
    assert query_stems(query) == found


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Vérifier le statut vaccinal", "vaccins", True),
        ("Imprimer les ordonnances", "l’ordonnance", True),
        ("Imprimer les ordonnances", "ORDONN", True),
        ("Imprimer les ordonnances", "ordonnance zzz", False),
        ("Imprimer les ordonnances", "", True),
        ("Imprimer les ordonnances", "de la ?", True),
        ("T04 Répondre au téléphone", "t04", True),
        ("T04 Répondre au téléphone", "t05", False),
    ],
)
def test_text_holds_every_word_in_any_form_or_in_part(text, query, found):
    assert holds(text, query) is found


WORDS = vocabulary(["Le vaccin du patient.", "Secret professionnel, l’éthique", "Une ordonnance"])


def test_vocabulary_holds_words_worth_looking_for():
    assert WORDS == {
        "vaccin": "vaccin",
        "patient": "patient",
        "secret": "secret",
        "professionnel": "professionnel",
        "ethique": "éthique",
        "ordonnance": "ordonnance",
    }


@pytest.mark.parametrize(
    ("query", "tries"),
    [
        ("vacin", ["vaccin"]),
        ("Étique", ["éthique"]),
        ("secret proffesionnel", ["secret professionnel", "secret", "professionnel"]),
        ("secret zzzz", ["secret"]),
        ("secrets vaccins", ["secrets", "vaccins"]),
        ("le la", []),
        ("secret", []),
        ("x" * 300, []),
        ("<b>zz</b>", []),
    ],
)
def test_other_tries_are_words_that_are_there(query, tries):
    assert other_tries(query, WORDS) == tries


def test_query_is_cut_however_long():
    assert len(query_stems(" ".join(f"mot{n}" for n in range(100_000)))) == MAX_STEMS
    assert query_stems("x" * 1_000_000) == query_stems("x" * MAX_QUERY)


def test_column_holds_each_stem_once_between_spaces():
    assert column("Ordonnances et ordonnance") == " ordon et "


def test_marked_says_which_words_were_found():
    pieces = list(marked("Une ordonnance, des Ordonnances.", ["ordon"]))
    assert pieces == [
        ("Une ", False),
        ("ordonnance", True),
        (", des ", False),
        ("Ordonnances", True),
        (".", False),
    ]


def test_extract_shows_the_first_word_found():
    text = "mot " * 200 + "ordonnance " + "suite " * 200
    shown = extract(text, ["ordon"])
    assert shown.startswith("… mot")
    assert "ordonnance suite" in shown
    assert shown.endswith(" …")


def test_extract_of_a_short_text_is_the_text():
    assert extract("Une ordonnance.", ["ordon"]) == "Une ordonnance."


@given(st.text(max_size=400), st.text(max_size=40))
def test_nothing_is_lost_or_added_by_marking(text, query):
    looked_for = query_stems(query)
    assert "".join(piece for piece, _ in marked(text, looked_for)) == text
    assert len(extract(text, looked_for)) <= SHOWN + len(text.split(" ")[0]) + 400
