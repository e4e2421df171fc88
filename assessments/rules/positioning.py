"""Which questions a positioning quiz asks. Worked table: docs/rules/assessment.md."""

from collections import Counter
from collections.abc import Sequence

from assessments.rules.quiz import Asked, counts

# How many questions a module asks at most: a choice of the training body.
PER_MODULE = 4


def picked(questions: Sequence[Asked], most: int = PER_MODULE) -> list[Asked]:
    """At most so many of the questions that count: one of each lesson in turn, in their order."""
    rank: Counter[str] = Counter()
    ranked = []
    for place, question in enumerate(filter(counts, questions)):
        lesson = question["lesson_slug"]
        ranked.append((rank[lesson], place, question))
        rank[lesson] += 1
    first = sorted(ranked, key=lambda row: row[:2])[:most]
    return [question for _, _, question in sorted(first, key=lambda row: row[1])]
