"""Reads for a screen or an export, in a constant number of queries."""

from curricula.queries.lessons import fact_states, lesson_lines, newest_draft
from curricula.queries.media import lessons_showing, media_title
from curricula.queries.mission_conditions import ConditionLine, condition_lines
from curricula.queries.missions import (
    MissionLine,
    any_condition,
    mission_blocks,
    mission_lines,
)
from curricula.queries.packages import package_of
from curricula.queries.programmes import Programme, programme
from curricula.queries.public import public_sheet
from curricula.queries.questions import (
    doubtful_sources_of,
    question_lines,
    questions_of,
    row_of,
    sure_sources_of,
)
from curricula.queries.references import (
    activities_of,
    blocks_of,
    competencies_of_module,
    links_of,
    other_versions,
    shelf,
)
from curricula.queries.search import definitions, entries_for, search_entries
from curricula.queries.tracks import newest_versions

__all__ = [
    "ConditionLine",
    "MissionLine",
    "Programme",
    "activities_of",
    "any_condition",
    "blocks_of",
    "competencies_of_module",
    "condition_lines",
    "definitions",
    "doubtful_sources_of",
    "entries_for",
    "fact_states",
    "lesson_lines",
    "lessons_showing",
    "links_of",
    "media_title",
    "mission_blocks",
    "mission_lines",
    "newest_draft",
    "newest_versions",
    "other_versions",
    "package_of",
    "programme",
    "public_sheet",
    "question_lines",
    "questions_of",
    "row_of",
    "search_entries",
    "shelf",
    "sure_sources_of",
]
