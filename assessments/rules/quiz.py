"""How a quiz is counted."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from curricula.rules.questions import (
    CHOICE_KINDS,
    MATCHING,
    MAX_NUMBER,
    MAX_SHORT,
    MAX_TEXT,
    MULTIPLE,
    NUMERIC,
    OPEN,
    SHORT,
    SINGLE,
    number,
    right_choices,
    right_number,
    right_pairs,
    right_short,
)

PASS_PERCENT = 70
LONGEST = {SHORT: MAX_SHORT, NUMERIC: MAX_NUMBER, OPEN: MAX_TEXT}

Asked = Mapping[str, Any]
# Choices ticked; the rank of the match of each item; what was typed.
Given = Sequence[int] | Mapping[str, int] | str
Answers = Mapping[str, Given]


class Score(NamedTuple):
    points: int
    out_of: int
    passed: bool


def kind_of(question: Asked) -> str:
    """The kind of a question as it was asked; attempts of before kinds only said `multiple`."""
    return str(question.get("kind") or (MULTIPLE if question["multiple"] else SINGLE))


def counts(question: Asked) -> bool:
    """Open text is never marked: it counts neither in the points nor in what they are out of."""
    return kind_of(question) != OPEN


def can_be_asked(question: Asked) -> bool:
    """A question without a right answer is not asked; open text has none."""
    return not counts(question) or any(choice["correct"] for choice in question["choices"])


def counted(asked: Iterable[Asked]) -> int:
    """The points that can be had."""
    return sum(counts(question) for question in asked)


def is_right(question: Asked, given: Given) -> bool:
    """One point for the whole answer, by the rule of its kind; nothing given is never right."""
    kind, right = kind_of(question), [c for c in question["choices"] if c["correct"]]
    if not given or kind == OPEN:
        return False
    if kind == MATCHING and isinstance(given, Mapping):
        expected = {str(item["id"]): item["match"] for item in right}
        return right_pairs(expected, matches(question, given))
    if isinstance(given, str):
        accepted = [choice["text"] for choice in right]
        if kind == NUMERIC:
            tolerance = Decimal(question["tolerance"])
            return right_number(accepted, tolerance, question["unit"], given)
        return kind == SHORT and right_short(accepted, given)
    return kind in CHOICE_KINDS and right_choices({c["id"] for c in right}, given)


def matches(question: Asked, given: Mapping[str, int]) -> dict[str, str]:
    """The words matched with each item, by the item's number."""
    return {item: question["options"][rank] for item, rank in given.items()}


def passed(points: int, out_of: int) -> bool:
    """Passed from 70 % of the points on; a quiz without a question is never passed."""
    return out_of > 0 and points * 100 >= PASS_PERCENT * out_of


def points_to_pass(out_of: int) -> int:
    """The fewest points that pass."""
    return -(-out_of * PASS_PERCENT // 100)


def score(asked: Sequence[Asked], answers: Answers) -> Score:
    """One point a question that counts, all or nothing; a question left out counts zero."""
    points = sum(is_right(question, answers.get(str(question["id"]), ())) for question in asked)
    out_of = counted(asked)
    return Score(points, out_of, passed(points, out_of))


def kept(given: Any) -> Given:
    """An answer as it is kept with the attempt."""
    if isinstance(given, str):
        return given.strip()
    if isinstance(given, Mapping):
        return {str(item): rank for item, rank in given.items()}
    return sorted(set(given))


def answers_that_do_not_fit(asked: Sequence[Asked], answers: Answers) -> list[str]:
    """Answers to a question not asked, of another kind, with a choice not offered, or too many."""
    by_key = {str(question["id"]): question for question in asked}
    return [
        key for key, given in answers.items() if key not in by_key or not _fits(by_key[key], given)
    ]


def _fits(question: Asked, given: Given) -> bool:
    kind = kind_of(question)
    if kind in LONGEST:
        if not isinstance(given, str) or len(given) > LONGEST[kind]:
            return False
        return kind != NUMERIC or not given or number(given, question["unit"]) is not None
    if kind == MATCHING:
        items = {str(choice["id"]) for choice in question["choices"] if choice["text"]}
        ranks = range(len(question["options"]))
        return isinstance(given, Mapping) and all(
            item in items and rank in ranks for item, rank in given.items()
        )
    if isinstance(given, str | Mapping):
        return False
    offered = {choice["id"] for choice in question["choices"]}
    return set(given) <= offered and (len(set(given)) <= 1 or kind == MULTIPLE)


def fingerprint(asked: Sequence[Asked]) -> str:
    """Short mark of the questions as shown: it changes as soon as one word of them does."""
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:20]
