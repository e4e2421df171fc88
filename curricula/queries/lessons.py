"""Lessons as screens show them."""

from collections import Counter

from curricula.enums import FactStatus
from curricula.models import LessonPage


def fact_states(lesson: LessonPage) -> list[tuple[str, str, int]]:
    """How sure the facts of a lesson are: (state, its word, how many), none left out but zeros."""
    count = Counter(block.value["status"] for block in lesson.body if block.block_type == "fact")
    return [(state.value, state.label, count[state]) for state in FactStatus if count[state]]
