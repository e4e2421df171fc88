"""Reads for a screen or an export, in a constant number of queries."""

from curricula.queries.lessons import fact_states
from curricula.queries.missions import MissionLine, mission_blocks, mission_lines
from curricula.queries.references import (
    activities_of,
    blocks_of,
    competencies_of_module,
    links_of,
    other_versions,
    shelf,
)

__all__ = [
    "MissionLine",
    "activities_of",
    "blocks_of",
    "competencies_of_module",
    "fact_states",
    "links_of",
    "mission_blocks",
    "mission_lines",
    "other_versions",
    "shelf",
]
