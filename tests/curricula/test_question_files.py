"""GIFT and Moodle XML: what is written is read again as equal; what is not taken says why."""

import re
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curricula.rules import gift, moodle_xml
from curricula.rules.question_file import MAX_BYTES, FileRefused, text_of
from curricula.rules.questions import AnswerRow, QuestionRow, normal, question_problems
from tests.factories.questions import rows_of

FORMATS = pytest.mark.parametrize("form", [gift, moodle_xml], ids=["gift", "xml"])
LETTERS = st.text(
    st.one_of(
        st.sampled_from("~=#{}:\\[]%<>&/*-\n \"'éœ’n$"),
        st.characters(exclude_categories=("Cs", "Co")),
    ),
    max_size=30,
)
WORDS = LETTERS.map(lambda text: text.strip() or "x")
NUMBERS = st.decimals(-(10**6), 10**6, places=3).map(str)


@st.composite
def questions(draw) -> QuestionRow:
    kind = draw(
        st.sampled_from(
            ["single", "multiple", "true_false", "matching", "short", "numeric", "open"]
        )
    )
    answers, size = [], draw(st.integers(2, 6))
    feedbacks = st.lists(LETTERS, min_size=6, max_size=6)
    said, texts = draw(feedbacks), draw(st.lists(WORDS, min_size=6, max_size=6, unique=True))
    right = draw(st.integers(1, size - 1))
    if kind in {"single", "multiple"}:
        right = 1 if kind == "single" else right
        answers = [AnswerRow(texts[n], n < right, said[n]) for n in range(size)]
        answers = draw(st.permutations(answers))
    elif kind == "true_false":
        answers = [
            AnswerRow("Vrai", right == 1, said[0]),
            AnswerRow("Faux", right != 1, said[1]),
        ]
    elif kind == "matching":
        answers = [AnswerRow(t, True, match=m) for t, m in zip(texts, reversed(texts), strict=True)]
        answers += [AnswerRow("", False, match="de trop")] * draw(st.integers(0, 1))
    elif kind == "short":
        answers = [AnswerRow(t, True, f) for t, f in zip(texts[:size], said, strict=False)]
    elif kind == "numeric":
        answers = [AnswerRow(draw(NUMBERS), True, said[0])]
    return normal(
        QuestionRow(
            code=draw(st.sampled_from(["", "Q1", "L01-Q2", "a.b_c"])), text=draw(WORDS), kind=kind,
            answers=tuple(answers), feedback=draw(LETTERS), source=draw(LETTERS),
            certainty=draw(st.sampled_from(["", "A", "B"])),
            difficulty=draw(st.sampled_from([None, 1, 2, 3])),
            competency=draw(st.sampled_from(["", "K1"])),
            tolerance=draw(st.decimals(0, 9, places=2)) if kind == "numeric" else Decimal(0),
            unit=draw(st.sampled_from(["", "mg", "° C"])) if kind == "numeric" else "",
        )
    )  # fmt: skip


@FORMATS
@settings(max_examples=150, deadline=None)
@given(row=questions())
def test_what_is_written_is_read_again_as_equal(form, row):
    if not question_problems(row):
        assert form.read(form.write([row])).rows == (row,)


@FORMATS
def test_a_whole_file_comes_back_in_order(form):
    rows = rows_of()
    read = form.read(form.write(rows))
    assert (read.rows, read.left) == (tuple(rows), ())
    assert text_of(form.write(rows).encode()) == form.write(rows)


@FORMATS
def test_a_code_is_taken_once(form):
    first, second = rows_of()[:2]
    read = form.read(form.write([first, replace(second, code=first.code)]))
    assert read.rows == (first,)
    assert "déjà celui de la question 1" in read.left[0].reason


EXAMPLES = """
// essay
::Q8:: How are you? {}

$CATEGORY: tom/dick

::Moodle activities::[html]Match the <b>activity</b> to the description.{
    =[html]An activity supporting <i>discussions</i>. -> Forum
    =[plain]A bank of record entries -> Database
    = -> Chat
}

::Q2:: What's between orange and green in the spectrum?
{
    =yellow # right; good!
    ~red # [html]wrong, it's yellow
    ~[plain]blue # wrong, it's yellow
}

::colours:: What's between orange and green in the spectrum?
{
    ~%50%yellow # right; good!
    ~%-100%red # [html]wrong
    ~%50%off-beige # right; good!
    ~%-100%[plain]blue # wrong
}

::Q5:: What is a number from 1 to 5? {#3:2}

::range:: What is a number from 1 to 5? {#1..5}

::Shortanswer::Which is the best animal?{
    =Frog#Good!
    =%50%Cat#What is it with Moodlers and cats?
}

::Q1:: 42 is the Absolute Answer to everything.{
FALSE#42 is the Ultimate Answer.#You gave the right answer.
####This is a reference.}

Grant is {~buried =entombed ~living} in Grant's tomb.

You can use a description.

A brace is {=missing

<img src="x.png"> What is it? {=a =b}

::wild::Who?{=Grant*}
"""


def test_gift_examples_of_moodle():
    read = gift.read(EXAMPLES)
    by_code = {row.code or row.text: row for row in read.rows}
    assert list(by_code) == [
        "Match the activity to the description.",
        "Q2",
        "colours",
        "Q5",
        "range",
        "Q1",
        "Grant is _____ in Grant's tomb.",
    ]
    assert [(a.text, a.correct) for a in by_code["Q2"].answers] == [
        ("yellow", True), ("red", False), ("blue", False),
    ]  # fmt: skip
    assert by_code["Q2"].answers[1].feedback == "wrong, it's yellow"
    assert by_code["colours"].kind == "multiple"
    for name in ("Q5", "range"):
        assert by_code[name].answers[0].text == "3"
        assert by_code[name].tolerance == 2
    truth = by_code["Q1"]
    assert (truth.kind, truth.feedback) == ("true_false", "This is a reference.")
    assert truth.answers == (
        AnswerRow("Vrai", False, "42 is the Ultimate Answer."),
        AnswerRow("Faux", True, "You gave the right answer."),
    )
    reasons = [left.reason for left in read.left]
    assert [left.place for left in read.left][:2] == [
        "question 1 (ligne 2)",
        "question 7 (ligne 32)",
    ]
    said = ("réponse modèle", "une partie", "sans réponse", "accolade", "image", "joker")
    assert [word in reason for word, reason in zip(said, reasons, strict=True)] == [True] * 6


def test_gift_matching_with_a_match_too_many():
    row = gift.read("[html]Un <b>mot</b> &amp; deux{=a -> 1 =<i>b</i> -> 2 = -> 3}").rows[0]
    assert row.text == "Un mot & deux"
    assert [(a.text, a.match) for a in row.answers] == [("a", "1"), ("b", "2"), ("", "3")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<script>alert(1)</script> Quoi ?{=a ~b}", "un script"),
        ("<img src=x onerror=alert(1)> Quoi ?{=a ~b}", "une image"),
        ("[html]<table><tr><td>1</td></tr></table>{=a ~b}", "un tableau"),
        ("Quoi ?{=a ~%50%b}", "une partie des points"),
        ("Quoi ?{#3:0.5 =4:1}", "pas la même tolérance"),
        ("Quoi ?{#abc}", "n’est pas un nombre"),
        ("Quoi ?{#5..1}", "bornes"),
        ("Quoi ?}{", "accolade"),
    ],
)
def test_gift_questions_not_taken_say_why(text, reason):
    read = gift.read(text)
    assert read.rows == ()
    assert reason in read.left[0].reason


def quiz(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><quiz>{inside}</quiz>'


HEAD = "<name><text>Nom</text></name><questiontext format='{}'><text>{}</text></questiontext>"
ANSWERS = (
    "<answer fraction='100'><text>a</text></answer><answer fraction='0'><text>b</text></answer>"
)


def choice(text: str, style: str = "html", more: str = ANSWERS) -> str:
    head = HEAD.format(style, text)
    return quiz(f"<question type='multichoice'>{head}<single>true</single>{more}</question>")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x "y">]><quiz>&x;</quiz>', "DOCTYPE"),
        ('<!doctype quiz SYSTEM "file:///etc/passwd"><quiz/>', "DOCTYPE"),
        ("<quiz><question></quiz>", "bien formé (ligne 1)"),
        ("<quiz>&inconnue;</quiz>", "bien formé"),
        ("pas du xml", "bien formé"),
        ("<autre/>", "il manque « quiz »"),
        ("<quiz/>", "Aucune question"),
        ("<quiz>" + "<a>" * 20000, "bien formé"),
    ],
)
def test_an_xml_file_that_cannot_be_read_says_why(text, reason):
    with pytest.raises(FileRefused, match=reason.replace("(", "\\(").replace(")", "\\)")):
        moodle_xml.read(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (quiz("<question type='cloze'><name><text>N</text></name></question>"), "« cloze »"),
        (choice("<![CDATA[<img src='x'>]]>"), "une image"),
        (choice("x <b>y</b>"), "pas protégées"),
        (choice("x", more=ANSWERS.replace("'0'", "'50'")), "une partie des points"),
        (choice("x", more=ANSWERS.replace("'0'", "'nan'")), "n’est pas un nombre"),
        (choice("x", more=ANSWERS + "<file name='../../etc/passwd'>AA</file>"), "fichier joint"),
        (choice("<![CDATA[@@PLUGINFILE@@/x]]>"), "fichier joint"),
    ],
)
def test_xml_questions_not_taken_say_why(text, reason):
    read = moodle_xml.read(text)
    assert read.rows == ()
    assert reason in read.left[0].reason


def test_html_of_xml_is_reduced_to_plain_text():
    row = moodle_xml.read(choice("<![CDATA[<p>Un <b>mot</b>&nbsp;!</p><ul><li>x</li></ul>]]>")).rows
    assert row[0].text == "Un mot !\n- x"
    kept = moodle_xml.read(choice("&lt;b&gt; tel quel", "plain_text")).rows[0]
    assert kept.text == "<b> tel quel"


def test_labels_carry_what_the_formats_have_no_place_for():
    text = "// [id:X-1] [tag:source:Loi \\[1\\]: a] [tag:certitude:B] [tag:niveau:9]\nQuoi ?{=a ~b}"
    row = gift.read(text).rows[0]
    assert (row.code, row.source, row.certainty, row.difficulty) == ("X-1", "Loi [1]: a", "B", None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04zip", "archive"),
        (b"\x1f\x8bgz", "archive"),
        (b"x" * (MAX_BYTES + 1), "256 Ko"),
        ("é".encode("latin-1"), "UTF-8"),
        ("<quiz/>".encode("utf-16"), "UTF-8"),
        (b"a\x00b", "pas un texte"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data, reason):
    with pytest.raises(FileRefused, match=reason):
        text_of(data)


def test_a_wrong_format_is_said():
    with pytest.raises(FileRefused, match="XML"):
        gift.read(quiz(""))
    with pytest.raises(FileRefused, match="Aucune question"):
        gift.read("// rien\n\n$CATEGORY: x\n")


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("~=#{}:\\[]%->TFa1 \n/."), max_size=60))
def test_gift_never_fails_on_any_text(text):
    with suppress(FileRefused):
        gift.read(text)


LONG = "a " * 20_000


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[id:" * 60_000, "Aucune|sans réponse"),
        ("// " + "[id:" * 60_000 + "\nQuoi ?{=a ~b}", ""),
        ("Quoi ?{=a ~b}\n\n" * 600, "plus de 500 questions"),
        (f"[html]<p>{LONG}{{=a ~b}}", "dépasse 20000 signes"),
        ("<a" * 100_000 + ">{=a ~b}", "dépasse"),
        ("Quoi ?{" + "=a" * 50_000 + "}", "plus de 30"),
    ],
)
def test_a_hostile_gift_text_is_read_in_no_time(text, reason):
    started = perf_counter()
    try:
        read = gift.read(text)
        said = " ".join(left.reason for left in read.left)
    except FileRefused as refusal:
        said = str(refusal)
    assert re.search(reason, said)
    assert perf_counter() - started < 5


@pytest.mark.parametrize(
    "text",
    [
        "<quiz>" + "<a>" * 60_000 + "</a>" * 60_000 + "</quiz>",
        '<?xml version="1.0" encoding="inconnu"?><quiz/>',
        '<?xml version="1.0" encoding="UTF-16"?><quiz/>',
    ],
)
def test_a_hostile_xml_text_is_refused(text):
    with pytest.raises(FileRefused):
        moodle_xml.read(text)
