"""The worked tables of docs/rules/comments.md, and what holds of any text."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.comment import (
    MAX_REMARK,
    answer_problem,
    beside,
    place_of,
    remark_problem,
    sentences_of,
)
from tests.portfolio.tables import rows

texts = st.text(st.sampled_from("aB.!?… \n«»M1é-😀\u202f"), max_size=60) | st.text(max_size=60)


@pytest.mark.parametrize(("text", "sentences"), [row[1:] for row in rows("comments", "Sentences")])
def test_sentences_follow_the_table(text, sentences):
    wanted = [one.strip() for one in sentences.split(" / ") if one.strip()]
    assert sentences_of(text.replace("⏎", "\n")) == wanted


@pytest.mark.parametrize(
    ("sentence", "place", "text", "at"), [row[1:] for row in rows("comments", "Places")]
)
def test_places_follow_the_table(sentence, place, text, at):
    comment = SimpleNamespace(field="text", place=int(place), sentence=sentence)
    assert place_of(comment, sentences_of(text)) == (None if at == "-" else int(at))


@given(texts)
def test_nothing_is_lost_and_no_sentence_is_empty(text):
    found = sentences_of(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(one == one.strip() and one for one in found)


@given(texts)
def test_a_sentence_cut_again_is_itself(text):
    for one in sentences_of(text):
        assert sentences_of(one) == [one]


def test_one_long_sentence_is_one_and_cut_at_once():
    text = "gants " * 800
    assert sentences_of(text) == [text.strip()]
    assert len(sentences_of("Fini. " * 800)) == 800


@given(texts, st.integers(0, 5))
def test_every_comment_stands_once(text, place):
    sentences = sentences_of(text)
    words = sentences[place % len(sentences)] if sentences else "Parti."
    comment = SimpleNamespace(field="text", place=place, sentence=words)
    found = beside({"text": text}, [comment])
    placed = [one for sentence in found.fields["text"] for one in sentence.comments]
    assert placed + found.changed == [comment]


@pytest.mark.parametrize(
    ("remark", "refusal"),
    [("", "Écrivez"), ("x" * (MAX_REMARK + 1), "500"), ("x" * MAX_REMARK, "")],
)
def test_a_remark_has_words_and_a_limit(remark, refusal):
    problem = remark_problem(remark)
    assert (refusal in problem) if refusal else problem == ""


@pytest.mark.parametrize(
    ("act", "text", "refusal"),
    [
        ("taken", "", ""),
        ("said", "Je précise.", ""),
        ("said", "", "Écrivez"),
        ("taken", "Je précise.", "Vous avez écrit"),
        ("other", "x", "Choisissez"),
        ("said", "x" * (MAX_REMARK + 1), "500"),
    ],
)
def test_an_answer_is_one_of_two(act, text, refusal):
    problem = answer_problem(act, text)
    assert (refusal in problem) if refusal else problem == ""
