"""Reads for a screen or an export, in a constant number of queries."""

from curricula.queries.lessons import fact_states
from curricula.queries.missions import MissionLine, mission_blocks, mission_lines
from curricula.queries.questions import (
    doubtful_sources_of,
    lessons_with_questions,
    question_lines,
    questions_of,
    row_of,
    sure_sources_of,
)
from curricula.queries.references import (
    activities_of,
    blocks_of,
    competencies_of_module,
    published_references,
)

__all__ = [
    "MissionLine",
    "activities_of",
    "blocks_of",
    "competencies_of_module",
    "doubtful_sources_of",
    "fact_states",
    "lessons_with_questions",
    "mission_blocks",
    "mission_lines",
    "published_references",
    "question_lines",
    "questions_of",
    "row_of",
    "sure_sources_of",
]
