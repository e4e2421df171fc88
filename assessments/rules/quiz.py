"""How a quiz is counted."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

PASS_PERCENT = 70

Asked = Mapping[str, Any]
Answers = Mapping[str, Sequence[int]]


class Score(NamedTuple):
    points: int
    out_of: int
    passed: bool


def is_right(question: Asked, given: Iterable[int]) -> bool:
    """One point for all the right answers and no other; nothing ticked is never right."""
    right = {choice["id"] for choice in question["choices"] if choice["correct"]}
    return bool(right) and set(given) == right


def passed(points: int, out_of: int) -> bool:
    """Passed from 70 % of the points on; a quiz without a question is never passed."""
    return out_of > 0 and points * 100 >= PASS_PERCENT * out_of


def points_to_pass(out_of: int) -> int:
    """The fewest points that pass."""
    return -(-out_of * PASS_PERCENT // 100)


def score(asked: Sequence[Asked], answers: Answers) -> Score:
    """One point a question, all or nothing; a question left out counts zero."""
    points = sum(is_right(question, answers.get(str(question["id"]), ())) for question in asked)
    return Score(points, len(asked), passed(points, len(asked)))


def answers_that_do_not_fit(asked: Sequence[Asked], answers: Answers) -> list[str]:
    """Answers to a question not asked, with a choice not offered, or two where one is due."""
    offered = {
        str(question["id"]): (
            {choice["id"] for choice in question["choices"]},
            question["multiple"],
        )
        for question in asked
    }
    wrong = []
    for key, given in answers.items():
        choices, multiple = offered.get(key, (set(), False))
        too_many = len(set(given)) > 1 and not multiple
        if key not in offered or not set(given) <= choices or too_many:
            wrong.append(key)
    return wrong


def fingerprint(asked: Sequence[Asked]) -> str:
    """Short mark of the questions as shown: it changes as soon as one word of them does."""
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:20]
