"""When an answer is right, and which questions may be asked."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curricula.rules.questions import (
    AnswerRow,
    QuestionRow,
    doubtful_sources,
    folded,
    normal,
    number,
    question_problems,
    right_choices,
    right_number,
    right_pairs,
    right_short,
    source_problems,
    written,
)
from tests.factories.questions import SOURCE, rows_of

ONE = rows_of()


@given(st.sets(st.integers(1, 6)), st.sets(st.integers(1, 6)))
def test_choices_are_right_only_as_a_whole(right, given_choices):
    assert right_choices(right, given_choices) == (bool(right) and right == given_choices)


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1), st.data())
def test_pairs_are_right_only_when_each_is(expected, data):
    assert right_pairs(expected, expected)
    item = data.draw(st.sampled_from(sorted(expected)))
    assert not right_pairs(expected, {**expected, item: expected[item] + "x"})
    assert not right_pairs(expected, {k: v for k, v in expected.items() if k != item})


@given(st.text())
@example("𝓐")  # its plain form is a capital letter
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet="abcdeéèàôç ’'-", min_size=1))
def test_short_answers_ignore_case_and_outer_spaces(text):
    assert right_short([text], f"  {text.upper()}\t") == bool(folded(text))


@given(
    st.decimals(-(10**6), 10**6, places=3),
    st.decimals(0, 100, places=2),
    st.decimals(-200, 200, places=2),
)
def test_a_number_is_right_within_its_tolerance(expected, tolerance, distance):
    given_number = written(expected + distance).replace(".", ",")
    right = right_number([written(expected)], tolerance, "", given_number)
    assert right == (abs(distance) <= tolerance)


@given(st.decimals(-(10**8), 10**8, places=6))
def test_a_number_is_read_as_it_is_written(value):
    assert number(written(value)) == value
    assert number(written(value).replace(".", ",")) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "1.200,5", "nan", "inf", "1e5", "٣", "--1", "9" * 10**6, "1_000"]
)
def test_what_is_not_a_number_is_none(text):
    assert number(text) is None


@pytest.mark.parametrize("row", ONE, ids=lambda row: row.kind)
def test_a_sound_question_of_each_kind_has_no_problem(row):
    assert question_problems(row) == source_problems(row) == []
    assert normal(row) == row


def wrong(kind: str, *answers: AnswerRow, **others) -> QuestionRow:
    return QuestionRow("Q", "Quoi ?", kind, answers, **others)


A, B, C = AnswerRow("a", True), AnswerRow("b"), AnswerRow("c", True)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (wrong("single", A), "au moins deux réponses"),
        (wrong("single", A, C), "une seule réponse juste, il y en a 2"),
        (wrong("single", A, AnswerRow("a")), "deux réponses sont les mêmes"),
        (wrong("multiple", A, B), "plusieurs réponses sont annoncées, 1 est juste"),
        (wrong("multiple", A, C), "toutes les réponses sont justes"),
        (wrong("true_false", A, B), "« Vrai », puis « Faux »"),
        (wrong("matching", AnswerRow("a", True, match="1")), "au moins deux éléments"),
        (wrong("matching", AnswerRow("a->", True, match="1")), "« -> »"),
        (wrong("short"), "il faut des réponses acceptées"),
        (wrong("short", AnswerRow("…!", True), AnswerRow("a*", True)), "« * »"),
        (wrong("numeric", AnswerRow("trois", True)), "« trois » n’est pas un nombre"),
        (wrong("numeric", AnswerRow("3", True), tolerance=Decimal(-1)), "nombre positif"),
        (wrong("open"), "il manque la réponse modèle"),
        (wrong("drawing"), "genre de question inconnu"),
        (wrong("single", A, B, difficulty=4), "de 1 à 3"),
        (wrong("single", A, B, unit="mg"), "ne va qu’avec un nombre"),
        (QuestionRow("Q", "", "single", (A, B)), "le texte de la question est vide"),
        (QuestionRow("Q", "x" * 5000, "single", (A, B)), "dépasse 4000 signes"),
    ],
)
def test_what_keeps_a_question_from_being_asked(row, reason):
    assert reason in " ".join(question_problems(row))


def test_a_graded_question_rests_on_a_sure_and_sourced_fact():
    row = wrong("single", A, B, certainty="C")
    assert source_problems(row) == [
        "une question notée repose sur un fait sûr (A ou B).",
        "il manque la source.",
    ]


def test_a_source_known_only_by_doubtful_facts_is_refused():
    facts = [("Loi A", "verified"), ("Loi A", "to_check"), ("Loi  B", "history"), ("", "to_check")]
    doubtful = doubtful_sources(facts, "verified")
    assert doubtful == {"loi b"}
    row = wrong("single", A, B, certainty="A", source="LOI B")
    assert "« à vérifier » ou historique" in source_problems(row, doubtful)[0]
    assert source_problems(wrong("single", A, B, certainty="A", source=SOURCE), doubtful) == []
