"""The tables of docs/rules/assessment.md, executed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules import quiz, rubric, words
from assessments.rules.attempts import Attempt, counting, may_write_anew
from assessments.rules.positioning import picked

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules" / "assessment.md"


def table(heading: str, number: int = 0) -> list[list[str]]:
    """The rows of the n-th table under a heading, without its head."""
    section = DOCUMENT.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    tables, rows = [], []
    for line in [*section.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            tables.append(rows[2:])
            rows = []
    return tables[number]


@pytest.mark.parametrize(("points", "out_of", "to_pass", "passed"), table("Quiz"))
def test_quiz_threshold(points, out_of, to_pass, passed):
    assert quiz.passed(int(points), int(out_of)) == (passed == "yes")
    assert quiz.points_to_pass(int(out_of)) == int(to_pass)


def question(identity: int = 1, right=(1, 2), choices=(1, 2, 3), multiple=True) -> dict:
    return {
        "id": identity,
        "multiple": multiple,
        "choices": [{"id": choice, "correct": choice in right} for choice in choices],
    }


@pytest.mark.parametrize(("ticked", "point"), table("Quiz", 1))
def test_quiz_question_is_all_or_nothing(ticked, point):
    given_choices = ["ABC".index(letter) + 1 for letter in ticked.split() if ticked != "nothing"]
    assert quiz.score([question()], {"1": given_choices}).points == int(point)


def typed(kind: str, right: str) -> dict:
    """A question from « a=1 b=2 », « médecin / docteur » or « 15 ± 1 unit min »."""
    right, _, unit = right.partition(" unit ")
    right, _, tolerance = right.partition(" ± ")
    texts = right.split(" / ") if kind == "short" else [right]
    choices = [{"id": place, "text": text, "correct": True} for place, text in enumerate(texts)]
    if kind == "matching":
        pairs = [pair.split("=") for pair in right.split()]
        choices = [{"id": i, "text": i, "match": match, "correct": True} for i, match in pairs]
    return {
        "id": 1,
        "kind": {"number": "numeric"}.get(kind, kind),
        "choices": [] if kind == "open" else choices,
        "options": ["1", "2"],
        "tolerance": tolerance or "0",
        "unit": unit,
    }


@pytest.mark.parametrize(("kind", "right", "said", "point"), table("Kinds of questions"))
def test_quiz_kinds(kind, right, said, point):
    asked = typed(kind, right)
    given = said
    if kind == "matching":
        given = {item: int(match) - 1 for item, match in (pair.split("=") for pair in said.split())}
    score = quiz.score([asked], {"1": given})
    expected = {"yes": (1, 1), "no": (0, 1), "not counted": (0, 0)}[point]
    assert (score.points, score.out_of) == expected
    fits = quiz.answers_that_do_not_fit([asked], {"1": given}) == []
    assert fits == (kind != "number" or said not in {"quinze", "15 h", "15 min"} or point == "yes")


@pytest.mark.parametrize(
    ("right", "text", "points", "out_of", "passed"), table("Kinds of questions", 1)
)
def test_open_text_counts_for_nothing(right, text, points, out_of, passed):
    asked = [question(n) for n in (1, 2, 3)] + [{"id": 4, "kind": "open", "choices": []}]
    given = {str(n): [1, 2] for n in range(1, int(right) + 1)}
    given |= {"4": "Un texte."} if text == "written" else {}
    assert quiz.score(asked, given) == (int(points), int(out_of), passed == "yes")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("short", [1]),
        ("short", {"1": 0}),
        ("short", "x" * 201),
        ("open", "x" * 4001),
        ("numeric", "9" * 41),
        ("matching", "a"),
        ("matching", [1]),
        ("matching", {"z": 0}),
        ("matching", {"a": 2}),
        ("matching", {"a": -1}),
    ],
)
def test_answers_of_another_kind_or_too_long_do_not_fit(kind, given):
    asked = typed(kind, "a=1 b=2" if kind == "matching" else "1")
    assert quiz.answers_that_do_not_fit([asked], {"1": given}) == ["1"]


@pytest.mark.parametrize(("levels", "points", "out_of", "passed"), table("Synthesis"))
def test_synthesis_points(levels, points, out_of, passed):
    scores = {number: int(level) for number, level in enumerate(levels.split())}
    assert rubric.points(scores) == int(points)
    assert rubric.maximum(len(scores)) == int(out_of)
    assert rubric.passed(int(points), int(out_of)) == (passed == "yes")


@pytest.mark.parametrize(("attempts", "counts"), table("A synthesis that is not passed"))
def test_attempt_that_counts(attempts, counts):
    seen = {"`-`": None, "no": False, "yes": True, "-": None, ".": None}
    row = [
        Attempt(number, sign == ".", seen[sign]) for number, sign in enumerate(attempts.split(), 1)
    ]
    found = counting(row)
    assert str(found.number if found else "none") == counts


@pytest.mark.parametrize(("text", "count"), table("Words"))
def test_word_count(text, count):
    assert words.word_count(text) == int(count)


def test_length_problem_says_how_many_words_are_missing_or_too_many():
    assert words.length_problem("un deux trois", 3, 4) == ""
    assert words.length_problem("un deux", 3, 4) == (
        "Votre texte a 2 mots. Il en faut au moins 3 : 1 mot manque."
    )
    assert words.length_problem("", 3, 4) == (
        "Votre texte a 0 mot. Il en faut au moins 3 : 3 mots manquent."
    )
    assert words.length_problem("a b c d e f", 3, 4) == (
        "Votre texte a 6 mots. Il en faut au plus 4 : 2 mots de trop."
    )


def test_same_text_ignores_line_endings_and_outer_spaces():
    assert words.same_text("un\r\ndeux ", "un\ndeux")
    assert not words.same_text("un\ndeux", "un deux")


def test_scores_that_do_not_fit():
    assert rubric.scores_that_do_not_fit([1, 2], {1: 0, 2: 3}) == []
    assert rubric.scores_that_do_not_fit([1, 2], {1: 4, 2: -1, 3: 1}) == [1, 2, 3]
    assert rubric.scores_that_do_not_fit([1], {1: True}) == [1]
    assert rubric.criteria_without_score([1, 2, 3], {2: 0}) == [1, 3]


def test_answers_that_do_not_fit():
    asked = [question(1), question(2, right=(4,), choices=(4, 5), multiple=False)]
    assert quiz.answers_that_do_not_fit(asked, {"1": [1, 2], "2": [4]}) == []
    assert quiz.answers_that_do_not_fit(asked, {"1": [4], "2": [4, 5], "9": [1]}) == ["1", "2", "9"]


def test_may_write_anew():
    assert may_write_anew(None)
    assert may_write_anew(Attempt(1, False, False))
    assert not may_write_anew(Attempt(1, False, True))
    assert not may_write_anew(Attempt(1, False, None))
    assert not may_write_anew(Attempt(1, True, None))


@given(st.integers(0, 60), st.integers(0, 60))
def test_quiz_passing_is_monotonic_and_agrees_with_points_to_pass(points, out_of):
    assert quiz.passed(points, out_of) == (out_of > 0 and points >= quiz.points_to_pass(out_of))
    assert not quiz.passed(points, out_of) or quiz.passed(points + 1, out_of)


@given(st.dictionaries(st.integers(1, 9), st.sampled_from(rubric.LEVELS), min_size=1))
def test_points_stay_within_the_maximum(scores):
    points, out_of = rubric.points(scores), rubric.maximum(len(scores))
    assert 0 <= points <= out_of
    assert rubric.passed(points, out_of) == (points >= rubric.points_to_pass(out_of))
    assert rubric.passed(out_of, out_of)


@given(st.lists(st.lists(st.integers(1, 3), max_size=3), max_size=8))
def test_score_never_exceeds_the_questions(ticks):
    asked = [question(number) for number in range(len(ticks))]
    score = quiz.score(asked, {str(number): tick for number, tick in enumerate(ticks)})
    assert 0 <= score.points <= score.out_of == len(asked)


@given(st.text(), st.text())
def test_word_count_adds_up_over_a_space(one, other):
    assert words.word_count(f"{one} {other}") == words.word_count(one) + words.word_count(other)


@given(st.lists(st.sampled_from([None, False, True]), max_size=6))
def test_a_passed_attempt_always_counts(results):
    row = [Attempt(number, False, passed) for number, passed in enumerate(results, 1)]
    found = counting(row)
    assert (found is not None and found.passed is True) == (True in results)


@pytest.mark.parametrize(("questions", "asked"), table("Positioning quiz"))
def test_a_positioning_quiz_asks_a_few_of_each_lesson(questions, asked):
    given = [
        {"code": name, "lesson_slug": name[0], "kind": "open" if "*" in name else "single"}
        for name in questions.split()
    ]
    assert [question["code"] for question in picked(given)] == asked.split()


lesson_letters = st.lists(st.sampled_from("abcdef"), max_size=20)


@given(lesson_letters, st.integers(1, 8))
def test_no_lesson_is_asked_twice_more_than_another_that_has_more(letters, most):
    questions = [{"lesson_slug": letter, "kind": "single"} for letter in letters]
    asked = [question["lesson_slug"] for question in picked(questions, most)]
    assert len(asked) == min(most, len(letters))
    for one in set(letters):
        for other in set(letters):
            if asked.count(one) > asked.count(other) + 1:
                assert asked.count(other) == letters.count(other)
